import { networkOf } from './address.ts'

/** Budgets per address: `burst` at once, then one more every `everyMs`. The burst of reports is the setting `REPORTS_PER_ADDRESS`. */
const BUDGETS = {
  signIn: { burst: 20, everyMs: 3_000 },
  setup: { burst: 10, everyMs: 6_000 },
  report: { everyMs: 3_000 },
  token: { burst: 60, everyMs: 1_000 },
  publicRead: { burst: 240, everyMs: 100 },
  open311Post: { burst: 120, everyMs: 500 },
} as const
export type LimitName = keyof typeof BUDGETS

/** Distinct addresses remembered at most; past that the longest idle are forgotten. */
const ADDRESSES_MAX = 50_000

export interface RateLimits {
  /** Takes one from the budget; ms to wait when there is none left, else 0. */
  take(name: LimitName, address: string, at: number): number
}

/** Budgets in memory by the generic cell rate algorithm: one instant per key says when its budget is full again. */
export function createRateLimits({ reportsPerAddress }: { reportsPerAddress: number }): RateLimits {
  const budgets = { ...BUDGETS, report: { ...BUDGETS.report, burst: reportsPerAddress } }
  const fullAt = new Map<string, number>()
  return {
    take(name, address, at) {
      const { burst, everyMs } = budgets[name]
      const key = `${name} ${networkOf(address)}`
      // A budget is never emptier than empty: a clock set back would lock everybody out until it caught up.
      const known = Math.min(fullAt.get(key) ?? 0, at + burst * everyMs)
      const next = Math.max(known, at) + everyMs
      const waitMs = next - burst * everyMs - at
      fullAt.delete(key)
      if (waitMs > 0) {
        fullAt.set(key, known)
        return waitMs
      }
      fullAt.set(key, next)
      const [oldest] = fullAt.size > ADDRESSES_MAX ? fullAt.keys() : []
      if (oldest !== undefined) fullAt.delete(oldest)
      return 0
    },
  }
}
