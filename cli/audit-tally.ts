import { monthAt } from './audit-time.ts'

/** What was counted: in the numerator, in the denominator, left out. */
export type Count = [numerator: number, denominator: number, excluded: number]

/** Counts by figure, view and month. A view is `*`, `s:` and a service, `a:` and an agency, or `t:` and a site. */
export class Tally {
  readonly counts = new Map<string, Count>()
  /** Excluded by reason over the whole period. */
  readonly reasons = new Map<string, number>()
  /** From when to when something was open and past its due; null: it still is. */
  readonly lasting = new Map<string, { from: number; to: number | null }[]>()
  /** Whole minutes of stage times inside the period. */
  readonly minutes = new Map<string, number[]>()
  readonly running = new Map<string, number>()
  readonly views = new Set<string>(['*'])
  private readonly within: (at: number) => boolean

  constructor(within: (at: number) => boolean) {
    this.within = within
  }

  viewsOf(service: string, agency: string, site: string): string[] {
    const views = ['*', `s:${service}`, ...(agency ? [`a:${agency}`] : []), ...(site ? [`t:${site}`] : [])]
    for (const view of views) this.views.add(view)
    return views
  }

  add(views: readonly string[], kpi: string, at: number, isIn: boolean, reason: string): void {
    for (const view of views) {
      const places = [`${kpi}|${view}|${monthAt(at)}`, ...(this.within(at) ? [`${kpi}|${view}|all`] : [])]
      for (const place of places) {
        const count = this.counts.get(place) ?? [0, 0, 0]
        if (reason) count[2]++
        else {
          count[1]++
          if (isIn) count[0]++
        }
        this.counts.set(place, count)
      }
      if (reason && this.within(at)) bump(this.reasons, `${kpi}|${view}|${reason}`)
    }
  }

  last(views: readonly string[], kpi: string, from: number, to: number | null): void {
    for (const view of views) push(this.lasting, `${kpi}|${view}`, { from, to })
  }

  time(views: readonly string[], kpi: string, at: number, minutes: number): void {
    if (!this.within(at)) return
    for (const view of views) push(this.minutes, `${kpi}|${view}`, minutes)
  }

  run(views: readonly string[], kpi: string): void {
    for (const view of views) bump(this.running, `${kpi}|${view}`)
  }

  /** How many were open and past their due at the end of a day that ends at `end` (epoch ms, the next midnight). */
  lastingAt(kpi: string, view: string, end: number): number {
    return (this.lasting.get(`${kpi}|${view}`) ?? []).filter(({ from, to }) => from < end && (to === null || to >= end))
      .length
  }
}

const bump = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1)
function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
