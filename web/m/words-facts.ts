import type { Tracking } from '../../server/wire/merchant.ts'
import { type Language, nameIn } from './language.ts'
import { lastOutage, lastSupply } from './supply-strip.ts'
import { instantWords, lastingWords } from './words-time.ts'
import type { TrackingWords } from './words-tracking-zh.ts'

/** One pane of the four-fact window; `isBlank` = nobody has said this yet. */
export type Pane = { term: string; at: string; says: string; isBlank: boolean; isEvidence: boolean }
export type Panes = { agency: Pane; finding: Pane; own: Pane; meter: Pane }

/** The four facts, each in the words of the one who says it, at `now` (epoch ms). */
export function paneWords(w: TrackingWords, language: Language, t: Tracking, now: number): Panes {
  const { replied, resolved } = t.facts
  const when = (at: number | null) => (at === null ? '' : instantWords(w, at, now))
  const own: Readonly<Record<string, string | undefined>> = w.own
  const hasSpoken = t.ownAnswer.value === 'yes' || t.ownAnswer.value === 'no'
  return {
    agency: {
      term: w.agencySays(t.agency ? nameIn(language, t.agency) : w.anAgency),
      at: when(replied.at),
      says: replied.is ? (replied.text ?? w.replied) : w.notReplied,
      isBlank: !replied.is,
      isEvidence: false,
    },
    finding: {
      term: w.agencyFinds,
      at: when(resolved.at),
      says: w.resolved[resolved.value],
      isBlank: resolved.value === 'none',
      isEvidence: false,
    },
    own: {
      term: w.youSay,
      at: when(t.ownAnswer.at),
      says: (t.canAnswer && !hasSpoken ? undefined : own[t.ownAnswer.value]) ?? w.own.asked,
      isBlank: !hasSpoken,
      isEvidence: false,
    },
    meter: meterPane(w, t, when),
  }
}

function meterPane(w: TrackingWords, { supply }: Tracking, when: (at: number | null) => string): Pane {
  const isSure = supply !== null && supply.value !== 'unknown'
  const hasMeter = supply !== null && supply.reason !== 'no_meter'
  const sees = supply?.value === 'present' ? w.hasPowerNow : w.noPowerNow
  return {
    term: w.meterSees,
    at: when(supply?.sinceAt ?? null),
    says: isSure ? sees : hasMeter ? w.powerUnknown : w.noMeter,
    isBlank: !isSure,
    isEvidence: isSure,
  }
}

/** What contradicts what, worst first; `claimAt` is the instant of a claim to mark on the strip of supply. */
export type Clash = { text: string; claimAt: number | null }

export function clashWords(w: TrackingWords, t: Tracking, now: number): Clash[] {
  const clashes: Clash[] = []
  const supplyClash = clashWithMeter(w, t, now)
  if (supplyClash) clashes.push(supplyClash)
  if (t.ownAnswer.value === 'no' && t.facts.resolved.value === 'yes') clashes.push({ text: w.clashYou, claimAt: null })
  if (t.ownAnswer.value === 'yes' && t.supply?.value === 'absent')
    clashes.push({ text: w.clashYouMeter, claimAt: null })
  return clashes
}

function clashWithMeter(w: TrackingWords, t: Tracking, now: number): Clash | null {
  const saidAt = t.facts.resolved.value === 'yes' ? (t.facts.resolved.at ?? t.facts.replied.at) : null
  const outage = lastOutage(t.spans)
  if (saidAt !== null && outage && saidAt > outage.fromAt && saidAt < (outage.backAt ?? Number.POSITIVE_INFINITY)) {
    const said = instantWords(w, saidAt, now)
    if (outage.backAt !== null) {
      const gap = lastingWords(w, outage.backAt - saidAt)
      return { text: w.clashGap(said, instantWords(w, outage.backAt, now), gap), claimAt: saidAt }
    }
    // Unknown supply after the outage proves nothing either way.
    if (lastSupply(t.spans) === 'absent') return { text: w.clashStillOut(said), claimAt: saidAt }
  }
  return t.facts.evidenced.value === 'contradicts' ? { text: w.clashEvidence, claimAt: saidAt } : null
}
