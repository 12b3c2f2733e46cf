import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { importKnowledge } from '../../cli/import-knowledge.ts'
import type { EntryList } from '../../server/wire/knowledge.ts'
import { type Market, openMarket } from '../support/market.ts'

let market: Market
let folder: string
let progress: string[]
beforeEach(async () => {
  market = await openMarket()
  folder = mkdtempSync(join(tmpdir(), 'mingchuang-knowledge-'))
  progress = []
})
afterEach(async () => {
  await market.close()
  rmSync(folder, { recursive: true, force: true })
})

const take = (name: string, content: string | Buffer, source = name) => {
  writeFileSync(join(folder, name), content)
  return importKnowledge(
    { database: market.server.location },
    { file: join(folder, name), source, now: market.server.clock.at, progress: (line) => void progress.push(line) },
  )
}
const list = (query: string) => market.wang.ok<EntryList>('GET', `/knowledge?${query}`)

const CSV = [
  '\ufeff编号,标题,百姓话,正文,依据,职责,事项,单位,有效期至,复核日期',
  '1,停电怎么报,"先看开关，\n再打95598",,供电营业规则第四十五条,,停电,供电公司,,2026-12-31',
  '2,停水怎么报,打水务热线,,,,停水停气,水务局,,',
  '3,没有这家,打电话,,依据,,停电,没有的单位,,2026-12-31',
  '4,日期写错,打电话,,依据,,停电,供电公司,,12月31日',
  '5,少一格,打电话',
  '',
  '1,停电怎么报,又来一遍,,,,,,,',
].join('\r\n')

test('a table of entries is taken line by line: whole ones are published, others wait, bad lines are told', async () => {
  expect(await take('tianjin.csv', CSV)).toEqual({
    read: 6,
    added: 2,
    known: 1,
    bad: [
      { line: 5, why: '没有单位“没有的单位” · no such agency' },
      { line: 6, why: expect.stringContaining('reviewOn') },
      { line: 7, why: '要10格，写了3格 · 3 fields instead of 10' },
    ],
  })
  const published = await list('q=停电')
  expect(published.rows).toMatchObject([
    {
      id: 'K-0001',
      title: { text: '停电怎么报' },
      plainWords: { text: '先看开关，\n再打95598' },
      service: { id: 'power-outage' },
      agency: { id: market.powerCompany },
      status: 'published',
      reviewOn: '2026-12-31',
    },
  ])
  expect((await list('scope=proposed')).rows.map(({ id, title }) => [id, title.text])).toEqual([
    ['K-0002', '停水怎么报'],
  ])
  // The same file again changes nothing.
  expect(await take('tianjin.csv', CSV)).toMatchObject({ added: 0, known: 3 })
  expect((await list('scope=all')).rows).toHaveLength(2)
  expect(progress.at(-1)).toBe('读了6条，新收0条 · read 6, imported 0')
})

test('a table in GB 18030 is read as the office program wrote it', async () => {
  // “标题,百姓话” and “停电,打电话” in GB 18030.
  const bytes = Buffer.from('b1eacce22cb0d9d0d5bbb00acda3b5e72cb4f2b5e7bbb00a', 'hex')
  expect(await take('gb.csv', bytes)).toMatchObject({ added: 1, bad: [] })
  expect((await list('scope=proposed')).rows[0]).toMatchObject({
    title: { text: '停电' },
    plainWords: { text: '打电话' },
  })
})

test('lines of JSON are taken too, batch by batch', async () => {
  const lines = Array.from({ length: 4_000 }, (_, n) =>
    JSON.stringify({
      n,
      title: `第${n}问`,
      plainWords: '带上执照、租约，到大厅综合窗口，当场就收。'.repeat(8),
      agency: '水务局',
    }),
  )
  lines.push('[]', '{"n":"x"', '')
  const totals = await take('many.jsonl', lines.join('\n'))
  expect(totals).toMatchObject({ read: 4_002, added: 4_000, known: 0 })
  expect(totals.bad).toEqual([
    { line: 4_001, why: 'not a JSON object' },
    { line: 4_002, why: 'not JSON' },
  ])
  expect((await list('scope=proposed&q=第3999问')).rows.map(({ id }) => id)).toEqual(['K-4000'])
})
