import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rulesOver } from '../../server/domain/clock.ts'
import type { IssueKind, PauseKind } from '../../server/domain/issue.ts'
import type { KpiFact } from '../../server/domain/kpi.ts'
import { kpiFactsOf } from '../../server/domain/kpi-facts.ts'
import type { KpiRun, KpiSource } from '../../server/domain/kpi-history.ts'
import { changesOf, type KpiSum } from '../../server/domain/kpi-sums.ts'
import { bucketOf, placeOf, rankOf } from '../../server/domain/quantile.ts'
import { seeded, type Town, type Walk, walk } from '../support/kpi-walk.ts'
import { officialCalendar, shanghai } from '../support/official-calendar.ts'

const FROM = shanghai('2026-03-01 09:00')
const UNTIL = shanghai('2026-10-10 09:00')
const TOWN: Town = {
  rules: rulesOver(officialCalendar),
  services: [
    { id: 'power', kind: 'help', clockClass: 'utility_outage', isSupplyOutage: true },
    { id: 'signs', kind: 'complaint', clockClass: 'complaint', isSupplyOutage: false },
    { id: 'policy', kind: 'consult', clockClass: 'consult', isSupplyOutage: false },
  ],
  agencies: ['a', 'b', 'c'],
  sites: ['market', 'street', null],
}

/** What the fold reads of a walk, as if only its first `events` events had happened yet; the rest of its rows stand. */
function sourceOf({ plan, reports, prints, call }: Walk, events: number): KpiSource {
  const { issue } = plan
  return {
    issue: {
      ...{ id: issue.id, kind: issue.kind as IssueKind, serviceId: issue.serviceId, siteId: issue.siteId },
      ...{ isTest: issue.isTest, isPart: issue.parentId !== null, isRepeat: issue.repeatOfId !== null },
      ...{ hasMeter: issue.powerEventId !== null, round: issue.round, expectedAt: issue.expectedAt },
    },
    events: plan.events.slice(0, events).map((event) => ({ ...event, body: JSON.parse(event.body) })),
    runs: plan.starts.map((run) => ({ ...run, calendar: officialCalendar }) as KpiRun),
    pauses: plan.pauses.map((pause) => ({ ...pause, kind: pause.kind as PauseKind })),
    reports,
    prints: prints.map(({ round, repliedAt, text }) => ({ round, repliedAt, isRepeated: text % 3 === 0 })),
    callBack: call,
  }
}

const keyOf = ({ kpi, serviceId, agencyId, siteId, day, exclusion, bucket }: KpiSum): string =>
  [kpi, serviceId, agencyId, siteId, day, exclusion, bucket].join('|')

/** The sums as rows are kept: changes added up; cells that came back to nothing are the same as none. */
class Sums {
  readonly cells = new Map<string, [number, number, number]>()
  add(changes: readonly KpiSum[]): void {
    for (const change of changes) {
      const [n, d, x] = this.cells.get(keyOf(change)) ?? [0, 0, 0]
      this.cells.set(keyOf(change), [n + change.numerator, d + change.denominator, x + change.excluded])
    }
  }
  said(): string[] {
    return [...this.cells]
      .filter(([, counts]) => counts.some((count) => count !== 0))
      .map(([key, counts]) => `${key} ${counts.join(' ')}`)
      .sort()
  }
}

const lives = fc.record({ seed: fc.integer(), count: fc.integer({ min: 1, max: 6 }) })
const settled = (facts: readonly KpiFact[], at: number): KpiFact[] =>
  facts.map((fact) => (fact.pendingAt !== null && fact.pendingAt <= at ? { ...fact, pendingAt: null } : fact))

describe('the figures', () => {
  it('kept by differences through every step are the sums of the facts in the end', () => {
    let facts = 0
    fc.assert(
      fc.property(lives, ({ seed, count }) => {
        const random = seeded(seed)
        const walks = Array.from({ length: count }, (_, n) => walk(random, TOWN, `i${n}`, n + 1, FROM + n, UNTIL))
        const kept = new Sums()
        const anew = new Sums()
        const known = new Map<string, KpiFact[]>()
        // Steps of several issues come in any order, in bites of any size, and some are looked at twice.
        const progress = walks.map(() => 0)
        for (let left = walks.reduce((sum, { plan }) => sum + plan.events.length, 0) * 2; left > 0; left--) {
          const n = Math.floor(random() * count)
          const one = walks[n]!
          progress[n] = Math.min(one.plan.events.length, (progress[n] ?? 0) + Math.floor(random() * 3))
          const at = FROM + Math.floor(random() * (UNTIL - FROM))
          const after = settled(kpiFactsOf(sourceOf(one, progress[n] ?? 0)), at)
          kept.add(changesOf(known.get(one.plan.issue.id) ?? [], after))
          known.set(one.plan.issue.id, after)
        }
        for (const one of walks) {
          const after = settled(kpiFactsOf(sourceOf(one, one.plan.events.length)), UNTIL)
          kept.add(changesOf(known.get(one.plan.issue.id) ?? [], after))
          anew.add(changesOf([], after))
          facts += after.length
        }
        expect(kept.said()).toEqual(anew.said())
      }),
      { numRuns: 40, seed: 20_261_010 },
    )
    expect(facts).toBeGreaterThan(1_000)
  })

  it('never count an issue twice under one key, and never both in and left out', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const one = walk(seeded(seed), TOWN, 'i', 1, FROM, UNTIL)
        const facts = kpiFactsOf(sourceOf(one, one.plan.events.length))
        const keys = facts.map(({ kpi, day, issueId, occurrence }) => `${kpi} ${day} ${issueId} ${occurrence}`)
        expect(new Set(keys).size).toBe(keys.length)
        for (const fact of facts) expect(fact.isCounted).toBe(fact.exclusion === '')
        expect(facts.filter((fact) => fact.isInNumerator && !fact.isCounted)).toEqual([])
      }),
      { numRuns: 300, seed: 7 },
    )
  })

  it('quantiles through buckets are those of the sorted values', () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(minutes, fc.constantFrom(0.5, 0.9, 1), (values, share) => {
        const sorted = [...values].sort((a, b) => a - b)
        const bars = new Map<number, number>()
        for (const value of values) bars.set(bucketOf(value), (bars.get(bucketOf(value)) ?? 0) + 1)
        const place = placeOf(rankOf(share, values.length), [...bars])
        const inBucket = sorted.filter((value) => bucketOf(value) === place?.bucket)
        expect(inBucket[place?.offset ?? -1]).toBe(sorted[Math.ceil(share * sorted.length) - 1])
      }),
    )
  })
})
