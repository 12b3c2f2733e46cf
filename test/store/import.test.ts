import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { importIssues } from '../../cli/import-issues.ts'
import { openReader } from '../../db/client.ts'

const NOW = Date.UTC(2026, 9, 10, 1)
const APPEALS = resolve(import.meta.dirname, '../../../shared/data/appeals.jsonl')

let folder: string
let said: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mingchuang-import-'))
  said = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const database = () => ({ url: `file:${join(folder, 'test.db')}` })
const options = (file: string) => ({
  file,
  now: NOW,
  say: (line: string) => void said.push(line),
  progress: () => undefined,
})

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = await openReader(database())
  try {
    return (await client.execute(sql)).rows.map((row) => ({ ...row }))
  } finally {
    client.close()
  }
}

test('good lines are imported as facts, bad ones are told by number and skipped', async () => {
  const file = join(folder, 'appeals.jsonl')
  const lines = [
    '\ufeff{"n":1,"title":"河道发臭","content":"请\\u0007治理","reply":"已安排"}',
    'not json',
    '',
    '{"n":2,"title":" ","content":"没有标题","reply":"好"}',
    `{"n":3,"title":"太长","content":"${'长'.repeat(2_001)}","reply":null}`,
    '{"n":"A-4","title":"没有答复","content":"等着","reply":""}',
    '{"n":1,"title":"同一个号","content":"又来一遍","reply":"好"}',
  ]
  writeFileSync(file, lines.join('\r\n'))
  const totals = await importIssues({ database: database() }, options(file))
  expect(totals).toEqual({
    lines: 7,
    imported: 2,
    known: 1,
    bad: [
      { line: 2, why: 'not JSON' },
      { line: 4, why: 'title: empty' },
      { line: 5, why: 'content: longer than 2000 characters' },
    ],
  })
  expect(said).toHaveLength(3)
  expect(
    await query(`SELECT number, channel, kind, service_id, title, text, state, received_at, replied_at, reply_text, resolved,
      confirmed, closed_at, source, source_number FROM issues ORDER BY number`),
  ).toEqual([
    {
      number: 'MC-20261010-0001',
      channel: 'import',
      kind: 'help',
      service_id: 'other',
      title: '河道发臭',
      text: '请治理',
      state: 'closed',
      received_at: NOW,
      replied_at: NOW,
      reply_text: '已安排',
      resolved: 'none',
      confirmed: 'not_asked',
      closed_at: NOW,
      source: 'appeals.jsonl',
      source_number: '1',
    },
    {
      number: 'MC-20261010-0002',
      channel: 'import',
      kind: 'help',
      service_id: 'other',
      title: '没有答复',
      text: '等着',
      state: 'received',
      received_at: NOW,
      replied_at: null,
      reply_text: null,
      resolved: 'none',
      confirmed: 'not_asked',
      closed_at: null,
      source: 'appeals.jsonl',
      source_number: 'A-4',
    },
  ])
  expect(await query('SELECT kind, to_state, actor_role FROM issue_events ORDER BY id')).toEqual([
    { kind: 'imported', to_state: 'closed', actor_role: 'system' },
    { kind: 'imported', to_state: 'received', actor_role: 'system' },
  ])
})

test('a service nobody knows is refused before a line is read', async () => {
  const file = join(folder, 'appeals.jsonl')
  writeFileSync(file, '{"n":1,"title":"一","content":"二"}\n')
  expect(await importIssues({ database: database() }, { ...options(file), service: 'nonsense' })).toBeNull()
  expect(await query('SELECT count(*) AS issues FROM issues')).toEqual([{ issues: 0 }])
})

const isThere = existsSync(APPEALS)
test.skipIf(!isThere)(
  `${isThere ? '' : 'SKIPPED, no ../shared/data/appeals.jsonl: '}1,202 real appeals are imported once, whoever runs it twice or at the same time`,
  async () => {
    const none = join(folder, 'none.jsonl')
    writeFileSync(none, '')
    await importIssues({ database: database() }, options(none))
    const [one, other] = await Promise.all([
      importIssues({ database: database() }, options(APPEALS)),
      importIssues({ database: database() }, options(APPEALS)),
    ])
    expect(one!.imported + other!.imported).toBe(1_202)
    expect([one!.bad, other!.bad]).toEqual([[], []])
    expect(await importIssues({ database: database() }, options(APPEALS))).toEqual({
      lines: 1_202,
      imported: 0,
      known: 1_202,
      bad: [],
    })
    expect(await query('SELECT count(*) AS issues, count(DISTINCT number) AS numbers FROM issues')).toEqual([
      { issues: 1_202, numbers: 1_202 },
    ])
  },
)
