import { describe, expect, test } from 'vitest'
import { facetOf, holdsWords, marksIn, matchOf, snippetOf, termsOf, wordsOf } from '../../server/domain/search-terms.ts'

describe('terms of a text', () => {
  test('a Han run gives its pairs in order, then its characters', () => {
    expect(termsOf('三号窗口')).toBe('三号 号窗 窗口 三 号 窗 口')
  })
  test('a run of other letters and digits is one term, small, half-width', () => {
    expect(termsOf('ＰＯＳ-２０００ 机')).toBe('pos 2000 机')
  })
  test('a character beyond the basic plane is one character', () => {
    expect(termsOf('𠮷野')).toBe('u020bb7野 u020bb7 野')
  })
  test('invisible characters do not split a word', () => {
    expect(termsOf('停\u200b电')).toBe('停电 停 电')
  })
  test('telephone and identity numbers leave no term, however they are written', () => {
    for (const text of [
      '13812345678',
      '138 1234 5678',
      '１３８１２３４５６７８',
      '+86 138-1234-5678',
      '12010119900307123X',
    ])
      expect(termsOf(`打${text}找我`)).toBe('打 找我 找 我')
  })
  test('a facet is a term that no text gives', () => {
    expect(facetOf('s', 'power-outage')).toBe('øspoweru00002doutage')
    expect(termsOf('øspoweru00002doutage')).not.toContain('ø')
  })
})

describe('a query', () => {
  test('words are joined by AND, all quoted', () => {
    expect(matchOf('POS机坏了')).toBe('"pos"* AND "机坏 坏了"')
    expect(matchOf('3号')).toBe('"3" AND "号"')
  })
  test('few letters or digits stand for themselves, more also for what begins so', () => {
    expect(wordsOf('wi wif 123 2026').map(({ isPrefix }) => isPrefix)).toEqual([false, true, false, true])
  })
  test('one without a word finds nothing', () => {
    for (const query of ['', '   ', '%', '"*', '（）', '—']) expect(matchOf(query)).toBeNull()
  })
  test('operators of the index are words like any other', () => {
    expect(matchOf('" OR t:*')).toBe('"or" AND "t"')
    expect(matchOf('NEAR(a b) NOT')).toBe('"near"* AND "a" AND "b" AND "not"*')
  })
})

describe('where words stand', () => {
  const marked = (text: string, query: string) =>
    marksIn(text, wordsOf(query)).map(([from, to]) => text.slice(from, to))
  test('marks are in the text as it was written', () => {
    expect(marked('３号窗口的ＰＯＳ机', '3号 pos')).toEqual(['３号', 'ＰＯＳ'])
    expect(marked('𠮷野家停电，又停电', '停电')).toEqual(['停电', '停电'])
  })
  test('what touches is one mark', () => {
    expect(marksIn('南岸停电', wordsOf('南岸停 岸停电'))).toEqual([[0, 4]])
  })
  test('half of a word is not marked but at its beginning', () => {
    expect(marked('poster repos', 'pos')).toEqual(['pos'])
  })
  test('a text holds a query when it holds every word', () => {
    expect(holdsWords('三号窗口停电', wordsOf('窗口 停电'))).toBe(true)
    expect(holdsWords('号窗口三号', wordsOf('三号窗口'))).toBe(false)
    expect(holdsWords('停电', [])).toBe(false)
  })
})

describe('a snippet', () => {
  const long = `${'前面的话，'.repeat(20)}三号窗口停电${'，后面的话'.repeat(20)}`
  test('lies around the first mark, and its marks lie in it', () => {
    const { text, marks } = snippetOf(long, wordsOf('停电'), 40)
    expect(text).toHaveLength(42)
    expect(text.startsWith('…') && text.endsWith('…')).toBe(true)
    expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['停电'])
  })
  test('a short text is itself', () => {
    expect(snippetOf('停电了', wordsOf('停电'), 40)).toEqual({ text: '停电了', marks: [[0, 2]] })
  })
  test('no character is cut in two', () => {
    const { text } = snippetOf('𠮷'.repeat(50), wordsOf('野'), 41)
    expect(text).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/)
  })
})
