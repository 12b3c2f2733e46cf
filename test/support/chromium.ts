import { type Browser, chromium } from 'playwright-core'
import { firstRunnable, isWithout } from './program.ts'

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Path of a Chromium on this machine, or null. `CHROMIUM` names another one. */
export const findChromium = (): string | null => firstRunnable([process.env.CHROMIUM, ...CANDIDATES])

/** True when browser tests must be left out; says how to get them. */
export const isWithoutChromium = (): boolean =>
  isWithout(findChromium(), 'browser tests need Chromium (Debian: apt-get install chromium fonts-noto-cjk).')

/** A headless Chromium that talks to nobody but the pages under test. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('No Chromium found: apt-get install chromium')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
