import type { HolderTotalView, IssueReview, ReviewStepView } from '../../server/wire/review.ts'
import type { Words } from '../words/words.ts'
import type { IssueWords } from './words.ts'

/** Whole percents of the working time each holder had, in the order given; holders without a step are left out. */
export function sharesOf(totals: readonly HolderTotalView[]): { total: HolderTotalView; percent: number }[] {
  const held = totals.filter(({ stepCount }) => stepCount > 0)
  const all = held.reduce((sum, { workingMinutes }) => sum + workingMinutes, 0)
  return held.map((total) => ({ total, percent: all === 0 ? 0 : Math.round((total.workingMinutes / all) * 100) }))
}

/** The pauses that lie in the step; one that only touches its end or beginning is another step's. */
export const pausesIn = ({ pauses, fromAt, toAt }: Pick<ReviewStepView, 'pauses' | 'fromAt' | 'toAt'>) =>
  pauses.filter(
    (pause) =>
      pause.fromAt < (toAt ?? Number.POSITIVE_INFINITY) && (pause.endedAt ?? Number.POSITIVE_INFINITY) > fromAt,
  )

export const isLateStep = ({ clocks }: Pick<ReviewStepView, 'clocks'>): boolean => clocks.some(({ isLate }) => isLate)

/** What the opening sentence says: how long in all, in whose hands longest, how many steps were late. */
export function reviewStory(review: IssueReview, words: Words, { review: said }: IssueWords) {
  // Waiting for a third party or for the archive is in nobody's hands.
  const held = review.totals.filter(({ holder }) => holder !== 'nobody')
  const longest = held.sort((a, b) => b.workingMinutes - a.workingMinutes)[0]
  const hasLongest = longest !== undefined && longest.workingMinutes > 0
  return {
    total: words.time.duration((review.endedAt ?? review.asOfAt) - review.receivedAt),
    longest: hasLongest ? said.working(longest.workingMinutes) : null,
    longestBy: hasLongest ? (said.holders[longest.holder] ?? longest.holder) : '',
    rounds: review.rounds.length,
    lateSteps: review.steps.filter(isLateStep).length,
    isOpen: review.endedAt === null,
  }
}
