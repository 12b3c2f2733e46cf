import type { HolderTotalView, IssueReview, ReviewStepView } from '../../server/wire/review.ts'
import type { Words } from '../words/words.ts'
import type { IssueWords } from './words.ts'

/** Whole percents of the working time each holder had, in the order given; holders without a step are left out. */
export function sharesOf(totals: readonly HolderTotalView[]): { total: HolderTotalView; percent: number }[] {
  const all = totals.reduce((sum, { workingMinutes }) => sum + workingMinutes, 0)
  return totals
    .filter(({ stepCount }) => stepCount > 0)
    .map((total) => ({ total, percent: all === 0 ? 0 : Math.round((total.workingMinutes / all) * 100) }))
}

export const isLateStep = ({ clocks }: Pick<ReviewStepView, 'clocks'>): boolean => clocks.some(({ isLate }) => isLate)

/** What the opening sentence says: how long in all, in whose hands longest, how many steps were late. */
export function reviewStory(review: IssueReview, words: Words, { review: said }: IssueWords) {
  const longest = [...review.totals].sort((a, b) => b.workingMinutes - a.workingMinutes)[0]
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
