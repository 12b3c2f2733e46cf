import { expect, it } from 'vitest'
import { ISSUE_STATES } from '../../server/domain/issue.ts'
import { whoseTurn } from '../../server/domain/turn.ts'

const DAY = 86_400_000

it('says of every state whose turn it is, what is missing and by when', () => {
  const turns = ISSUE_STATES.map((state) => {
    const { who, missing, byAt } = whoseTurn({ state, dueAt: 7, sinceAt: 1_000 })
    return [state, who, missing, byAt]
  })
  expect(turns).toEqual([
    ['received', 'desk', 'decision', 7],
    ['answered', 'system', 'follow_up', 7],
    ['dispatched', 'agency', 'signature', 7],
    ['returned', 'desk', 'new_agency', 7],
    ['signed', 'agency', 'first_contact', 7],
    ['handling', 'agency', 'reply', 7],
    ['waiting_reporter', 'reporter', 'answer', 1_000 + 5 * DAY],
    ['suspended', 'system', 'resume_date', null],
    ['replied', 'system', 'follow_up', 7],
    ['follow_up', 'reporter', 'confirmation', 1_000 + 14 * DAY],
    ['dissatisfied', 'desk', 'rework_decision', 7],
    ['confirmed', 'system', 'archiving', 1_000 + 7 * DAY],
    ['closed', 'nobody', 'nothing', null],
    ['not_accepted', 'nobody', 'nothing', null],
    ['merged', 'nobody', 'master_issue', null],
    ['withdrawn', 'nobody', 'nothing', null],
  ])
})

it('ends a pause at its own date', () => {
  const by = (state: 'suspended' | 'waiting_reporter') =>
    whoseTurn({ state, dueAt: 7, sinceAt: 1_000, pausedUntilAt: 5_000 }).byAt
  expect([by('suspended'), by('waiting_reporter')]).toEqual([5_000, 5_000])
})

it('gives no date where none is known', () => {
  expect(whoseTurn({ state: 'follow_up', dueAt: null, sinceAt: null }).byAt).toBe(null)
  expect(whoseTurn({ state: 'received', dueAt: null, sinceAt: 1 }).byAt).toBe(null)
})
