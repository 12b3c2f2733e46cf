import { describe, expect, it } from 'vitest'
import { words as merchantEn } from '../../web/m/words-en.ts'
import { words as reportEn } from '../../web/m/words-report-en.ts'
import { words as reportZh } from '../../web/m/words-report-zh.ts'
import { words as merchantZh } from '../../web/m/words-zh.ts'
import { en } from '../../web/words/en/index.ts'
import { zh } from '../../web/words/zh/index.ts'

/** Every entry by its path: a text, or `function` for words that take values. */
function entriesOf(words: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]): [string, string][] => {
      const name = path ? `${path}.${key}` : key
      if (typeof value === 'object' && value !== null) return [...entriesOf(value, name)]
      return [[name, typeof value === 'function' ? 'function' : String(value)]]
    }),
  )
}

const PAIRS = [
  ['desk', zh, en],
  ['merchant', merchantZh, merchantEn],
  ['report', reportZh, reportEn],
] as const

describe.each(PAIRS)('the words of the %s', (_, chinese, english) => {
  const [inChinese, inEnglish] = [entriesOf(chinese), entriesOf(english)]

  it('have the same keys in both languages', () => {
    expect([...inEnglish.keys()].sort()).toEqual([...inChinese.keys()].sort())
  })

  it('are English in English', () => {
    // The name of the other language is written in that language.
    const stray = [...inEnglish].filter(([, text]) => /\p{Script=Han}/u.test(text.replaceAll(/中文|明窗/g, '')))
    expect(stray).toEqual([])
  })
})
