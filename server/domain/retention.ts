import type { IssueState } from './issue.ts'

/** How long things are kept after an issue's last closing, in calendar months (issues-and-clocks, 7). */
export interface RetentionPolicy {
  /** Names and telephones. */
  contactMonths: number
  /** Issues withdrawn or not accepted. */
  refusedMonths: number
  /** Issues that were handled. */
  handledMonths: number
}

/** The policy of a new installation. */
export const RETENTION_DEFAULT: RetentionPolicy = { contactMonths: 12, refusedMonths: 12, handledMonths: 60 }

/** States whose issues go by `refusedMonths`; all other finished ones go by `handledMonths`. */
export const REFUSED_STATES: readonly IssueState[] = ['withdrawn', 'not_accepted']

const DAY_MS = 86_400_000
/** Asia/Shanghai is +08:00 all year. */
const OFFSET_MS = 8 * 3_600_000

/**
 * The instant (epoch ms) `months` calendar months before `at` on the district's wall clock: what ended at or before it
 * is due. A day the month does not have becomes its last one, so that nothing goes early.
 */
export function monthsBefore(at: number, months: number): number {
  const wall = at + OFFSET_MS
  const date = new Date(wall)
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, 1)
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months + 1, 0)).getUTCDate()
  const day = Math.min(date.getUTCDate(), lastDay)
  return first + (day - 1) * DAY_MS + (wall - Math.floor(wall / DAY_MS) * DAY_MS) - OFFSET_MS
}

/** Keys under which events keep words somebody wrote; every other text of an event is a code, an id or a date. */
const WORDS = new Set([
  'text',
  'reason',
  'note',
  'explanation',
  'legalBasis',
  'whereInstead',
  'title',
  'proposedTitle',
  'place',
  'name',
  'personInCharge',
  'sameTextReason',
  'whatMustChange',
  'overrideReason',
  'whyImpossible',
  'contactHow',
  'answerText',
  'outcome',
  'decision',
  'plan',
])
const CODE = /^[A-Za-z0-9][A-Za-z0-9_.:|/-]{0,79}$/
const DATE = /^\d{4}-\d{2}(-\d{2})?$/
/** Digits alone in this length may be a telephone or identity number. */
const NUMBER = /^[\d.:|/-]{7,}$/

const isCode = (text: string): boolean => CODE.test(text) && (DATE.test(text) || !NUMBER.test(text))

/**
 * What may stay of an event's body when its issue's texts go: numbers, truth values, codes, ids and dates, which figures
 * are computed from. Words become empty, so that the body keeps its shape.
 */
export function withoutWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWords)
  if (typeof value === 'string') return isCode(value) ? value : ''
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).map(([key, part]) => [
    key,
    WORDS.has(key) && typeof part === 'string' ? '' : withoutWords(part),
  ])
  return Object.fromEntries(kept)
}
