import { describe, expect, it } from 'vitest'
import { ISSUE_STATES } from '../../server/domain/issue.ts'
import { countersAfter, leavingOf, reporterReopening } from '../../server/domain/issue-round.ts'
import { TRANSITIONS } from '../../server/domain/issue-table.ts'

const DAY = 86_400_000
const fresh = { round: 1, returnCount: 0, transferCount: 0, reworkCount: 0, reopenCount: 0 }

describe('the counters of an issue', () => {
  it('count returns, reworks and reopenings, and open a round with each of the last two', () => {
    const moved = Object.fromEntries(TRANSITIONS.map(({ rule }) => [rule, countersAfter(rule, fresh, false)]))
    const changed = Object.entries(moved).filter(([, counters]) => JSON.stringify(counters) !== JSON.stringify(fresh))
    expect(Object.fromEntries(changed)).toEqual({
      T8: { ...fresh, returnCount: 1 },
      T19: { ...fresh, round: 2 },
      T21: { ...fresh, reworkCount: 1 },
      T25: { ...fresh, round: 2, reopenCount: 1 },
    })
  })

  it('count a transfer only when a dispatch goes to another agency', () => {
    const transfers = TRANSITIONS.filter(({ rule }) => countersAfter(rule, fresh, true).transferCount === 1)
    expect(transfers.map(({ rule }) => rule)).toEqual(['T3', 'T9', 'T21'])
  })
})

describe('a reporter', () => {
  const how = (days: number, confirmedAt: number | null) =>
    reporterReopening({ state: 'closed', confirmedAt, endedAt: 0 }, days * DAY)

  it('reopens by one tap for 7 days after confirming, in writing for 90 days, then by a new issue', () => {
    expect([how(7, 0), how(7.001, 0), how(90, 0), how(90.001, 0)]).toEqual([
      'one_tap',
      'written',
      'written',
      'new_issue',
    ])
    expect([how(1, null), how(91, null)]).toEqual(['written', 'new_issue'])
  })

  it('has nothing to reopen while the issue is open or being followed up', () => {
    const reopenable = ISSUE_STATES.filter(
      (state) => reporterReopening({ state, confirmedAt: null, endedAt: 0 }, 1) !== null,
    )
    expect(reopenable).toEqual(['confirmed', 'closed', 'not_accepted', 'merged', 'withdrawn'])
  })

  it('only leaves an issue that others have joined', () => {
    expect([leavingOf(0), leavingOf(1)]).toEqual(['withdraw', 'leave'])
  })
})
