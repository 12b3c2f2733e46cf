import { accessSync, constants } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Path of a Chromium on this machine, or null. `CHROMIUM` names another one. */
export function findChromium(): string | null {
  for (const path of [process.env.CHROMIUM, ...CANDIDATES]) {
    if (!path) continue
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {}
  }
  return null
}

/** True when browser tests must be left out; says how to get them. With NO_SKIP they run, and fail, instead. */
export function isWithoutChromium(): boolean {
  if (findChromium() || process.env.NO_SKIP) return false
  console.warn('Skipped: browser tests need Chromium (Debian: apt-get install chromium fonts-noto-cjk).')
  return true
}

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
