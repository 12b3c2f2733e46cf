import type { PowerEvent, Supply, VoltageSeries } from '../../server/wire/power.ts'
import type { SiteDay } from '../../server/wire/sites.ts'
import type { Tone } from '../words/phrase.ts'

/** A site's day in the numbers its sentence needs; durations in ms, instants in epoch ms. */
export type SiteStory = {
  value: Supply['value']
  grade: Supply['evidence']
  sinceAt: number | null
  lastingMs: number
  hasNode: boolean
  interruptions: number
  interruptedMs: number
  /** When power came back for the last time today. */
  backAt: number | null
  dips: number
}

const isInterruption = (event: PowerEvent): boolean => event.kind === 'interruption'

export function siteStory(day: SiteDay, now: number): SiteStory {
  const backs = day.spans.flatMap(({ value, to }) => (value === 'absent' && to !== null ? [to] : []))
  return {
    value: day.supply.value,
    grade: day.supply.evidence,
    sinceAt: day.supply.sinceAt,
    lastingMs: day.supply.sinceAt === null ? 0 : Math.max(0, now - day.supply.sinceAt),
    hasNode: day.nodeCount > 0,
    interruptions: day.interruptionCount,
    interruptedMs: day.interruptedMs,
    backAt: backs.length > 0 ? Math.max(...backs) : null,
    dips: day.dips.length,
  }
}

export function siteTone(story: SiteStory): Tone {
  if (story.value === 'absent') return 'late'
  if (story.value === 'unknown') return story.hasNode ? 'attn' : 'calm'
  return story.interruptions > 0 || story.dips > 0 ? 'attn' : 'calm'
}

/** Supply voltage stays within ±10 % of the declared one (EN 50160, 4.2.2). */
export const NORMAL_SHARE = 0.1
export function normalBand(series: readonly VoltageSeries[]): { low: number; high: number } | null {
  const declared = series.find(({ declaredVolts }) => declaredVolts !== null)?.declaredVolts
  if (!declared) return null
  return { low: Math.round(declared * (1 - NORMAL_SHARE)), high: Math.round(declared * (1 + NORMAL_SHARE)) }
}

/** The interruption the page looks at closely: the running one, else the latest. */
export function interruptionInView(events: readonly PowerEvent[]): PowerEvent | undefined {
  const all = events.filter(isInterruption)
  return all.find(({ endMaxAt }) => endMaxAt === null) ?? all.sort((a, b) => b.startMaxAt - a.startMaxAt)[0]
}
