import type { Cover, MerchantSite } from '../../server/wire/merchant.ts'
import type { Supply } from '../../server/wire/power.ts'
import { type Language, nameIn } from './language.ts'
import { lastOutage, lastSupply } from './supply-strip.ts'
import type { ReportWords } from './words-report-zh.ts'
import { deadlineWords, instantWords, lastedWords, lastingWords, roughInstantWords } from './words-time.ts'

/** What one cover says: since when and how long, who has it, until when, and what it rests on (empty: not a thing meters see). */
export type CoverWords = { headline: string; line: string; due: string; isLate: boolean; source: string }

/** The words of an open issue shown at `here`, whose clock gives `now` (epoch ms). */
export function coverWords(
  w: ReportWords,
  language: Language,
  cover: Cover,
  here: Pick<MerchantSite, 'site' | 'services'>,
  now: number,
): CoverWords {
  const service = here.services.find((one) => one.id === cover.serviceId)
  const agency = cover.agency ? nameIn(language, cover.agency) : w.anAgency
  const states: Readonly<Record<string, ((agency: string) => string) | undefined>> = w.coverState
  const state = states[cover.state]?.(agency) ?? w.coverState.handling(agency)
  // Titles are written in Chinese; a service has its name in both languages.
  const what = service ? nameIn(language, service) : cover.title
  const isElsewhere = service?.isSupplyOutage === true && !cover.title.startsWith(here.site.nameZh)
  return {
    headline: service?.isSupplyOutage ? outageHeadline(w, cover, now) : openHeadline(w, what, cover, now),
    line: (isElsewhere ? w.sameLine(cover.title) : '') + w.stateAndCount(state, w.reportedBy(cover.reportCount)),
    ...dueWords(w, cover.expectedAt, now),
    source: cover.isSeenByMeter ? w.seenByMeter : service?.isSupplyOutage ? w.notSeenByMeter : '',
  }
}

function outageHeadline(w: ReportWords, cover: Cover, now: number): string {
  const since = instantWords(w, cover.sinceAt, now)
  const lasted = lastedWords(w, now - cover.sinceAt)
  if (!cover.isSeenByMeter) return w.outSaid(since, lasted)
  const outage = lastOutage(cover.spans)
  if (outage?.backAt) return w.outEnded(since, instantWords(w, outage.backAt, now))
  return lastSupply(cover.spans) === 'unknown' ? w.outUnknown(since) : w.outSince(since, lasted)
}

const openHeadline = (w: ReportWords, what: string, cover: Cover, now: number): string =>
  w.openSince(what, roughInstantWords(w, cover.sinceAt, now), lastedWords(w, now - cover.sinceAt))

function dueWords(w: ReportWords, expectedAt: number | null, now: number): { due: string; isLate: boolean } {
  if (expectedAt === null) return { due: '', isLate: false }
  const deadline = deadlineWords(w, expectedAt, now)
  if (expectedAt >= now) return { due: w.replyDue(deadline), isLate: false }
  return { due: w.replyLate(deadline, lastingWords(w, now - expectedAt)), isLate: true }
}

/** What the site's meter says to somebody about to report an outage; empty where no meter stands. */
export function meterWords(w: ReportWords, supply: Supply, now: number): string {
  if (supply.reason === 'no_meter') return ''
  if (supply.value === 'present') return w.meterPresent
  if (supply.value === 'unknown') return w.meterUnknown
  return w.meterAbsent(instantWords(w, supply.sinceAt ?? now, now))
}
