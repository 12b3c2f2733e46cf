import type { IssueState } from '../../server/domain/issue.ts'
import type { IssueAction, IssueDetail } from '../../server/wire/issues.ts'
import type { Words } from '../words/words.ts'
import type { IssueWords } from './words.ts'

const MAIN_MAX = 3

/** What is done most in each state, first things first; the rest stands under “more”. */
const FIRST: Partial<Record<IssueState, readonly IssueAction[]>> = {
  received: ['dispatch', 'answer', 'merge'],
  returned: ['dispatch', 'answer', 'refusal'],
  dispatched: ['signature', 'return', 'notice'],
  signed: ['contact', 'return', 'notice'],
  handling: ['reply', 'question', 'extension', 'notice'],
  waiting_reporter: ['question-end', 'reply'],
  suspended: ['resumption'],
  answered: ['follow-up', 'confirmation', 'correction'],
  replied: ['follow-up', 'confirmation', 'correction'],
  follow_up: ['contradiction', 'confirmation', 'correction'],
  dissatisfied: ['dispatch', 'explanation', 'closing'],
  confirmed: ['reopening'],
  closed: ['reopening'],
  not_accepted: ['reopening'],
  merged: ['reopening'],
  withdrawn: ['reopening'],
}

/** The steps open to this person, parted so that the page stays calm: at most three in full, the others by name. */
export function mainAndMore(issue: Pick<IssueDetail, 'actions' | 'state' | 'mergeable'>) {
  // Nothing of the same kind is open here: merging would have nowhere to go.
  const open = issue.actions.filter((action) => action !== 'merge' || issue.mergeable.length > 0)
  const preferred = (FIRST[issue.state] ?? []).filter((action) => open.includes(action))
  const main = preferred.length > 0 ? preferred.slice(0, MAIN_MAX) : open.slice(0, 1)
  return { main, more: open.filter((action) => !main.includes(action)) }
}

/** Single keys of steps, on the page and in the list. */
export const KEY_OF: Partial<Record<IssueAction, string>> = { dispatch: 'd', answer: 'a', reply: 'r', merge: 'm' }

/** A dispatch is called by what it is: the first one, one to another agency, or the work to be done again. */
export function actionWords(
  { state }: Pick<IssueDetail, 'state'>,
  action: IssueAction,
  words: Words,
  { page }: IssueWords,
): { name: string; effect: string } {
  const { names, effects } = words.issue.actions
  if (action === 'dispatch' && state === 'dissatisfied') return page.rework
  if (action === 'dispatch' && state !== 'received') return page.redispatch
  return { name: names[action], effect: effects[action] }
}
