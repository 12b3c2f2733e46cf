import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { monthsBefore, withoutWords } from '../../server/domain/retention.ts'

const tianjin = (text: string): number => Date.parse(`${text}+08:00`)

describe('how long things are kept', () => {
  it.each([
    ['2026-10-10T09:00', 12, '2025-10-10T09:00'],
    ['2026-03-31T00:00', 1, '2026-02-28T00:00'],
    ['2028-03-31T23:59', 1, '2028-02-29T23:59'],
    ['2026-01-01T00:30', 60, '2021-01-01T00:30'],
  ])('%s less %d months is %s', (at, months, before) => {
    expect(monthsBefore(tianjin(at), months)).toBe(tianjin(before))
  })

  it('never lets something go earlier than the months say', () => {
    const instant = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) })
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 120 }), (at, months) => {
        const days = (at - monthsBefore(at, months)) / 86_400_000
        expect(days).toBeGreaterThanOrEqual(28 * months)
        expect(days).toBeLessThanOrEqual(31 * months + 3)
      }),
    )
  })

  it('leaves of an event what figures are computed from, and no words', () => {
    const body = {
      text: '电修好了，李师傅13800138000',
      reason: 'ok',
      resolved: 'yes',
      reasonCode: 'not_solved',
      plannedAt: 1_790_000_000_000,
      wasReached: true,
      masterNumber: 'MC-20261010-0037',
      until: '2026-10-12',
      agencyId: '01m4hn5vm0eew78jmxjd211zs9',
      telephone: '13800138000',
      dashed: '138-0013-8000',
      chinese: '找小王',
      nested: { note: 'x', channel: 'telephone', list: ['yes', '两个字', 3] },
      nothing: null,
    }
    expect(withoutWords(body)).toEqual({
      text: '',
      reason: '',
      telephone: '',
      dashed: '',
      chinese: '',
      resolved: 'yes',
      reasonCode: 'not_solved',
      plannedAt: 1_790_000_000_000,
      wasReached: true,
      masterNumber: 'MC-20261010-0037',
      until: '2026-10-12',
      agencyId: '01m4hn5vm0eew78jmxjd211zs9',
      nested: { note: '', channel: 'telephone', list: ['yes', '', 3] },
      nothing: null,
    })
  })

  it('lets no Chinese word and no long number through, however deep', () => {
    const secret = fc.constantFrom('张小姐', '13912345678', '120101199001011234', '来电 话说')
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(secret, fc.array(tie('node'), { maxLength: 3 }), fc.dictionary(fc.string(), tie('node'))),
    })).node
    fc.assert(
      fc.property(tree, (body) => {
        expect(JSON.stringify(withoutWords(body)) ?? '').not.toMatch(/张小姐|13912345678|120101199001011234|来电/)
      }),
    )
  })
})
