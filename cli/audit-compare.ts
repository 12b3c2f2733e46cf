import type { Counted, Kpis } from '../server/wire/kpis.ts'
import type { Tally } from './audit-tally.ts'
import { nearestRank } from './audit-time.ts'

/** A figure that does not come out the same: what is shown, and what was counted. */
export interface Difference {
  kpi: string
  view: string
  when: string
  shown: string
  counted: string
}

const Z = 1.959963984540054
const LASTING = ['handle_on_time', 'handle_on_time.raw', 'handle_on_time.supply', 'handle_agency', 'handle_agency.raw']

/** The ends of the 95 % interval as roots of (p − r)² = z² p (1 − p) / n; both null below 30. */
function ends(n: number, of: number): [number | null, number | null] {
  if (of < 30) return [null, null]
  const r = n / of
  const a = 1 + Z ** 2 / of
  const b = 2 * r + Z ** 2 / of
  const root = Math.sqrt(b ** 2 - 4 * a * r ** 2)
  return [(b - root) / (2 * a), (b + root) / (2 * a)]
}

const near = (a: number | null, b: number | null): boolean =>
  a === null || b === null ? a === b : Math.abs(a - b) < 1e-9

/** Every number of one view of the page against the tally. `endOf`: when a month ends, null for the period. */
export function compareView(
  tally: Tally,
  view: string,
  shown: Kpis,
  endOf: (month: string | null) => number,
): { figures: number; differences: Difference[] } {
  const differences: Difference[] = []
  let figures = 0
  const check = (kpi: string, when: string, a: string, b: string): void => {
    figures++
    if (a !== b) differences.push({ kpi, view, when, shown: a, counted: b })
  }
  const expected = (kpi: string, month: string | null): [number, number] => {
    const [n, of] = tally.counts.get(`${kpi}|${view}|${month ?? 'all'}`) ?? [0, 0, 0]
    return [n, of + (LASTING.includes(kpi) ? tally.lastingAt(kpi, view, endOf(month)) : 0)]
  }
  const checkRate = (kpi: string, month: string | null, counted: Counted): void => {
    const [n, of] = expected(kpi, month)
    check(kpi, month ?? 'period', `${counted.numerator}/${counted.denominator}`, `${n}/${of}`)
    const [low, high] = ends(n, of)
    const isSame = near(counted.low, low) && near(counted.high, high)
    check(
      kpi,
      `${month ?? 'period'} interval`,
      isSame ? 'same' : `${counted.low}–${counted.high}`,
      isSame ? 'same' : `${low}–${high}`,
    )
  }
  for (const figure of shown.figures) {
    checkRate(figure.kpi, null, figure)
    for (const month of figure.months) if (month.month >= shown.from.slice(0, 7)) checkMonth(month)
    const reasons = figure.excluded.map(({ reason, count }) => `${reason}=${count}`).sort()
    check(figure.kpi, 'left out', reasons.join(' '), reasonsOf(tally, figure.kpi, view))
    function checkMonth(month: (typeof figure.months)[number]): void {
      checkRate(figure.kpi, month.month, month)
    }
  }
  check('received', 'period', String(shown.received), String(tally.counts.get(`received|${view}|all`)?.[1] ?? 0))
  check('test', 'period', String(shown.tests), String(tally.reasons.get(`received|${view}|test`) ?? 0))
  for (const stage of shown.stages) {
    const names =
      stage.kpi === 'stage.all' ? ['accept', 'sign', 'handle', 'follow_up'].map((name) => `stage.${name}`) : [stage.kpi]
    const minutes = names.flatMap((name) => tally.minutes.get(`${name}|${view}`) ?? []).sort((a, b) => a - b)
    const running = names.reduce((sum, name) => sum + (tally.running.get(`${name}|${view}`) ?? 0), 0)
    check(
      stage.kpi,
      'times',
      [stage.count, stage.median, stage.p90, stage.running].join(' '),
      [minutes.length, nearestRank(minutes, 0.5), nearestRank(minutes, 0.9), running].join(' '),
    )
  }
  if (!view.startsWith('a:'))
    for (const row of shown.byAgency.rows) {
      if (view !== '*') continue
      const of = `a:${row.agency.id}`
      const own = agencyCount(tally, 'handle_agency', of, endOf(null))
      const raw = agencyCount(tally, 'handle_agency.raw', of, endOf(null))
      check('by agency', row.agency.id, `${row.numerator}/${row.denominator}`, own)
      check('by agency, raw', row.agency.id, `${row.raw.numerator}/${row.raw.denominator}`, raw)
    }
  return { figures, differences }
}

function agencyCount(tally: Tally, kpi: string, view: string, end: number): string {
  const [n, of] = tally.counts.get(`${kpi}|${view}|all`) ?? [0, 0, 0]
  return `${n}/${of + tally.lastingAt(kpi, view, end)}`
}

function reasonsOf(tally: Tally, kpi: string, view: string): string {
  const prefix = `${kpi}|${view}|`
  return [...tally.reasons]
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, count]) => `${key.slice(prefix.length)}=${count}`)
    .sort()
    .join(' ')
}
