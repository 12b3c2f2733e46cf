import type { IssueRow } from '../../server/wire/issues.ts'
import { clockTime, dayStart } from '../lib/time.ts'
import type { Words } from '../words/words.ts'
import { entryOf } from './timeline-words.ts'
import type { IssueWords } from './words.ts'

const DAY_MS = 86_400_000

/** When it is due: the clock's due, the end of a pause, or the end of the merchant's time to answer. */
export function dueSaid(row: IssueRow, now: number, words: Words, { worklist }: IssueWords): string {
  const day = (at: number) => words.time.due(at, now)
  if (row.state === 'waiting_reporter') return row.turn.byAt === null ? '' : worklist.paused(day(row.turn.byAt))
  if (row.state === 'suspended') return row.turn.byAt === null ? '' : worklist.suspended(day(row.turn.byAt))
  const at = row.dueAt ?? row.turn.byAt
  return at === null ? '' : day(at)
}

/** What stands beside the title: a contradiction, how many merchants, or the place. */
export function besideTitle(row: IssueRow, words: Words, { worklist }: IssueWords): string {
  if (row.facts.evidenced.value === 'contradicts') return worklist.contradicts
  if (row.reportCount > 1) return worklist.households(row.reportCount)
  return row.site ? words.common.name(row.site) : ''
}

/** The step it is at; given back more than once, that says more. */
export const stateSaid = (row: IssueRow, words: Words, { worklist }: IssueWords): string =>
  row.state === 'returned' || row.returnCount > 1 ? worklist.returned(row.returnCount) : words.common.states[row.state]

/** What happened last, and when, short enough for a column. */
export function lastSaid(row: IssueRow, now: number, words: Words, { worklist }: IssueWords) {
  if (!row.last) return null
  const { at } = row.last
  const daysAgo = Math.round((dayStart(now) - dayStart(at)) / DAY_MS)
  const { who, text } = entryOf(row.last, words)
  return { at, when: worklist.when(clockTime(at), daysAgo, words.time.day(at)), who, text }
}
