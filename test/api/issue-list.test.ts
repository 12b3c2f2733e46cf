import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ISSUE_STATES, type IssueState } from '../../server/domain/issue.ts'
import { whoseTurn } from '../../server/domain/turn.ts'
import type { IssueList } from '../../server/wire/issues.ts'
import { claim, colleague, MORNING, startTestServer, type TestServer, type Visitor } from '../support/api.ts'

const HOUR = 3_600_000
const COUNT = 240
const FINISHED: readonly IssueState[] = ['closed', 'not_accepted', 'merged', 'withdrawn', 'confirmed']
const WORDS = ['停电', '排队太长', 'POS机坏了', '三号窗口', '消防通道']

interface Row {
  id: string
  serial: number
  state: IssueState
  siteId: string | null
  serviceId: string
  agencyId: string | null
  leadAgencyId: string | null
  level: number
  consultation: string
  isSecret: boolean
  text: string
  receivedAt: number
  dueAt: number | null
  urgentAt: number | null
  veryLateAt: number | null
}

let server: TestServer
let rows: Row[]
const people: Record<'operator' | 'officer' | 'viewer', Visitor> = {} as never

/** The same numbers every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    return Math.floor((state / 0x7fffffff) * below) % below
  }
}

function madeRow(n: number, sites: string[], services: string[], agencies: string[]): Row {
  const pick = numbers(n * 7919 + 1)
  for (let skip = 0; skip < 5; skip++) pick(10)
  const one = <T>(list: readonly T[]): T => list[pick(list.length)] as T
  const state = one(ISSUE_STATES)
  const isOpen = !FINISHED.includes(state)
  const dueAt = isOpen && pick(4) > 0 ? MORNING + (pick(40) - 20) * HOUR : null
  return {
    id: `issue-${String(n).padStart(4, '0')}`,
    serial: n,
    state,
    siteId: one([null, ...sites]),
    serviceId: one(services),
    agencyId: one([null, ...agencies]),
    leadAgencyId: one([null, ...agencies]),
    level: pick(5) === 0 ? 1 + pick(3) : 0,
    consultation: one(['none', 'none', 'none', 'listed', 'planned']),
    isSecret: pick(6) === 0,
    text: `${one(WORDS)}，${one(WORDS)}`,
    receivedAt: MORNING - (COUNT - n) * HOUR,
    dueAt,
    urgentAt: dueAt === null ? null : dueAt - 5 * HOUR,
    veryLateAt: dueAt === null ? null : dueAt + 9 * HOUR,
  }
}

async function keep(all: readonly Row[]): Promise<void> {
  await server.writer.write(
    all.map((row) => ({
      sql: `INSERT INTO issues (id, serial, number, channel, kind, service_id, site_id, title, text, state, agency_id, lead_agency_id,
          received_at, due_at, urgent_at, very_late_at, finished_at, supervision_level, consultation, is_secret)
        VALUES (?, ?, ?, 'telephone', 'help', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      args: [
        row.id,
        row.serial,
        `MC-20261001-${String(row.serial).padStart(4, '0')}`,
        row.serviceId,
        row.siteId,
        row.text,
        row.text,
        row.state,
        row.agencyId,
        row.leadAgencyId,
        row.receivedAt,
        row.dueAt,
        row.urgentAt,
        row.veryLateAt,
        FINISHED.includes(row.state) ? row.receivedAt + HOUR : null,
        row.level,
        row.consultation,
        row.isSecret ? 1 : 0,
      ],
    })),
  )
}

const SCOPES = ['open', 'late', 'very_late', 'near', 'paused', 'finished', 'all', ...ISSUE_STATES] as const
interface Asked {
  who: 'operator' | 'officer' | 'viewer'
  state: (typeof SCOPES)[number]
  sort: 'due' | 'received'
  turn?: string
  site?: string
  service?: string
  agency?: string
  level?: number
  consultation?: string
  q?: string
}

let own = ''

function isAsked(row: Row, asked: Asked): boolean {
  const isOpen = !FINISHED.includes(row.state)
  if (asked.who === 'officer' && row.agencyId !== own && row.leadAgencyId !== own) return false
  if (asked.who === 'viewer' && row.isSecret) return false
  const isInScope =
    asked.state === 'all' ||
    (asked.state === 'open' && isOpen) ||
    (asked.state === 'finished' && !isOpen) ||
    (asked.state === 'paused' && (row.state === 'waiting_reporter' || row.state === 'suspended')) ||
    (asked.state === 'late' && isOpen && row.dueAt !== null && row.dueAt < MORNING) ||
    (asked.state === 'very_late' && isOpen && row.veryLateAt !== null && row.veryLateAt <= MORNING) ||
    (asked.state === 'near' && isOpen && row.dueAt !== null && row.urgentAt! <= MORNING && row.dueAt >= MORNING) ||
    row.state === asked.state
  const turn = whoseTurn({ state: row.state, dueAt: row.dueAt, sinceAt: 0 }).who
  return (
    isInScope &&
    (asked.turn === undefined || asked.turn === turn) &&
    (asked.site === undefined || asked.site === row.siteId) &&
    (asked.service === undefined || asked.service === row.serviceId) &&
    (asked.agency === undefined || asked.agency === row.agencyId) &&
    (asked.level === undefined || asked.level === row.level) &&
    (asked.consultation === undefined || asked.consultation === row.consultation) &&
    (asked.q === undefined || row.text.includes(asked.q) || (asked.q === '停电' && row.serviceId === 'power-outage'))
  )
}

/** By due, then without one, then what is over; or newest first. */
function order(asked: Asked): (a: Row, b: Row) => number {
  const part = (row: Row) => (FINISHED.includes(row.state) ? 2 : row.dueAt === null ? 1 : 0)
  const newest = (a: Row, b: Row) => b.serial - a.serial
  return (a, b) => {
    if (asked.sort === 'received' || part(a) + part(b) === 4) return newest(a, b)
    return part(a) - part(b) || (a.dueAt ?? 0) - (b.dueAt ?? 0) || a.serial - b.serial
  }
}

async function walk({ who, ...asked }: Asked, limit: number): Promise<string[]> {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined)
  const query = new URLSearchParams(Object.fromEntries(given.map(([name, value]) => [name, String(value)])))
  const ids: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: IssueList = await people[who].ok(
      'GET',
      `/issues?${query}&limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`,
    )
    expect(page.rows.length).toBeLessThanOrEqual(limit)
    ids.push(...page.rows.map(({ id }) => id))
    cursor = page.next
  }
  return ids
}

beforeAll(async () => {
  server = await startTestServer()
  const administrator = await claim(server)
  const agencies: string[] = []
  for (const name of ['供电公司', '水务局', '城管委'])
    agencies.push((await administrator.ok<{ id: string }>('POST', '/agencies', { nameZh: name, nameEn: name })).id)
  const sites = ['site-a', 'site-b', 'site-c']
  await server.writer.write(
    sites.map((id) => ({
      sql: `INSERT INTO sites (id, name_zh, name_en, kind, created_at) VALUES (?, ?, ?, 'market', 0)`,
      args: [id, `${id}市场`, id],
    })),
  )
  own = agencies[0] as string
  people.operator = await colleague(server, administrator, 'operator')
  people.officer = await colleague(server, administrator, 'officer', own)
  people.viewer = await colleague(server, administrator, 'viewer')
  rows = Array.from({ length: COUNT }, (_, n) =>
    madeRow(n + 1, sites, ['power-outage', 'water-gas', 'policy'], agencies),
  )
  await keep(rows)
  FILTER = filterOf(sites, ['power-outage', 'water-gas', 'policy'], agencies)
})
afterAll(() => server.close())

let FILTER: fc.Arbitrary<Asked>
const filterOf = (sites: string[], services: string[], agencies: string[]): fc.Arbitrary<Asked> =>
  fc.record(
    {
      who: fc.constantFrom('operator', 'officer', 'viewer'),
      state: fc.constantFrom(...SCOPES, 'open', 'all', 'finished'),
      sort: fc.constantFrom('due', 'received'),
      turn: fc.constantFrom('desk', 'agency', 'reporter'),
      site: fc.constantFrom(...sites),
      service: fc.constantFrom(...services),
      agency: fc.constantFrom(...agencies),
      level: fc.integer({ min: 0, max: 3 }),
      consultation: fc.constantFrom('none', 'listed', 'planned'),
      q: fc.constantFrom('停电', '排队', '三号窗口', '通道'),
    },
    { requiredKeys: ['who', 'state', 'sort'] },
  ) as fc.Arbitrary<Asked>

async function agrees(filter: Asked, limit: number): Promise<void> {
  const expected = rows.filter((row) => isAsked(row, filter)).sort(order(filter))
  expect(await walk(filter, limit)).toEqual(expected.map(({ id }) => id))
}

describe('a list of issues', () => {
  test('is what the filter says, in order, page by page, before the search index is whole', async () => {
    const withoutWords = FILTER.filter(({ q }) => q === undefined)
    await fc.assert(fc.asyncProperty(withoutWords, fc.integer({ min: 7, max: 60 }), agrees), { numRuns: 120, seed: 7 })
  })

  test('is the same once it is whole, and narrowed by words', async () => {
    expect(await server.deps.store.search.indexMissing(MORNING)).toEqual({ indexed: COUNT, hasMore: false })
    expect(await server.deps.store.search.indexMissing(MORNING)).toEqual({ indexed: 0, hasMore: false })
    await fc.assert(fc.asyncProperty(FILTER, fc.integer({ min: 7, max: 60 }), agrees), { numRuns: 250, seed: 11 })
  })

  test('a query without a word finds nothing', async () => {
    expect(await people.operator.ok('GET', '/issues?state=all&q=%25')).toEqual({ rows: [], next: null })
  })

  test('a cursor somebody made up begins at the beginning', async () => {
    const first = await people.operator.ok<IssueList>('GET', '/issues?limit=5')
    for (const cursor of ['nonsense', Buffer.from('["due",null,7]').toString('base64url')])
      expect(await people.operator.ok('GET', `/issues?limit=5&cursor=${cursor}`)).toEqual(first)
  })
})
