import { isWorkingDay } from '../../server/domain/calendar.ts'
import { Chance } from './chance.ts'
import { type Cast, Life } from './life.ts'
import { MATTERS } from './matters.ts'
import { Past } from './queue.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const OFFSET_MS = 8 * HOUR_MS
const TICK_MS = 3 * HOUR_MS

const startOfDay = (at: number): number => Math.floor((at + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS

/** Plays the month before `now`: every matter at its hour, with the timers, the ladder and the figures beside it. */
export async function playMonth(cast: Cast, now: number, days = 30): Promise<void> {
  const { store, rules } = cast
  const past = new Past(now)
  const from = startOfDay(now - days * DAY_MS)
  for (let day = from; day < now; day += DAY_MS) {
    const chance = new Chance(`day ${Math.round((day - now) / DAY_MS)}`)
    const count = Math.round(isWorkingDay(day, rules.calendar) ? chance.between(4, 7) : chance.between(0, 2))
    for (let n = 0; n < count; n++) {
      const at = day + Math.round(chance.between(8.6, 17.4) * HOUR_MS)
      new Life(cast, past, chance.weighed(MATTERS), new Chance(`matter ${day - from} ${n}`)).begin(at)
    }
  }
  await past.play(from, TICK_MS, async (at) => {
    await store.issueJobs.passTime(at)
    await store.supervisionJobs.climb(at)
    await store.supervisionJobs.sendNotices(at)
  })
  await store.supervisionJobs.drawCallBacks(now)
  await store.supervisionJobs.listConsultations(now)
  await store.kpis.follow(now)
}
