import { sql } from 'drizzle-orm'
import { openReader } from '../../db/client.ts'
import { type Db, queriesOver } from '../../db/drizzle.ts'
import { rulesOver } from '../../server/domain/clock.ts'
import { officialCalendar } from '../../server/store/calendar.ts'
import { MARK_SAME, walkStatements } from './kpi-rows.ts'
import { seeded, type Town, walk } from './kpi-walk.ts'
import type { Market } from './market.ts'

/** Fills a market with `count` random issues since January, and gives its readable database. */
export async function fillMarket(market: Market, count: number, seed = 3): Promise<Db> {
  const reader = await openReader(market.server.location)
  const db = queriesOver(reader)
  const services = await db.all<Town['services'][number]>(
    sql`SELECT id, kind, clock_class AS clockClass, is_supply_outage AS isSupplyOutage FROM services`,
  )
  const town: Town = {
    rules: rulesOver(officialCalendar()),
    services,
    agencies: [market.powerCompany, market.waterBureau],
    sites: [market.site.id, market.neighbour.id, null],
  }
  const random = seeded(seed)
  const until = market.server.clock.at
  const from = Date.UTC(2026, 0, 5)
  for (let n = 0; n < count; n++) {
    const at = from + Math.floor(((until - from) * n) / count)
    const life = walk(random, town, `walk-${String(n).padStart(6, '0')}`, 1_000 + n, at, until)
    const first = `walk-000000`
    const { issue } = life.plan
    life.plan = {
      ...life.plan,
      issue: {
        ...issue,
        parentId: issue.parentId && n > 0 ? first : null,
        repeatOfId: issue.repeatOfId && n > 0 ? first : null,
      },
    }
    await market.server.writer.write(walkStatements(db, life))
  }
  await market.server.writer.write([MARK_SAME])
  await market.server.deps.store.kpis.follow(until)
  return db
}
