import { describe, expect, it } from 'vitest'
import { frameOf, rateOf, saidOf } from '../../web/indicators/facts.ts'
import { periodsAt, readPicks, rowsHref, searchOf } from '../../web/indicators/query.ts'
import { indicators as en } from '../../web/words/en/indicators.ts'
import { indicators as zh } from '../../web/words/zh/indicators.ts'

const point = (share: number, low = share, high = share) => ({ share, low, high })
const sentence = (f: { n: number; of: number; raw?: number; last?: number }) =>
  zh
    .sentence({
      rate: f.of < 30 ? null : f.n / f.of,
      isFew: f.of > 0 && f.of < 30,
      n: f.n,
      of: f.of,
      raw: f.raw ?? null,
      lastMoment: f.last ?? null,
    })
    .map((piece) => (typeof piece === 'string' ? piece : piece.text))
    .join('')

describe('the page of figures', () => {
  it('says the rate with its other side, and no rate below 30', () => {
    expect(sentence({ n: 268, of: 298, raw: 0.84, last: 0.1 })).toBe(
      '按时办结90%；可有10%是压着点答的，暂停也算上只剩84%。',
    )
    expect(sentence({ n: 7, of: 12 })).toBe('按时办结12件里7件，太少，不说几成。')
    expect(sentence({ n: 0, of: 0 })).toBe('这段时间还没有该算按时不按时的诉求。')
    expect([saidOf({ numerator: 15, denominator: 30 }, en), saidOf({ numerator: 7, denominator: 12 }, en)]).toEqual([
      '50%',
      '7 of 12',
    ])
    expect([rateOf({ numerator: 29, denominator: 29 }), rateOf({ numerator: 30, denominator: 30 })]).toEqual([null, 1])
  })

  it('draws trends 40 points high where they fit, from a round floor', () => {
    expect(frameOf([point(0.9, 0.86, 0.93), point(0.84)])).toEqual({ floor: 0.6, height: 0.4 })
    expect(frameOf([point(0.24, 0.2, 0.28)])).toEqual({ floor: 0.2, height: 0.4 })
    expect(frameOf([point(0.2), point(0.9)])).toEqual({ floor: 0, height: 1 })
    expect(frameOf([])).toEqual({ floor: 0.6, height: 0.4 })
  })

  it('keeps its picks in the address and hands them to the rows', () => {
    const picks = readPicks({ from: '2026-09-01', to: '2026-09-30', agency: 'a1', compare: 'nonsense' })
    expect(picks.compare).toBe('since_january')
    expect(searchOf(picks)).toBe('?from=2026-09-01&to=2026-09-30&agency=a1')
    expect(rowsHref(picks, 'resolution', 'rest')).toBe(
      '/indicators/resolution?from=2026-09-01&to=2026-09-30&agency=a1&part=rest',
    )
  })

  it('offers this month, the twelve before, and two years', () => {
    const periods = periodsAt(Date.UTC(2026, 9, 10, 1))
    expect(periods).toHaveLength(15)
    expect([periods[0], periods[1], periods[12]]).toEqual([
      { from: '2026-10-01', to: '2026-10-31' },
      { from: '2026-09-01', to: '2026-09-30' },
      { from: '2025-10-01', to: '2025-10-31' },
    ])
    const named = [periods[1], periods[12], periods[13]].map((one) => zh.period(one?.from ?? '', one?.to ?? '', '2026'))
    expect(named).toEqual(['9月', '2025年10月', '今年'])
  })
})
