import { describe, expect, test } from 'vitest'
import { filledIn, isFilledIn, placeholdersIn } from '../../server/domain/placeholder.ts'
import { likenessOf, pairsIn } from '../../server/domain/search-likeness.ts'

describe('placeholders', () => {
  test('are named once each, in order; braces without a name are text', () => {
    expect(placeholdersIn('{单位}在{时间}送电，{ 单位 }值班。{}和{\n}不算')).toEqual(['单位', '时间'])
  })
  test('known ones are filled in, and a text is whole when none is left', () => {
    const half = filledIn('{单位}在{时间}送电', { 单位: '供电公司', 时间: '' })
    expect([half, isFilledIn(half)]).toEqual(['供电公司在{时间}送电', false])
    expect(isFilledIn(filledIn(half, { 时间: '十点' }))).toBe(true)
  })
})

describe('likeness', () => {
  test('is the share of pairs in common, of the shorter text, without filler words', () => {
    expect([...pairsIn('我们的摊位停电了')]).toEqual(['摊位', '位停', '停电'])
    const share = (a: string, b: string) => likenessOf(pairsIn(a), pairsIn(b))
    expect(share('摊位停电', '南岸市场二楼摊位停电')).toBe(1)
    expect(share('摊位停电', '摊位停水')).toBeCloseTo(2 / 3)
    expect(share('停电', '漏水')).toBe(0)
    expect(share('了', '停电')).toBe(0)
  })
})
