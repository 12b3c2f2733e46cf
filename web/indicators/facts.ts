import type { Rate } from '../../server/domain/kpi.ts'
import { FEW } from '../../server/domain/wilson.ts'
import type { Counted, Figure, Kpis } from '../../server/wire/kpis.ts'
import type { Mark } from '../words/phrase.ts'
import { toned } from '../words/phrase.ts'
import type { IndicatorWords } from './words.ts'

const NOTHING: Figure = {
  kpi: 'received',
  basis: 'receipt',
  is: 'no_data',
  numerator: 0,
  denominator: 0,
  low: null,
  high: null,
  overdue: 0,
  excluded: [],
  months: [],
  compare: null,
}

/** One figure of the answer. */
export const figureOf = (kpis: Kpis, kpi: Rate): Figure => kpis.figures.find((figure) => figure.kpi === kpi) ?? NOTHING

/** The rate, where there is enough to say one. */
export const rateOf = ({ numerator, denominator }: Pick<Counted, 'numerator' | 'denominator'>): number | null =>
  denominator >= FEW ? numerator / denominator : null

/** `90%`, or `12件里7件`, or that there is nothing. */
export function saidOf(figure: Pick<Counted, 'numerator' | 'denominator'>, w: IndicatorWords): string {
  if (figure.denominator === 0) return w.noData
  const rate = rateOf(figure)
  return rate === null ? w.few(figure.numerator, figure.denominator) : w.percent(rate)
}

/** The rates drawn as rows, in their order. Of one agency, on-time handling is by its own limit. */
export const ROWS = (isAgency: boolean): readonly Rate[] => [
  isAgency ? 'handle_agency' : 'handle_on_time',
  'resolution',
  'satisfaction',
  'response',
  'completion',
  'sign_on_time',
  'direct_handle',
  'repeat',
]
/** The others, as a table. */
export const OTHERS: readonly Rate[] = [
  'follow_up_answer',
  'return',
  'retransfer',
  'rework',
  'direct_back',
  'entry_come_back',
  'direct_handle.consult',
  'direct_handle.help',
  'direct_handle.complaint',
  'direct_handle.report',
  'direct_handle.suggestion',
]

export const rawOf = (kpi: Rate): Rate | null =>
  kpi === 'handle_on_time' ? 'handle_on_time.raw' : kpi === 'handle_agency' ? 'handle_agency.raw' : null

const WORTH = 0.01

/** The other side of a rate: what its own sentence does not say. */
export function otherSide(kpis: Kpis, kpi: Rate, w: IndicatorWords, name: (thing: Named) => string): Mark[] {
  const of = (rate: Rate): Figure => figureOf(kpis, rate)
  const other = w.other
  const marks: Mark[] = []
  const say = (isAttention: boolean, text: string): void => void marks.push(toned(isAttention ? 'attn' : 'calm', text))
  const figure = of(kpi)
  if (kpi === 'handle_on_time' || kpi === 'handle_agency') onTime(kpis, kpi, w, say)
  if (kpi === 'resolution') {
    const asked = of('follow_up_answer')
    const silent = asked.denominator - asked.numerator
    if (silent > 0) say(silent * 4 >= asked.denominator, other.notReached(asked.denominator, silent))
    const conflict = of('evidence_conflict').numerator
    if (conflict > 0) say(true, other.conflict(conflict))
  }
  if (kpi === 'satisfaction')
    for (const { of: agency, count } of kpis.beside.fullMarks) say(true, other.fullMarks(name(agency), count))
  if (kpi === 'response' && of('unreached').numerator > 0) say(false, other.unreached(of('unreached').numerator))
  if (kpi === 'completion' && of('seven_day').numerator > 0) {
    const again = rateOf(of('seven_day'))
    say(false, other.again(of('seven_day').numerator, again === null ? '' : w.percent(again)))
  }
  if (kpi === 'sign_on_time' && of('return').numerator + of('transfer_twice').numerator > 0)
    say(false, other.returned(of('return').numerator, of('transfer_twice').numerator))
  if (kpi === 'direct_handle' && of('direct_back').numerator > 0) say(false, other.back(of('direct_back').numerator))
  if (kpi === 'repeat' && kpis.beside.repeats)
    say(false, other.most(name(kpis.beside.repeats.of), kpis.beside.repeats.count))
  if (figure.compare && marks.length < 2 && figure.compare.denominator > 0)
    say(false, other.before(saidOf(figure.compare, w)))
  return marks
}

type Named = { nameZh: string; nameEn: string }
type Say = (isAttention: boolean, text: string) => void

function onTime(kpis: Kpis, kpi: 'handle_on_time' | 'handle_agency', w: IndicatorWords, say: Say): void {
  const rate = rateOf(figureOf(kpis, kpi))
  const raw = rateOf(figureOf(kpis, `${kpi}.raw`))
  if (rate !== null && raw !== null) say(rate - raw >= WORTH, w.other.raw(w.percent(raw)))
  const supply = rateOf(figureOf(kpis, 'handle_on_time.supply'))
  if (kpi === 'handle_on_time' && rate !== null && supply !== null && Math.abs(rate - supply) >= WORTH)
    say(true, w.other.supply(w.percent(supply)))
  const last = figureOf(kpis, 'last_moment')
  if (last.numerator > 0) say(last.numerator * 12 >= last.denominator, w.other.lastMoment(last.numerator))
}

export type Point = { share: number | null; low: number | null; high: number | null }

/** The floor of a trend 40 points high that holds all its points; 0 and the whole height where they do not fit. */
export function frameOf(points: readonly Point[]): { floor: number; height: number } {
  const values = points.flatMap(({ share, low, high }) => [share, low, high]).filter((one) => one !== null)
  if (values.length === 0) return { floor: 0.6, height: 0.4 }
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const floor = FLOORS.find((one) => one <= least && most <= one + 0.4)
  return floor === undefined ? { floor: 0, height: 1 } : { floor, height: 0.4 }
}
/** Tens first, from the highest. */
const FLOORS = [0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0, 0.55, 0.45, 0.35, 0.25, 0.15, 0.05]

/** The points of a figure's months, with those of its variant. */
export const framedPoints = (months: Figure['months'], raw: Figure['months'] = []): Point[] => [
  ...pointsOf(months),
  ...pointsOf(raw).map((one) => ({ ...one, low: null, high: null })),
]
export const pointsOf = (months: Figure['months']): Point[] =>
  months.map((month) => ({ share: rateOf(month), low: month.low, high: month.high }))
