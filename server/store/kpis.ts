import type { Rate, Stage } from '../domain/kpi.ts'
import { dayOf, type Period } from '../domain/kpi-period.ts'
import type { KpiQuery, KpiRows, KpiRowsQuery, Kpis } from '../wire/kpis.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { choiceOf } from './kpi-cells.ts'
import { readKpis, usualPeriod } from './kpi-figures.ts'
import { followKpis } from './kpi-follow.ts'
import { kpiRows } from './kpi-rows.ts'
import type { StorePorts } from './ports.ts'
import type { Viewer } from './viewer.ts'

/** Longest period, days: ten years. */
const LONGEST = 3_660

/** Figures from facts, the rows behind them, and the follower that makes the facts. */
export function createKpiStore(ports: StorePorts) {
  const { db } = ports

  async function periodOf(query: { from?: string; to?: string }, now: number): Promise<Outcome<Period>> {
    if (query.from === undefined && query.to === undefined) return done(await usualPeriod(db, now))
    const fault = (pointer: string) =>
      refused('invalid', { errors: [{ pointer, code: 'unfit', detail: '起止日期不对 · No such period' }] })
    const fromDay = dayOf(query.from ?? '')
    const toDay = dayOf(query.to ?? '')
    if (fromDay === null) return fault('from')
    return toDay === null || toDay < fromDay || toDay - fromDay > LONGEST ? fault('to') : done({ fromDay, toDay })
  }

  return {
    /** Every figure of a period and choice. */
    async read(query: KpiQuery, now: number): Promise<Outcome<Kpis>> {
      const period = await periodOf(query, now)
      return period.ok ? done(await readKpis(db, choiceOf(query), period.value, query.compare, now)) : period
    },
    /** The rows of one figure. */
    async rows(viewer: Viewer, kpi: Rate | Stage, query: KpiRowsQuery, now: number): Promise<Outcome<KpiRows>> {
      const period = await periodOf(query, now)
      if (!period.ok) return period
      return done(await kpiRows(db, viewer, kpi, { choice: choiceOf(query), period: period.value, query, now }))
    },
    /** Counts what happened since, in at most `pieces` writes; gives how many issues it looked at. */
    async follow(now: number, pieces = Number.POSITIVE_INFINITY): Promise<number> {
      let looked = 0
      for (let piece = 0; piece < pieces; piece++) {
        const count = await followKpis(ports, now)
        if (count === 0) break
        looked += Math.max(0, count)
      }
      return looked
    },
  }
}
