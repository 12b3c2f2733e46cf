import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@libsql/client'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  foldText,
  holdsWords,
  marksIn,
  matchOf,
  snippetOf,
  termsOf,
  wordsOf,
} from '../../server/domain/search-terms.ts'

let folder: string
let client: Client
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mingchuang-terms-'))
  client = createClient({ url: `file:${join(folder, 'terms.db')}` })
  await client.execute('PRAGMA synchronous = OFF')
  await client.execute(`CREATE VIRTUAL TABLE texts USING fts5(terms, content='', contentless_delete=1)`)
})
afterAll(() => {
  client.close()
  rmSync(folder, { recursive: true, force: true })
})

async function find(query: string): Promise<number[]> {
  const match = matchOf(query)
  if (match === null) return []
  const { rows } = await client.execute({
    sql: 'SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid',
    args: [match],
  })
  return rows.map((row) => Number(row[0]))
}
const keep = (id: number, text: string) =>
  client.execute({ sql: 'INSERT OR REPLACE INTO texts (rowid, terms) VALUES (?, ?)', args: [id, termsOf(text)] })

/** Texts as people write them: Chinese, numbers, other scripts, signs, and what only programs write. */
const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('停电', '三号窗口', '３号', 'ＰＯＳ机', '𠮷野家', '电', '〇', '々', '市场东门'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('WiFi', 'café', 'ß', 'İ', 'ﬁ', 'ไทย', 'हिन्दी', '①②', '½', '葛󠄀', '👨‍👩‍👧', 'naïve'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '"',
      "'",
      '*',
      '%',
      '(',
      ')',
      ':',
      '-',
      ' OR ',
      ' NOT ',
      'NEAR',
      '^',
      '\\',
      '\0',
      '\ud800',
    ),
  },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
)
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))

describe('the terms of a text', () => {
  it('find it by each of its words and by all of them, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (written) => {
        await keep(1, written)
        const words = wordsOf(written)
        for (const word of words) expect(await find(word.text)).toEqual([1])
        expect(await find(written)).toEqual(words.length > 0 ? [1] : [])
      }),
      { numRuns: 400, seed: 3 },
    )
  })

  it('are nothing the index could read as a command', async () => {
    await keep(1, '停电')
    await fc.assert(
      fc.asyncProperty(text, async (query) => {
        expect([[], [1]]).toContainEqual(await find(query))
      }),
      { numRuns: 400, seed: 5 },
    )
  })

  it('agree with what is found by looking at the texts', async () => {
    const plain = fc
      .array(fc.constantFrom('停', '电', '窗', '口', '3', 'pos', ' ', '，', '机'), { maxLength: 10 })
      .map((p) => p.join(''))
    await fc.assert(
      fc.asyncProperty(plain, plain, async (written, query) => {
        await keep(1, written)
        expect(await find(query)).toEqual(holdsWords(written, wordsOf(query)) ? [1] : [])
      }),
      { numRuns: 500, seed: 9 },
    )
  })

  it('are the same for full and half width, capitals and small letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('ａ', 'Ｂ', '３', 'c', '窗', '－') }), (written) => {
        expect(termsOf(written)).toBe(termsOf(foldText(written)))
      }),
    )
  })

  it('hold no telephone number', () => {
    const number = fc.tuple(fc.integer({ min: 13, max: 19 }), fc.integer({ min: 0, max: 999_999_999 }))
    fc.assert(
      fc.property(number, text, ([head, rest], around) => {
        const telephone = `${head}${String(rest).padStart(9, '0')}`
        const terms = termsOf(`停电。${telephone}。${around.replace(/\p{N}/gu, '')}`).split(' ')
        expect(terms.filter((term) => /^\d{3,}$/.test(term))).toEqual([])
      }),
    )
  })
})

describe('marks', () => {
  const words = text.map(wordsOf)
  it('lie in order, apart and inside the text, on whole characters', () => {
    fc.assert(
      fc.property(text, words, (written, asked) => {
        let last = 0
        for (const [from, to] of marksIn(written, asked)) {
          expect(from >= last && to > from && to <= written.length).toBe(true)
          expect(written.slice(from, to)).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/)
          last = to
        }
      }),
      { numRuns: 500 },
    )
  })

  it('of a snippet stand on the same words as in the text', () => {
    fc.assert(
      fc.property(text, words, fc.integer({ min: 8, max: 60 }), (written, asked, length) => {
        const { text: shown, marks } = snippetOf(written, asked, length)
        expect(shown.length).toBeLessThanOrEqual(length + 2)
        for (const [from, to] of marks) {
          const marked = shown.slice(from, to)
          expect(marksIn(marked, asked)).toEqual([[0, marked.length]])
        }
      }),
      { numRuns: 500 },
    )
  })
})
