import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import { colleague } from '../support/api.ts'
import { type Market, openMarket, report, step } from '../support/market.ts'
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
const only = async (): Promise<IssueDetail> => {
  const { rows } = await market.sun.ok<IssueList>('GET', '/issues?state=all')
  return market.sun.ok<IssueDetail>('GET', `/issues/${rows[0]!.id}`)
}

/** An outage a meter sees and a merchant joined, in handling. */
async function outage(): Promise<string> {
  await meter.readOn(0, 20_000)
  await market.server.deps.store.issueJobs.tellInterruptions(now())
  const { id } = await only()
  await report(market, { joinIssueId: id })
  await step(market.zhao, id, 'signature', { personInCharge: '赵建国' })
  await step(market.zhao, id, 'contact', { note: '到场', wasReached: true })
  return id
}

describe('a reply the meter contradicts', () => {
  it('is sent back by a supervisor, with the reading as the reason', async () => {
    const zhou = await colleague(market.server, market.sun, 'supervisor')
    const id = await outage()
    const { version } = await step(market.zhao, id, 'reply', { ...reply, explanation: '主线已送，查支路' })
    expect(
      await zhou.refusal('POST', `/issues/${id}/contradiction`, { reason: '还没电' }, { 'if-match': `"${version}"` }),
    ).toBe('409 409 not-allowed-now')
    await market.server.deps.store.issueJobs.passTime(now())
    expect((await zhou.ok<IssueDetail>('GET', `/issues/${id}`)).actions).toContain('contradiction')
    const back = await step(zhou, id, 'contradiction', { reason: '电表还是0 V' })
    expect(back).toMatchObject({ state: 'dissatisfied', round: 2, facts: { evidenced: { value: 'contradicts' } } })
    expect(back.events.at(-1)).toMatchObject({
      rule: 'T19',
      actorRole: 'supervisor',
      body: { evidenceId: back.powerEvent!.id, reason: '电表还是0 V' },
    })
  })

  it('explains itself while supply is back for less than the service holds it', async () => {
    const id = await outage()
    await market.server.writer.write([
      { sql: "UPDATE services SET hold_minutes = 10 WHERE id = 'power-outage'", args: [] },
    ])
    await meter.readOn(229, 5 * MINUTE)
    const { version } = await only()
    const early = await market.zhao.api('POST', `/issues/${id}/reply`, reply, { 'if-match': `"${version}"` })
    expect([early.status, await early.json()]).toMatchObject([422, { errors: [{ pointer: '/explanation' }] }])
    await meter.readOn(229, 6 * MINUTE)
    expect((await step(market.zhao, id, 'reply', reply)).facts.evidenced.value).toBe('supports')
  })
})
