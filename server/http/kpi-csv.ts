import { dateOn } from '../domain/calendar.ts'
import type { KpiQuery, KpiRows, Kpis } from '../wire/kpis.ts'
import type { Language } from './language.ts'

type Line = (string | number | null)[]

const share = (value: number | null): number | null => (value === null ? null : Math.round(value * 10_000) / 10_000)

/** Every figure of the page as lines: the period, its months, what it is compared with; agencies and stage times too. */
export function figureLines(kpis: Kpis, query: KpiQuery, language: Language): Line[] {
  const picks = [query.service ?? '', query.agency ?? '', query.site ?? '']
  const name = (thing: { nameZh: string; nameEn: string }): string =>
    language === 'zh-CN' ? thing.nameZh : thing.nameEn
  type Counted = { numerator: number; denominator: number; low: number | null; high: number | null }
  const line = (kpi: string, from: string, to: string, c: Counted, excluded = '', agency = picks[1] ?? ''): Line => [
    kpi,
    from,
    to,
    picks[0] ?? '',
    agency,
    picks[2] ?? '',
    c.numerator,
    c.denominator,
    c.low === null ? null : share(c.numerator / c.denominator),
    share(c.low),
    share(c.high),
    excluded,
  ]
  const times = (
    kpi: string,
    from: string,
    to: string,
    t: { count: number; median: number | null; p90?: number | null },
  ): Line[] =>
    [['median_minutes', t.median] as const, ['p90_minutes', t.p90 ?? null] as const].map(([what, minutes]) => [
      `${kpi}.${what}`,
      from,
      to,
      ...picks,
      minutes,
      t.count,
      null,
      null,
      null,
      '',
    ])
  const { from, to, compare } = kpis
  return [
    [
      'kpi',
      'from',
      'to',
      'service',
      'agency',
      'site',
      'numerator',
      'denominator',
      'rate',
      'low95',
      'high95',
      'excluded',
    ],
    ...kpis.figures.flatMap((figure): Line[] => [
      line(figure.kpi, from, to, figure, figure.excluded.map(({ reason, count }) => `${reason}=${count}`).join(' ')),
      ...(compare && figure.compare ? [line(figure.kpi, compare.from, compare.to, figure.compare)] : []),
      ...figure.months.map((month) => line(figure.kpi, month.month, month.month, month)),
    ]),
    ...kpis.stages.flatMap((stage) => [
      ...times(stage.kpi, from, to, stage),
      ...(compare && stage.compare ? times(stage.kpi, compare.from, compare.to, stage.compare) : []),
    ]),
    ...kpis.byAgency.rows.flatMap((row): Line[] => [
      line('handle_agency', from, to, row, '', name(row.agency)),
      line('handle_agency.raw', from, to, row.raw, '', name(row.agency)),
    ]),
  ]
}

/** The rows behind a figure, as the person who asks may see them; no contact data. */
export function rowLines(rows: KpiRows['rows'], language: Language): Line[] {
  const name = (thing: { nameZh: string; nameEn: string } | null): string =>
    thing === null ? '' : language === 'zh-CN' ? thing.nameZh : thing.nameEn
  return [
    [
      'number',
      'title',
      'service',
      'site',
      'agency',
      'state',
      'received',
      'counted',
      'numerator',
      'overdue',
      'excluded',
      'minutes',
    ],
    ...rows.map(
      ({ issue, on, isInNumerator, isOverdue, reason, minutes }): Line => [
        issue.number,
        issue.title,
        name(issue.service),
        name(issue.site),
        name(issue.agency),
        issue.state,
        dateOn(issue.receivedAt),
        on,
        isInNumerator ? 1 : 0,
        isOverdue ? 1 : 0,
        reason ?? '',
        minutes,
      ],
    ),
  ]
}
