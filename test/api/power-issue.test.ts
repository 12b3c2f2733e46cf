import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openReader } from '../../db/client.ts'
import { queriesOver } from '../../db/drizzle.ts'
import { createStore } from '../../server/store/store.ts'
import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import type { MerchantSite } from '../../server/wire/merchant.ts'
import { MORNING } from '../support/api.ts'
import { type Market, merchantOf, openMarket, report, step } from '../support/market.ts'
import { installMeter, type Meter } from '../support/market-meter.ts'

const MINUTE = 60_000
const reply = { text: '10:00已恢复供电', resolved: 'yes', reasonCode: 'cable_joint' }

let market: Market
let meter: Meter
beforeEach(async () => {
  market = await openMarket()
  meter = await installMeter(market)
  await meter.readOn(229, 5 * MINUTE)
})
afterEach(() => market.close())

const now = () => market.server.clock.at
const tell = () => market.server.deps.store.issueJobs.tellInterruptions(now())
const judge = () => market.server.deps.store.issueJobs.judgeEvidence(now())
const all = async (): Promise<IssueDetail[]> => {
  const { rows } = await market.sun.ok<IssueList>('GET', '/issues?state=all&sort=received')
  return Promise.all(rows.map(({ id }) => market.sun.ok<IssueDetail>('GET', `/issues/${id}`)))
}
const only = async (): Promise<IssueDetail> => {
  const found = await all()
  expect(found).toHaveLength(1)
  return found[0]!
}
async function untilHandling(id: string): Promise<void> {
  await step(market.zhao, id, 'signature', { personInCharge: '赵建国' })
  await step(market.zhao, id, 'contact', { note: '联系了市场管理方', wasReached: true })
}

describe('an interruption a meter confirms', () => {
  it('opens one issue by itself and dispatches it, however often and from however many places the job runs', async () => {
    await meter.readOn(0, 10_000)
    expect(await tell()).toBe(0)
    await meter.readOn(0, 10_000)
    const reader = await openReader(market.server.location)
    const other = createStore({ db: queriesOver(reader), writer: market.server.writer })
    const told = await Promise.all([tell(), tell(), other.issueJobs.tellInterruptions(now())])
    reader.close()
    expect(told.sort()).toEqual([0, 0, 1])
    expect(await tell()).toBe(0)
    const issue = await only()
    expect(issue).toMatchObject({
      number: 'MC-20261010-0001',
      title: '南岸农贸市场停电',
      channel: 'edge',
      state: 'dispatched',
      agency: { nameZh: '供电公司' },
      receivedAt: now(),
      expectedAt: now() + 24 * 60 * MINUTE,
      reports: [],
      facts: { evidenced: { value: 'none' } },
      supply: { value: 'absent', evidence: 'confirmed', reason: 'meter_zero', sinceAt: now() - 10_000 },
      powerEvent: { kind: 'interruption', phase: 'all', endMaxAt: null, evidence: 'confirmed', issueId: issue.id },
    })
    expect(issue.text).toBe('电表main-meter从2026-10-10 09:05:10起各相都没有电压，最低0 V。')
    expect(issue.events.map(({ kind, rule, actorRole }) => [kind, rule, actorRole])).toEqual([
      ['transition', 'T1', 'edge'],
      ['evidence', null, 'edge'],
      ['transition', 'T3', 'system'],
    ])
    expect(issue.events[0]!.body).toMatchObject({
      nodeId: 'nanan-1',
      device: 'main-meter',
      startMaxAt: MORNING + 310_000,
    })
  })

  it('is shown to merchants before their own form, and the first who joins speaks for it', async () => {
    await meter.readOn(0, 20_000)
    await tell()
    const page = await merchantOf(market).ok<MerchantSite>('GET', `/merchant/sites/${market.site.id}`)
    expect(page.covers).toMatchObject([
      { isSeenByMeter: true, sinceAt: MORNING + 310_000, reportCount: 0, title: '南岸农贸市场停电' },
    ])
    expect(page.covers[0]!.spans).toEqual([
      { from: MORNING - 9 * 60 * MINUTE, to: MORNING + 10_000, value: 'unknown' },
      { from: MORNING + 10_000, to: MORNING + 310_000, value: 'present' },
      { from: MORNING + 310_000, to: null, value: 'absent' },
    ])
    const joined = await report(market, { text: '', joinIssueId: page.covers[0]!.issueId })
    expect(joined).toMatchObject({ number: 'MC-20261010-0001-01', isJoined: true })
    expect((await only()).reports).toMatchObject([{ isPrimary: true }])
  })

  it('is told on the open issue of its site instead of opening another', async () => {
    const { issueNumber } = await report(market)
    await meter.readOn(0, 20_000)
    expect(await tell()).toBe(1)
    await meter.readOn(228, MINUTE)
    await meter.readOn(0, 20_000)
    expect(await tell()).toBe(1)
    const issue = await only()
    expect(issue.number).toBe(issueNumber)
    expect(issue.powerEvent).toMatchObject({ endMaxAt: null, startMaxAt: now() - 10_000 })
    expect(issue.events.filter(({ body }) => body.change === 'interruption')).toHaveLength(2)
  })

  it('opens nothing where the meter lives on the supply it measures, or only falls silent', async () => {
    const weak = await openMarket()
    try {
      const mains = await installMeter(weak, 'heyan-1', 'mains')
      await mains.readOn(229, MINUTE)
      weak.server.clock.at += 10 * MINUTE
      const jobs = weak.server.deps.store.issueJobs
      expect(await jobs.tellInterruptions(weak.server.clock.at)).toBe(0)
      await mains.readOn(0, 30_000)
      expect(await jobs.tellInterruptions(weak.server.clock.at)).toBe(0)
      expect((await weak.sun.ok<IssueList>('GET', '/issues?state=all')).rows).toEqual([])
    } finally {
      await weak.close()
    }
  })
})

describe('what the meter says of the reply', () => {
  it('supports a reply after supply came back, and the clock of handling ends with the reply', async () => {
    await meter.readOn(0, 20_000)
    await tell()
    const { id } = await only()
    await untilHandling(id)
    await meter.readOn(229, MINUTE)
    const backAt = now() - 50_000
    await judge()
    expect((await only()).facts.evidenced).toEqual({ value: 'none', at: null })
    await meter.readOn(229, 10 * MINUTE)
    const issue = await step(market.zhao, id, 'reply', reply)
    expect(issue.facts.evidenced).toEqual({ value: 'supports', at: backAt })
    expect(issue.clocks.find(({ clock }) => clock === 'handle')?.stoppedAt).toBe(now())
    expect(issue.events.filter(({ kind }) => kind === 'evidence').map(({ body }) => body.change ?? body.value)).toEqual(
      ['interruption', 'supply_returned', 'supports'],
    )
    expect(await judge()).toBe(0)
  })

  it('contradicts a reply that says solved while there is no supply: it must explain itself, and the clock goes on', async () => {
    await meter.readOn(0, 20_000)
    await tell()
    const { id } = await only()
    await untilHandling(id)
    await meter.readOn(0, 10 * MINUTE)
    const { version } = await market.zhao.ok<IssueDetail>('GET', `/issues/${id}`)
    expect(await market.zhao.refusal('POST', `/issues/${id}/reply`, reply, { 'if-match': `"${version}"` })).toBe(
      '422 422 invalid',
    )
    const repliedAt = now()
    const issue = await step(market.zhao, id, 'reply', { ...reply, explanation: '主线已送，支路在查' })
    expect(issue.facts).toMatchObject({
      replied: { is: true, at: repliedAt },
      resolved: { value: 'yes' },
      confirmed: { value: 'not_asked' },
      evidenced: { value: 'contradicts' },
    })
    expect(issue.clocks.find(({ clock }) => clock === 'handle')?.stoppedAt).toBeNull()
    await meter.readOn(229, 2 * MINUTE)
    expect(await judge()).toBe(1)
    const later = await only()
    expect(later.facts.evidenced).toEqual({ value: 'supports', at: now() - 110_000 })
    expect(later.clocks.find(({ clock }) => clock === 'handle')?.stoppedAt).toBe(now() - 110_000)
    expect(later.facts.replied.at).toBe(repliedAt)
    expect(await judge()).toBe(0)
  })

  it('says nothing once the meter itself is silent', async () => {
    await meter.readOn(0, 20_000)
    await tell()
    const { id } = await only()
    await untilHandling(id)
    market.server.clock.at += 10 * MINUTE
    const issue = await step(market.zhao, id, 'reply', reply)
    expect(issue.facts.evidenced).toEqual({ value: 'none', at: null })
    expect(issue.clocks.find(({ clock }) => clock === 'handle')?.stoppedAt).toBe(now())
  })
})
