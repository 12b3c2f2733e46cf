import type { Rate, Stage } from '../../server/domain/kpi.ts'
import { kpiFactsOf } from '../../server/domain/kpi-facts.ts'
import type { KpiEvent, KpiIssue, KpiRun, KpiSource } from '../../server/domain/kpi-history.ts'
import { officialCalendar, shanghai } from './official-calendar.ts'

export const at = shanghai

const TO: Readonly<Record<string, string>> = {
  ...{ T1: 'received', T2: 'answered', T3: 'dispatched', T4: 'not_accepted', T5: 'merged', T6: 'withdrawn' },
  ...{ T7: 'signed', T8: 'returned', T9: 'dispatched', T10: 'handling', T11: 'waiting_reporter', T13: 'replied' },
  ...{ T14: 'handling', T16: 'follow_up', T17: 'closed', T18: 'confirmed', T19: 'dissatisfied', T20: 'closed' },
  ...{ T21: 'dispatched', T22: 'answered', T24: 'closed', T25: 'received' },
}
const ROLES: Readonly<Record<string, string>> = { T18: 'reporter', T19: 'reporter', T20: 'system' }

/** A move: the rule, when (`2026-03-02 10:00`), and what it carries; the round counts itself. */
export type Told = readonly [rule: string, when: string, more?: Partial<KpiEvent> & { agency?: string }]

export function eventsOf(story: readonly Told[]): KpiEvent[] {
  let round = 1
  return story.map(([rule, when, more = {}]) => {
    const { agency, ...rest } = more
    if (rule === 'T19' || rule === 'T25') round++
    const isMove = /^T\d/.test(rule)
    const base = { at: at(when), round, actorRole: ROLES[rule] ?? 'operator', agencyId: agency ?? null, body: {} }
    const what = isMove
      ? { kind: 'transition', rule, toState: TO[rule] ?? null }
      : { kind: rule, rule: null, toState: null }
    return { ...base, ...what, ...rest }
  })
}

export const run = (values: Partial<KpiRun> & Pick<KpiRun, 'clock' | 'startedAt'>): KpiRun => ({
  round: 1,
  rule: 'A',
  amount: 5,
  dueAt: values.startedAt,
  rawDueAt: values.dueAt ?? values.startedAt,
  isProvisional: false,
  stoppedAt: null,
  stoppedBy: null,
  agencyId: null,
  calendar: officialCalendar,
  ...values,
})

export const issue: KpiIssue = {
  ...{ id: 'i1', kind: 'help', serviceId: 'network', siteId: 'market', isTest: false, isPart: false, isRepeat: false },
  ...{ hasMeter: false, round: 1, expectedAt: null },
}
const PRIMARY = { number: 'n-01', isPrimary: true, createdAt: 0 }

export const sourceOf = (story: readonly Told[], more: Partial<KpiSource> = {}): KpiSource => ({
  issue,
  events: eventsOf(story),
  runs: [],
  pauses: [],
  reports: [PRIMARY],
  prints: [],
  callBack: null,
  ...more,
})

/** How an issue counts in one figure: `in`, `out`, or why it is left out; each time it counts. */
export const countedIn = (kpi: Rate | Stage, source: KpiSource): string[] =>
  kpiFactsOf(source)
    .filter((fact) => fact.kpi === kpi)
    .map((fact) => (fact.isCounted ? (fact.isInNumerator ? 'in' : 'out') : fact.exclusion))
