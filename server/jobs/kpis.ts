import type { Deps } from '../deps.ts'
import type { Job } from './schedule.ts'

/** A long backlog is counted in pieces, so that other writes come between. */
const PIECES_AT_ONCE = 20

/** Follows the issues' events and keeps the figures' facts and sums. Any number of processes may run it. */
export function kpisJob({ store }: Pick<Deps, 'store'>): Job {
  return {
    name: 'kpis',
    everyMs: 2_000,
    tick: (now) => store.kpis.follow(now, PIECES_AT_ONCE),
  }
}
