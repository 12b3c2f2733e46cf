import { describe, expect, it } from 'vitest'
import { en } from '../../web/words/en/index.ts'
import { zh } from '../../web/words/zh/index.ts'

/** Paths of every word, `common.nav.overview`; records by code count their codes too. */
function paths(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [prefix]
  return Object.entries(value).flatMap(([key, part]) => paths(part, prefix === '' ? key : `${prefix}.${key}`))
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(texts)
}

describe('the two dictionaries', () => {
  it('have the same keys', () => {
    expect(paths(en).sort()).toEqual(paths(zh).sort())
  })

  it('keep each to its own language', () => {
    const chinese = /[一-鿿]/
    expect(texts(en).filter((text) => chinese.test(text))).toEqual([])
    const sentences = texts(zh).filter((text) => /[a-z]{4,} [a-z]{3,}/i.test(text))
    expect(sentences).toEqual([])
  })

  it('say lengths as a clerk would', () => {
    const minute = 60_000
    const said = [40_000, 59 * minute, 146 * minute, 120 * minute, 49 * 60 * minute].map(zh.time.duration)
    expect(said).toEqual(['40秒', '59分钟', '2小时26分', '2小时', '2天'])
    expect([40_000, 146 * minute].map(en.time.duration)).toEqual(['40 s', '2 h 26 min'])
    expect(zh.time.exact(8_742_000)).toBe('2小时25分42秒')
    expect(zh.time.exact(60_000)).toBe('1分钟')
    expect(zh.time.running(59_000)).toBe('不到1分钟')
  })

  it('say one length when the bounds agree, both when they do not', () => {
    expect(zh.time.between(8_742_000, 8_762_000)).toBe('2小时26分')
    expect(zh.time.between(40_000, 75_000)).toBe('40秒到1分15秒')
    expect(zh.time.between(45_000, 47_000)).toBe('46秒')
  })

  it('say a due by the district’s calendar, not the machine’s', () => {
    const now = Date.UTC(2026, 9, 10, 3, 52) // 11:52 in the district
    expect(zh.time.due(Date.UTC(2026, 9, 10, 3, 16), now)).toBe('今天11:16')
    expect(zh.time.due(Date.UTC(2026, 9, 10, 16, 30), now)).toBe('明天00:30')
    expect(zh.time.due(Date.UTC(2026, 9, 8, 4, 0), now)).toBe('10月8日')
    expect(en.time.due(Date.UTC(2026, 9, 9, 4, 0), now)).toBe('yesterday 12:00')
  })
})
