import type { IssueState } from '../../server/domain/issue.ts'
import type { Tracking } from '../../server/wire/merchant.ts'
import { type Language, nameIn } from './language.ts'
import { deadlineWords, instantWords, lastingWords } from './words-time.ts'
import type { TrackingWords } from './words-tracking-zh.ts'

/** One of the four rows under the headline. */
export type TurnRow = { term: string; main: string; note: string; isLate: boolean }
export type TurnWords = { headline: string; about: string; isLate: boolean; rows: TurnRow[] }

/** Whose turn it is, what is missing, by when and how sure, as said at `now` (epoch ms). */
export function turnWords(w: TrackingWords, language: Language, t: Tracking, now: number): TurnWords {
  const agency = t.agency ? nameIn(language, t.agency) : w.anAgency
  const by = byWords(w, t, now)
  const who = whoWords(w, t, agency)
  const sure = sureWords(w, t, now)
  return {
    headline: by.isLate
      ? w.headline.late(who, lastingWords(w, now - (t.turn.byAt ?? now)))
      : headlineWords(w, t, agency),
    about: w.youAre(aboutWords(w, language, t), t.place),
    isLate: by.isLate,
    rows: [
      { term: w.rowWho, main: who, note: '', isLate: false },
      { term: w.rowMissing, main: missingWords(w, t), note: '', isLate: false },
      { term: w.rowBy, ...by },
      { term: w.rowSure, ...sure, isLate: false },
    ],
  }
}

/** Whether the matter is about supply, so that a meter's word bears on it. */
export const isAboutSupply = (t: Tracking): boolean => t.supply !== null

function aboutWords(w: TrackingWords, language: Language, t: Tracking): string {
  if (language === 'zh') return t.title
  return w.about(t.site ? nameIn(language, t.site) : '', nameIn(language, t.service))
}

function headlineWords(w: TrackingWords, t: Tracking, agency: string): string {
  const h = w.headline
  if (t.hasLeft) return h.left
  if (t.canAnswer) return isAboutSupply(t) ? h.answerPower : h.answer
  const byState: Readonly<Record<string, string | undefined>> = {
    received: h.desk,
    answered: askingHeadline(w, t, h.answered),
    dispatched: h.sign(agency),
    returned: h.deskReturned,
    signed: h.contact(agency),
    handling: h.handle(agency),
    waiting_reporter: h.tell,
    suspended: h.suspended(agency),
    replied: askingHeadline(w, t, h.replied(agency)),
    follow_up: askingHeadline(w, t, h.othersAsked),
    dissatisfied: t.ownAnswer.value === 'no' ? h.deskAgain : h.deskAgainOther,
    confirmed: t.ownAnswer.value === 'yes' ? h.youSaidYes : h.confirmed,
    closed: { yes: h.closedYes, no: h.closedNo }[t.facts.confirmed.value as string] ?? h.closed,
    not_accepted: h.notAccepted,
    merged: h.merged,
    withdrawn: h.withdrawn,
  } satisfies Record<IssueState, string>
  return byState[t.state] ?? h.handle(agency)
}

const hasSpoken = (t: Tracking): boolean => t.ownAnswer.value === 'yes' || t.ownAnswer.value === 'no'
/** What is still wanted is another merchant's word, not this one's. */
const isAnothersWord = (t: Tracking): boolean =>
  (t.turn.missing === 'confirmation' && t.isJoined) || (t.turn.missing === 'follow_up' && hasSpoken(t))

function askingHeadline(w: TrackingWords, t: Tracking, unsaid: string): string {
  if (!hasSpoken(t)) return unsaid
  return t.ownAnswer.value === 'yes' ? w.headline.youSaidYes : w.headline.youSaidNo
}

function whoWords(w: TrackingWords, t: Tracking, agency: string): string {
  if (t.canAnswer) return w.whoYou
  if (isAnothersWord(t)) return w.whoReporter
  const who: Readonly<Record<Tracking['turn']['who'], string>> = {
    desk: w.whoDesk,
    agency,
    reporter: w.whoYou,
    system: w.whoSystem,
    nobody: w.whoNobody,
  }
  return who[t.turn.who]
}

function missingWords(w: TrackingWords, t: Tracking): string {
  if (t.canAnswer) return w.missing.confirmation
  if (isAnothersWord(t)) return w.missingOthers
  const words: Readonly<Record<string, string | undefined>> = w.missing
  return words[t.turn.missing] ?? w.missing.reply
}

function byWords(w: TrackingWords, t: Tracking, now: number): Omit<TurnRow, 'term'> {
  const provisional = t.isProvisional ? w.provisional : ''
  const { byAt } = t.turn
  // The merchant owes nobody an answer: a passed day is never held against them.
  if (t.canAnswer) {
    const isOwnLimit = t.turn.who === 'reporter' && byAt !== null && byAt >= now
    const main = isOwnLimit ? w.byYouWeeks(deadlineWords(w, byAt, now)) : w.byAnyTime
    return { main, note: w.noSilentYes, isLate: false }
  }
  if (t.turn.who === 'nobody') return { main: w.byDone, note: '', isLate: false }
  if (byAt === null) {
    const promise = t.expectedAt === null ? '' : w.promise(deadlineWords(w, t.expectedAt, now))
    return { main: w.byNone, note: promise || provisional, isLate: false }
  }
  const deadline = deadlineWords(w, byAt, now)
  if (byAt < now) return { main: w.byLate(deadline, lastingWords(w, now - byAt)), note: provisional, isLate: true }
  return { main: deadline, note: provisional || w.byLeft(lastingWords(w, byAt - now)), isLate: false }
}

function sureWords(w: TrackingWords, t: Tracking, now: number): { main: string; note: string } {
  const { supply } = t
  if (supply === null) return { main: w.sureWords, note: t.turn.byAt === null ? '' : w.sureClock }
  const reasons: Readonly<Record<string, string | undefined>> = w.reasons
  const reason = reasons[supply.reason] ?? w.noReason
  if (supply.value === 'unknown') return { main: w.sureUnknown, note: reason }
  const isOn = supply.value === 'present'
  const since = supply.sinceAt === null ? '' : instantWords(w, supply.sinceAt, now)
  const seen = since === '' ? '' : w.meterSince(since, isOn ? w.hasPower : w.noPower)
  const note = supply.reason === 'phase_lost' ? reason : seen
  if (supply.evidence === 'confirmed') return { main: isOn ? w.sureOn : w.sureOff, note }
  return { main: isOn ? w.probablyOn : w.probablyOff, note: note || reason }
}
