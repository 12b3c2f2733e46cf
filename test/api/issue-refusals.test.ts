import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import type { Problem } from '../../server/wire/problem.ts'
import { type Market, openMarket, report, step } from '../support/market.ts'

const reply = { text: '接头已换，恢复供电。', resolved: 'yes', reasonCode: 'cable_joint' }

let market: Market
beforeEach(async () => {
  market = await openMarket()
})
afterEach(() => market.close())

async function reported(): Promise<IssueDetail> {
  const { issueNumber } = await report(market)
  const { rows } = await market.sun.ok<IssueList>('GET', '/issues?state=all&sort=received&limit=200')
  return market.sun.ok<IssueDetail>('GET', `/issues/${rows.find((row) => row.number === issueNumber)!.id}`)
}

describe('a step that is not open', () => {
  it('is refused with what is allowed instead', async () => {
    const { id, version } = await reported()
    const answer = await market.wang.api(
      'POST',
      `/issues/${id}/confirmation`,
      { answer: 'yes', channel: 'telephone' },
      { 'if-match': `"${version}"` },
    )
    expect(answer.status).toBe(409)
    expect(((await answer.json()) as Problem).allowed).toEqual(['merged', 'withdrawn', 'dispatched'])
  })

  it('is refused when something is missing, and says what', async () => {
    const { id } = await reported()
    await step(market.zhao, id, 'signature', { personInCharge: '赵建国' })
    await step(market.zhao, id, 'contact', { note: '没人接', wasReached: false })
    const { version } = await market.zhao.ok<IssueDetail>('GET', `/issues/${id}`)
    const answer = await market.zhao.api(
      'POST',
      `/issues/${id}/reply`,
      { ...reply, resolved: 'planned' },
      { 'if-match': `"${version}"` },
    )
    expect(answer.status).toBe(422)
    expect(((await answer.json()) as Problem).errors).toEqual([
      { pointer: '/plannedAt', code: 'required', detail: '要填 · Required' },
    ])
  })

  it('is refused as stale on another version than the one that stands, which it tells', async () => {
    const { id } = await reported()
    const answer = await market.zhao.api(
      'POST',
      `/issues/${id}/signature`,
      { personInCharge: '赵建国' },
      { 'if-match': '"7"' },
    )
    expect([answer.status, ((await answer.json()) as Problem).version]).toEqual([412, 1])
    expect(await market.zhao.refusal('POST', `/issues/${id}/signature`, { personInCharge: '赵建国' })).toBe(
      '428 428 version-required',
    )
  })

  it('is won by one of fifty who sign at the same time', async () => {
    const { id, version } = await reported()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        market.zhao.api(
          'POST',
          `/issues/${id}/signature`,
          { personInCharge: `第${n}位` },
          { 'if-match': `"${version}"` },
        ),
      ),
    )
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([200, ...Array.from({ length: 49 }, () => 412)])
    const issue = await market.zhao.ok<IssueDetail>('GET', `/issues/${id}`)
    expect(issue.version).toBe(version + 1)
    expect(issue.events.filter(({ rule }) => rule === 'T7')).toHaveLength(1)
  })
})
