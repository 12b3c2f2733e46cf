import type { Cover, MerchantSite } from '../../server/wire/merchant.ts'
import type { Supply } from '../../server/wire/power.ts'
import { type Language, nameIn } from './language.ts'
import { lastOutage, lastSupply } from './supply-strip.ts'
import type { ReportWords } from './words-report-zh.ts'
import { deadlineWords, instantWords, lastingWords } from './words-time.ts'

/** What one cover says, at `now` (epoch ms): since when and how long, who has it, until when, and what it rests on. */
export type CoverWords = { headline: string; line: string; due: string; isLate: boolean; source: string }

export function coverWords(
  w: ReportWords,
  language: Language,
  cover: Cover,
  service: MerchantSite['services'][number] | undefined,
  now: number,
): CoverWords {
  const agency = cover.agency ? nameIn(language, cover.agency) : w.anAgency
  const states: Readonly<Record<string, ((agency: string) => string) | undefined>> = w.coverState
  const state = states[cover.state]?.(agency) ?? w.coverState.handling(agency)
  const { due, isLate } = dueWords(w, cover.expectedAt, now)
  return {
    headline: service?.isSupplyOutage ? outageHeadline(w, cover, now) : openHeadline(w, language, cover, service, now),
    line: w.stateAndCount(state, w.reportedBy(cover.reportCount)),
    due,
    isLate,
    source: cover.isSeenByMeter ? w.seenByMeter : w.notSeenByMeter,
  }
}

function outageHeadline(w: ReportWords, cover: Cover, now: number): string {
  const since = instantWords(w, cover.sinceAt, now)
  const lasting = lastingWords(w, now - cover.sinceAt)
  if (!cover.isSeenByMeter) return w.outSaid(since, lasting)
  const outage = lastOutage(cover.spans)
  if (outage?.backAt) return w.outEnded(since, instantWords(w, outage.backAt, now))
  return lastSupply(cover.spans) === 'unknown' ? w.outUnknown(since) : w.outSince(since, lasting)
}

function openHeadline(
  w: ReportWords,
  language: Language,
  cover: Cover,
  service: MerchantSite['services'][number] | undefined,
  now: number,
): string {
  // Titles are written in Chinese; in English the service says what it is about.
  const title = language === 'en' && service ? nameIn(language, service) : cover.title
  return w.openSince(title, instantWords(w, cover.sinceAt, now), lastingWords(w, now - cover.sinceAt))
}

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
