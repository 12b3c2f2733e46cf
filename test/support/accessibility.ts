import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { waitFor } from './wait-for.ts'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
const SCHEMES = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { colorScheme: 'dark', forcedColors: 'active' },
} as const

const SETTLED = `document.querySelector('h1, .say') !== null && document.fonts.status === 'loaded'
  && document.querySelector('.ghost, [aria-busy=true]') === null`

/** Waits until nothing on the page is still being read or drawn. */
export const settle = (page: Page): Promise<unknown> =>
  waitFor(() => page.evaluate(SETTLED), { what: `${page.url()} is drawn` })

/** What axe finds on the page as it stands, in light, dark and forced colours; each finding is one line. */
export async function violations(page: Page, name: string): Promise<string[]> {
  await settle(page)
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source)
  const found: string[] = []
  for (const [scheme, media] of Object.entries(SCHEMES)) {
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' })
    const options = { runOnly: { type: 'tag', values: TAGS }, resultTypes: ['violations'] }
    const result = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as axe.AxeResults
    for (const { id, nodes } of result.violations)
      for (const node of nodes)
        found.push(`${name}, ${scheme}: ${id} at ${node.target.join(' ')} ${node.html.slice(0, 160)}`)
  }
  await page.emulateMedia(SCHEMES.light)
  return found
}

/** Widths at which the page would have to be scrolled sideways, and what sticks out. Charts follow their frame a little later. */
export async function overflows(page: Page, name: string, widths: readonly number[]): Promise<string[]> {
  const before = page.viewportSize()
  const found: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: before?.height ?? 800 })
    const widthNow = async () => Number(await page.evaluate('document.documentElement.scrollWidth'))
    const isNarrow = async () => (await widthNow()) <= width
    await waitFor(isNarrow, { what: 'it fits', withinMs: 1_500 }).catch(async () => {
      found.push(`${name}, ${width} px: ${await widthNow()} px wide, ${await sticksOut(page, width)}`)
    })
  }
  if (before) await page.setViewportSize(before)
  return found
}

const sticksOut = (page: Page, width: number): Promise<unknown> =>
  page.evaluate(
    `[...document.querySelectorAll('body *')]
      .filter((e) => e.getBoundingClientRect().right > ${width} + 0.5 && !e.parentElement.closest('.scroll'))
      .slice(0, 4).map((e) => e.tagName.toLowerCase() + '.' + (e.getAttribute('class') ?? '')).join(' ')`,
  )

/** Things to tap that are smaller than `least` px in either direction. */
export async function smallTargets(page: Page, name: string, least: number): Promise<string[]> {
  const small = (await page.evaluate(`
    [...document.querySelectorAll('a, button, input, select, textarea, summary, [role=button]')]
      .map((e) => ({ e, box: e.getBoundingClientRect() }))
      .filter(({ e, box }) => box.width > 0 && e.checkVisibility() && (box.width < ${least} || box.height < ${least}))
      .map(({ e, box }) => e.tagName.toLowerCase() + ' “' + (e.textContent ?? '').trim().slice(0, 20) + '” '
        + Math.round(box.width) + '×' + Math.round(box.height))`)) as string[]
  return small.map((one) => `${name}: ${one}`)
}
