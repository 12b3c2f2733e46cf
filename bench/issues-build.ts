import type { Client, InValue } from '@libsql/client'
import { type DatabaseLocation, openWriter } from '../db/client.ts'
import { migrateDatabase } from '../db/migrate.ts'
import { SERVICES } from '../db/seed/services.ts'
import { termsOf } from '../server/domain/search-terms.ts'
import { facets } from '../server/store/search-index.ts'
import { ENDED, OPEN, type Path } from './issues-paths.ts'
import { MADE_TEXTS } from './issues-texts.ts'

const DAY_MS = 86_400_000
/** The issues lie evenly over this time before `now`. */
const SPAN_MS = 3 * 365 * DAY_MS
const OPEN_SHARE = 0.02

export const SITES = 300
export const AGENCIES = 60

export interface BuildOptions {
  location: DatabaseLocation
  issues: number
  entries: number
  now: number
  say: (line: string) => void
}

const pad = (n: number): string => String(n).padStart(3, '0')
export const siteId = (n: number): string => `site-${pad(n)}`
export const agencyId = (n: number): string => `agency-${pad(n)}`

/** Fills an empty database with issues, their events, clocks and reports, and with knowledge entries. Rows are made by SQL, the same ones every time. */
export async function buildIssues({ location, issues, entries, now, say }: BuildOptions): Promise<void> {
  const writer = await openWriter(location)
  try {
    await migrateDatabase(writer, location, now)
    await writer.exclusive(async (client) => {
      const timed = async (what: string, work: () => Promise<unknown>): Promise<void> => {
        const startedAt = performance.now()
        await work()
        say(`${what}: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
      }
      await timed('places, texts', () => makePlaces(client, now))
      await timed('issues', () => makeIssues(client, issues, now))
      await timed('events', () => makeEvents(client))
      await timed('clocks', () => makeRuns(client))
      await timed('reports', () => makeReports(client))
      await timed('search terms', () => makeTerms(client))
      await timed('knowledge', () => makeKnowledge(client, entries, now))
      await timed('analyze', () => client.execute('ANALYZE'))
    })
  } finally {
    await writer.close()
  }
}

const insertAll = async (client: Client, sql: string, rows: readonly InValue[][]): Promise<void> => {
  for (let n = 0; n < rows.length; n += 1_000)
    await client.batch(
      rows.slice(n, n + 1_000).map((args) => ({ sql, args })),
      'write',
    )
}

async function makePlaces(client: Client, now: number): Promise<void> {
  const numbers = (count: number) => Array.from({ length: count }, (_, n) => n)
  await insertAll(
    client,
    'INSERT INTO agencies (id, name_zh, name_en, is_outside_party) VALUES (?, ?, ?, 0)',
    numbers(AGENCIES).map((n) => [agencyId(n), `单位${pad(n)}`, `Agency ${pad(n)}`]),
  )
  await insertAll(
    client,
    `INSERT INTO sites (id, name_zh, name_en, kind, created_at) VALUES (?, ?, ?, 'market', ?)`,
    numbers(SITES).map((n) => [siteId(n), `市场${pad(n)}`, `Market ${pad(n)}`, now - SPAN_MS]),
  )
  await insertAll(
    client,
    `INSERT OR IGNORE INTO services (id, name_zh, name_en, kind, clock_class, agency_id, is_supply_outage, sort_key)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    SERVICES.map((service, n) => [
      service.id,
      service.nameZh,
      service.nameEn,
      service.kind,
      service.clockClass,
      agencyId(n),
      service.isSupplyOutage ? 1 : 0,
      n * 10,
    ]),
  )
  await client.execute('CREATE TABLE bench_texts (id INTEGER PRIMARY KEY, title TEXT, text TEXT, terms TEXT)')
  await insertAll(
    client,
    'INSERT INTO bench_texts VALUES (?, ?, ?, ?)',
    MADE_TEXTS.map(({ title, text }, n) => [n, title, text, termsOf(`${title} ${text}`)]),
  )
  await client.execute('CREATE TABLE bench_services (id INTEGER PRIMARY KEY, service_id TEXT, kind TEXT)')
  await insertAll(
    client,
    'INSERT INTO bench_services VALUES (?, ?, ?)',
    SERVICES.map(({ id, kind }, n) => [n, id, kind]),
  )
  const facetRows: InValue[][] = [
    ...numbers(SITES).map((n) => ['site', siteId(n), facets.site(siteId(n))]),
    ...numbers(AGENCIES).map((n) => [
      'agency',
      agencyId(n),
      `${facets.agency(agencyId(n))} ${facets.concerned(agencyId(n))}`,
    ]),
    ...SERVICES.map(({ id }) => ['service', id, facets.service(id)]),
    ...['closed', 'withdrawn', 'not_accepted'].map((state) => ['state', state, facets.finished(state)]),
  ]
  await client.execute(
    'CREATE TABLE bench_facets (kind TEXT, value TEXT, facet TEXT, PRIMARY KEY (kind, value)) WITHOUT ROWID',
  )
  await insertAll(client, 'INSERT INTO bench_facets VALUES (?, ?, ?)', facetRows)
  await makePaths(client)
}

async function makePaths(client: Client): Promise<void> {
  await client.batch(
    [
      `CREATE TABLE bench_paths (percentile INTEGER, is_open INTEGER, path INTEGER, state TEXT, since INTEGER, clock TEXT, started INTEGER,
        due INTEGER, replied INTEGER, confirmed TEXT, returns INTEGER, round INTEGER, closed INTEGER, finished INTEGER,
        PRIMARY KEY (is_open, percentile)) WITHOUT ROWID`,
      'CREATE TABLE bench_steps (path INTEGER, n INTEGER, rule TEXT, from_state TEXT, to_state TEXT, actor TEXT, after_ms INTEGER, round INTEGER, PRIMARY KEY (path, n)) WITHOUT ROWID',
      `CREATE TABLE bench_runs (path INTEGER, n INTEGER, clock TEXT, rule TEXT, amount INTEGER, round INTEGER, from_ms INTEGER, to_ms INTEGER,
        due_ms INTEGER, stopped_by TEXT, PRIMARY KEY (path, n)) WITHOUT ROWID`,
    ],
    'write',
  )
  for (const paths of [ENDED, OPEN]) {
    let percentile = 0
    for (const path of paths) {
      const rows = Array.from({ length: path.percent }, () => pathRow(path, percentile++))
      await insertAll(client, `INSERT INTO bench_paths VALUES (${'?, '.repeat(13)}?)`, rows)
      await insertAll(client, 'INSERT INTO bench_steps VALUES (?, ?, ?, ?, ?, ?, ?, ?)', stepRows(path))
      await insertAll(client, `INSERT INTO bench_runs VALUES (${'?, '.repeat(9)}?)`, runRows(path))
    }
  }
}

const roundsOf = (path: Path): number[] => {
  let round = 1
  return path.steps.map(({ rule }) => (rule === 'T19' ? ++round : round))
}

function pathRow(path: Path, percentile: number): InValue[] {
  const last = path.steps.at(-1)!
  const running = path.runs.find(({ toMs }) => toMs === null)
  const replied = path.steps.findLast(({ to }) => to === 'replied' || to === 'answered')?.afterMs ?? null
  const confirmed = path.steps.some(({ rule }) => rule === 'T18')
    ? 'yes'
    : path.steps.some(({ rule }) => rule === 'T20')
      ? 'no_answer'
      : path.steps.some(({ rule }) => rule === 'T16')
        ? 'asked'
        : 'not_asked'
  const isOver = !path.isOpen
  return [
    percentile,
    path.isOpen ? 1 : 0,
    path.id,
    last.to,
    last.afterMs,
    running?.clock ?? null,
    running?.fromMs ?? null,
    running?.dueMs ?? null,
    replied,
    confirmed,
    path.steps.filter(({ rule }) => rule === 'T8').length,
    roundsOf(path).at(-1)!,
    isOver || replied !== null ? (replied ?? last.afterMs) : null,
    isOver ? (path.steps.find(({ to }) => to === 'confirmed')?.afterMs ?? last.afterMs) : null,
  ]
}

const stepRows = (path: Path): InValue[][] => {
  const rounds = roundsOf(path)
  return path.steps.map(({ rule, from, to, actor, afterMs }, n) => [
    path.id,
    n,
    rule,
    from,
    to,
    actor,
    afterMs,
    rounds[n]!,
  ])
}
const runRows = (path: Path): InValue[][] =>
  path.runs.map((run, n) => [
    path.id,
    n,
    run.clock,
    run.rule,
    run.amount,
    run.round,
    run.fromMs,
    run.toMs,
    run.dueMs,
    run.stoppedBy,
  ])

/** A spread that looks like chance and is the same every time. */
const MIX = '(n * 2654435761 % 4294967296)'

async function makeIssues(client: Client, count: number, now: number): Promise<void> {
  const open = Math.max(1, Math.round(count * OPEN_SHARE))
  const stepMs = Math.floor(SPAN_MS / count)
  // Open issues are the newest of their kind: their clocks run around now.
  await client.execute({
    sql: `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?),
      made AS (SELECT n, ${MIX} AS h, n > ? - ? AS is_open FROM numbers),
      placed AS (SELECT m.*, CASE WHEN m.is_open THEN ? - (m.h % 691200000) ELSE ? - (? - m.n) * ? - 1987200000 END AS at FROM made m)
    INSERT INTO issues (id, serial, number, channel, kind, service_id, site_id, title, text, state, round, version, agency_id, lead_agency_id,
      received_at, expected_at, clock, clock_started_at, due_at, urgent_at, very_late_at, timer_at, since_at, replied_at, reply_text, resolved,
      resolved_at, confirmed, confirmed_at, closed_at, finished_at, return_count, subscriber_count)
    SELECT printf('bench%012d', p.n), p.n, printf('MC-%08d-%04d', p.n / 9000, p.n % 9000 + 1), 'telephone', s.kind, s.service_id,
      printf('site-%03d', p.h / 7 % ?), t.title, t.text, b.state, b.round, 5,
      CASE WHEN b.state IN ('received', 'answered', 'withdrawn', 'not_accepted') THEN NULL ELSE printf('agency-%03d', p.h / 11 % ?) END,
      CASE WHEN b.state IN ('handling', 'signed', 'follow_up') OR b.closed IS NOT NULL AND b.path IN (1, 2, 5) THEN printf('agency-%03d', p.h / 11 % ?) END,
      p.at, p.at + 9 * ?, b.clock, p.at + b.started, p.at + b.due, p.at + b.started + (b.due - b.started) * 8 / 10,
      p.at + b.started + (b.due - b.started) * 3, CASE b.state WHEN 'follow_up' THEN ? + 7 * ? END, p.at + b.since, p.at + b.replied,
      CASE WHEN b.replied IS NOT NULL THEN '已经办好，请您核对。编号' || p.n END, CASE WHEN b.replied IS NOT NULL THEN 'yes' ELSE 'none' END,
      p.at + b.replied, b.confirmed, CASE WHEN b.confirmed <> 'not_asked' THEN p.at + b.since END, p.at + b.closed, p.at + b.finished,
      b.returns, 0
    FROM placed p
    JOIN bench_paths b ON b.is_open = p.is_open AND b.percentile = p.h / 13 % 100
    JOIN bench_texts t ON t.id = p.h / 17 % ?
    JOIN bench_services s ON s.id = p.h / 19 % ?`,
    args: [
      count,
      count,
      open,
      now,
      now,
      count,
      stepMs,
      SITES,
      AGENCIES,
      AGENCIES,
      DAY_MS,
      now,
      DAY_MS,
      MADE_TEXTS.length,
      SERVICES.length,
    ],
  })
}

/** The path of an issue, found again from its number as it was chosen. */
const PATH_OF = `JOIN bench_paths b ON b.is_open = (i.finished_at IS NULL) AND b.percentile = (i.serial * 2654435761 % 4294967296) / 13 % 100`

const makeEvents = (client: Client): Promise<unknown> =>
  client.execute(`INSERT INTO issue_events (issue_id, at, kind, rule, from_state, to_state, round, actor_role, agency_id, body)
    SELECT i.id, i.received_at + s.after_ms, 'transition', s.rule, s.from_state, s.to_state, s.round, s.actor,
      CASE WHEN s.to_state IN ('dispatched', 'signed', 'handling', 'replied') THEN i.agency_id END,
      CASE s.rule WHEN 'T13' THEN json_object('text', i.reply_text, 'resolved', 'yes', 'reasonCode', 'done')
        WHEN 'T7' THEN json_object('personInCharge', '张', 'contactDueAt', i.received_at + s.after_ms + 86400000)
        WHEN 'T10' THEN json_object('note', '电话联系', 'wasReached', json('true')) ELSE '{}' END
    FROM issues i ${PATH_OF} JOIN bench_steps s ON s.path = b.path ORDER BY i.serial, s.n`)

const makeRuns = (client: Client): Promise<unknown> =>
  client.execute(`INSERT INTO clock_runs (issue_id, clock, round, rule, amount, calendar_version, limits_version, hours_version, started_at,
      due_at, raw_due_at, is_provisional, stopped_at, stopped_by, agency_id)
    SELECT i.id, r.clock, r.round, r.rule, r.amount, 1, 1, 1, i.received_at + r.from_ms, i.received_at + r.due_ms, i.received_at + r.due_ms, 0,
      i.received_at + r.to_ms, r.stopped_by, CASE WHEN r.clock IN ('sign', 'handle') THEN i.agency_id END
    FROM issues i ${PATH_OF} JOIN bench_runs r ON r.path = b.path ORDER BY i.serial, r.n`)

const makeReports = (client: Client): Promise<unknown> =>
  client.execute(`INSERT INTO reports (id, number, issue_id, site_id, place, text, channel, is_primary, answer, answered_at, grade, graded_at, created_at)
    SELECT 'r' || i.id, i.number || '-01', i.id, i.site_id, printf('%d-%02d', i.serial % 3 + 1, i.serial % 40), i.text, i.channel, 1, i.confirmed,
      CASE WHEN i.confirmed = 'yes' THEN i.confirmed_at END, CASE WHEN i.confirmed = 'yes' THEN 3 + i.serial % 3 END,
      CASE WHEN i.confirmed = 'yes' THEN i.confirmed_at END, i.received_at FROM issues i ORDER BY i.serial`)

const makeTerms = (client: Client): Promise<unknown> =>
  client.execute({
    sql: `INSERT INTO issue_terms (rowid, terms)
    SELECT i.serial, t.terms || ' ' || coalesce(st.facet, ?) || ' ' || sv.facet || ' ' || si.facet || ' ' || coalesce(ag.facet, '')
      || ' ' || ? || cast(substr(i.number, 13) AS integer)
    FROM issues i
    JOIN bench_texts t ON t.id = (i.serial * 2654435761 % 4294967296) / 17 % ?
    JOIN bench_facets sv ON sv.kind = 'service' AND sv.value = i.service_id
    JOIN bench_facets si ON si.kind = 'site' AND si.value = i.site_id
    LEFT JOIN bench_facets ag ON ag.kind = 'agency' AND ag.value = i.agency_id
    LEFT JOIN bench_facets st ON st.kind = 'state' AND st.value = i.state
    ORDER BY i.serial`,
    args: [facets.open, facets.running(''), MADE_TEXTS.length],
  })

async function makeKnowledge(client: Client, count: number, now: number): Promise<void> {
  await client.execute({
    sql: `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
      INSERT INTO knowledge_entries (id, serial, title, plain_words, body, legal_basis, service_id, agency_id, review_on, status, created_at, changed_at)
      SELECT printf('K-%04d', n), n, t.title, t.text || '先找窗口，带上执照和身份证。', t.text, '依据本区办事指南', s.service_id,
        printf('agency-%03d', ${MIX} / 11 % ?), '2027-03-31', 'published', ?, ?
      FROM numbers JOIN bench_texts t ON t.id = ${MIX} / 17 % ? JOIN bench_services s ON s.id = ${MIX} / 19 % ?`,
    args: [count, AGENCIES, now, now, MADE_TEXTS.length, SERVICES.length],
  })
  await client.execute(`INSERT INTO knowledge_terms (rowid, terms)
    SELECT k.serial, t.terms || ' ' || lower(replace(k.id, '-', ' ')) FROM knowledge_entries k
    JOIN bench_texts t ON t.title = k.title GROUP BY k.serial`)
}
