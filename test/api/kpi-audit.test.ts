import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Audit, auditKpis } from '../../cli/audit-kpis.ts'
import { fillMarket } from '../support/kpi-district.ts'
import { type Market, openMarket } from '../support/market.ts'

let market: Market
beforeAll(async () => {
  market = await openMarket()
  await fillMarket(market, 150, 11)
}, 120_000)
afterAll(() => market.close())

const audit = (): Promise<Audit> => {
  const { location, clock } = market.server
  return auditKpis({ database: location }, { now: () => clock.at, say: () => undefined })
}

/** What the audit says after one row was changed behind the product's back. */
async function afterWrong(sql: string): Promise<Audit['differences']> {
  await market.server.writer.write([{ sql, args: [] }])
  return (await audit()).differences
}
const figures = (differences: Audit['differences']): string[] => [...new Set(differences.map(({ kpi }) => kpi))].sort()

describe('the audit of the figures', () => {
  it('counts thousands of numbers by its own path and finds them as shown', async () => {
    const { issues, views, figures: numbers, differences } = await audit()
    expect(differences).toEqual([])
    expect(issues).toBe(150)
    expect(views).toBeGreaterThan(10)
    expect(numbers).toBeGreaterThan(10_000)
  })

  it('finds a sum that was changed, where it was changed', async () => {
    const wrong = await afterWrong(`UPDATE kpi_days SET numerator = numerator + 1 WHERE (kpi, service_id, agency_id,
      site_id, day, exclusion, bucket) = (SELECT kpi, service_id, agency_id, site_id, day, exclusion, bucket FROM kpi_days
      WHERE kpi = 'completion' AND agency_id <> '*' AND agency_id <> '' AND service_id = '*' AND denominator > 0 AND day < 0 LIMIT 1)`)
    expect(figures(wrong)).toEqual(['completion'])
    expect(wrong.some(({ view }) => view.startsWith('a:'))).toBe(true)
    expect(wrong.some(({ view }) => view === '*' || view.startsWith('t:') || view.startsWith('s:'))).toBe(false)
    await market.server.writer.write([
      { sql: `DELETE FROM kpi_days`, args: [] },
      { sql: `DELETE FROM kpi_facts`, args: [] },
      { sql: `DELETE FROM settings WHERE key = 'kpis'`, args: [] },
    ])
    expect((await audit()).differences).toEqual([])
  })

  it('finds a stage time that was changed in the facts', async () => {
    const wrong = await afterWrong(
      `UPDATE kpi_facts SET minutes = minutes + 1 WHERE kpi = 'stage.handle' AND minutes >= 32`,
    )
    expect(figures(wrong)).toContain('stage.handle')
    await market.server.writer.write([
      { sql: `UPDATE kpi_facts SET minutes = minutes - 1 WHERE kpi = 'stage.handle' AND minutes >= 33`, args: [] },
    ])
    expect((await audit()).differences).toEqual([])
  })

  it('finds a raw event that was changed after it had been counted', async () => {
    const wrong = await afterWrong(`UPDATE issue_events SET body = json_set(body, '$.expectedAt', 0) WHERE id =
      (SELECT e.id FROM issue_events e JOIN issues i ON i.id = e.issue_id AND i.is_test = 0
        JOIN kpi_facts f ON f.issue_id = i.id AND f.kpi = 'handle_on_time' AND f.is_in_numerator = 1
        WHERE e.rule = 'T13' AND e.round = 1 ORDER BY e.id LIMIT 1)`)
    expect(figures(wrong)).toContain('handle_on_time')
  })
})
