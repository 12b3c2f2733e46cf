import type { SiteDay } from '../../server/wire/sites.ts'
import { type Mark, toned } from '../words/phrase.ts'
import type { Words } from '../words/words.ts'

/** The state of a site in a word and a shape. */
export function siteMark(day: SiteDay, now: number, words: Words): Mark {
  const { rowState } = words.overview
  const lasting = day.supply.sinceAt === null ? '' : words.time.running(now - day.supply.sinceAt)
  if (day.nodeCount === 0) return toned('hold', rowState.noNode)
  if (day.supply.value === 'absent') return toned('late', rowState.out(lasting))
  if (day.supply.value === 'unknown') return toned('hold', rowState.unknown(lasting))
  if (day.dips.length > 0) return toned('attn', rowState.dips(day.dips.length))
  return toned('calm', day.interruptionCount > 0 ? rowState.back : rowState.present)
}

/** Since when, and how many merchants told us. */
export function siteSince(day: SiteDay, now: number, words: Words): string {
  const { power } = words.overview
  const { sinceAt, value } = day.supply
  const since = sinceAt === null ? '' : words.time.instant(sinceAt, now)
  if (day.nodeCount === 0) return ''
  if (value === 'absent')
    return words.common.list([since === '' ? '' : power.since(since), power.households(day.issue?.reportCount ?? 0)])
  if (value === 'unknown') return since === '' ? words.sites.reason(day.supply) : power.silentSince(since)
  const dip = day.dips.at(-1)
  if (dip) return power.dipWhen(words.time.instant(dip.at, now), dip.volts === null ? '' : `${Math.round(dip.volts)} V`)
  const backAt = day.spans.filter(({ value, to }) => value === 'absent' && to !== null).pop()?.to ?? null
  return backAt === null ? '' : power.backSince(words.time.instant(backAt, now))
}

/** What is being done about it. */
export function siteNote(day: SiteDay, words: Words): string {
  const { power } = words.overview
  if (day.nodeCount === 0) return power.noNodeWhy
  if (day.supply.value === 'unknown') return power.notOutage
  if (day.issue && day.supply.value !== 'present') return words.issues.progress(progressOf(day.issue))
  if (day.supply.value === 'absent') return words.sites.reason(day.supply)
  if (day.interruptionCount > 0) return power.stopped(day.interruptionCount, words.time.exact(day.interruptedMs))
  if (day.issue) return words.issues.progress(progressOf(day.issue))
  return day.dips.length > 0 ? power.notCut : ''
}

type Progress = Parameters<Words['issues']['progress']>[0]
const progressOf = (issue: NonNullable<SiteDay['issue']>): Progress => ({
  state: issue.state as Progress['state'],
  agency: issue.agency,
  channel: issue.channel,
})
