import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import type { Tracking } from '../../server/wire/merchant.ts'
import { MORNING } from '../support/api.ts'
import { type Market, merchantOf, openMarket, report, step } from '../support/market.ts'

const HOUR = 3_600_000
const reply = { text: '接头已换，恢复供电。', resolved: 'yes', reasonCode: 'cable_joint' }

let market: Market
beforeEach(async () => {
  market = await openMarket()
})
afterEach(() => market.close())

const onlyIssue = async (): Promise<IssueDetail> => {
  const { rows } = await market.sun.ok<IssueList>('GET', '/issues?state=all')
  expect(rows).toHaveLength(1)
  return market.sun.ok<IssueDetail>('GET', `/issues/${rows[0]!.id}`)
}

describe('the path of an issue', () => {
  it('goes from a merchant’s report to their confirmation, each fact said by its own speaker', async () => {
    const { zhao } = market
    const receipt = await report(market)
    expect(receipt).toMatchObject({
      number: 'MC-20261010-0001-01',
      issueNumber: 'MC-20261010-0001',
      isJoined: false,
      expectedAt: MORNING + 24 * HOUR,
    })
    const { id } = await onlyIssue()
    expect((await step(zhao, id, 'signature', { personInCharge: '赵建国' })).state).toBe('signed')
    expect((await step(zhao, id, 'contact', { note: '电话联系了市场', wasReached: true })).state).toBe('handling')
    const replied = await step(zhao, id, 'reply', reply)
    expect(replied.facts).toEqual({
      replied: { is: true, at: MORNING, text: reply.text },
      resolved: { value: 'yes', at: MORNING },
      confirmed: { value: 'not_asked', at: null },
      evidenced: { value: 'none', at: null },
    })
    await market.server.deps.store.issueJobs.passTime(MORNING)
    expect((await onlyIssue()).state).toBe('follow_up')
    const token = { token: receipt.token }
    const tracking = await merchantOf(market).ok<Tracking>('POST', '/merchant/tracking', token)
    expect(tracking).toMatchObject({ canAnswer: true, turn: { who: 'reporter', missing: 'confirmation' } })
    await merchantOf(market).ok('POST', '/merchant/tracking/answer', { ...token, answer: 'yes' })
    const done = await onlyIssue()
    expect(done.state).toBe('confirmed')
    expect(done.facts.confirmed).toEqual({ value: 'yes', at: MORNING })
    expect(done.events.map(({ rule, toState, actorRole }) => [rule, toState, actorRole])).toEqual([
      ['T1', 'received', 'reporter'],
      ['T3', 'dispatched', 'system'],
      ['T7', 'signed', 'agency'],
      ['T10', 'handling', 'agency'],
      ['T13', 'replied', 'agency'],
      ['T16', 'follow_up', 'system'],
      ['T18', 'confirmed', 'reporter'],
    ])
    expect(done.clocks.map(({ clock, stoppedAt }) => [clock, stoppedAt])).toEqual([
      ['accept', MORNING],
      ['handle', MORNING],
      ['sign', MORNING],
      ['follow_up', MORNING],
    ])
  })
})
