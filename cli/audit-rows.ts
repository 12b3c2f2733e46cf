import type { Client, Row } from '@libsql/client'

/** One issue as the audit reads it: raw rows, nothing of the figures' own tables. */
export interface RawIssue {
  id: string
  kind: string
  service: string
  site: string
  isTest: boolean
  isPart: boolean
  isRepeat: boolean
  hasMeter: boolean
  round: number
  expectedAt: number | null
  events: RawEvent[]
  runs: RawRun[]
  pauses: RawPause[]
  reports: { number: string; isPrimary: boolean; createdAt: number }[]
  /** Instants of replies whose text was on another issue within the 180 days before, found by comparing prints. */
  copies: Set<number>
  call: { outcome: string; at: number } | null
}
export interface RawEvent {
  at: number
  kind: string
  rule: string
  to: string
  round: number
  role: string
  agency: string
  body: Record<string, unknown>
}
export interface RawRun {
  clock: string
  round: number
  rule: string
  amount: number
  startedAt: number
  dueAt: number
  rawDueAt: number
  isProvisional: boolean
  stoppedAt: number | null
  stoppedBy: string
  agency: string
  versions: { calendarVersion: number; hoursVersion: number; agencyId: string | null }
}
export interface RawPause {
  kind: string
  round: number
  fromAt: number
  untilAt: number
  endedAt: number | null
  dueAfterAt: number
}

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
const maybe = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))
const PAGE = 500

/** Reads every issue with its raw rows, a page at a time. */
export async function* rawIssues(client: Client): AsyncGenerator<RawIssue> {
  for (let after = ''; ; ) {
    const page = await client.execute({
      sql: `SELECT id, kind, service_id, site_id, is_test, parent_id, repeat_of_id, power_event_id, round, expected_at
        FROM issues WHERE id > ? ORDER BY id LIMIT ?`,
      args: [after, PAGE],
    })
    if (page.rows.length === 0) return
    const ids = JSON.stringify(page.rows.map(({ id }) => id))
    const all = async (sql: string): Promise<Map<string, Row[]>> => {
      const lists = new Map<string, Row[]>()
      for (const row of (await client.execute({ sql, args: [ids] })).rows) {
        const id = text(row.issue_id)
        const list = lists.get(id) ?? []
        list.push(row)
        lists.set(id, list)
      }
      return lists
    }
    const events = await all(
      `SELECT * FROM issue_events WHERE issue_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    )
    const runs = await all(`SELECT * FROM clock_runs WHERE issue_id IN (SELECT value FROM json_each(?)) ORDER BY id`)
    const pauses = await all(`SELECT * FROM pauses WHERE issue_id IN (SELECT value FROM json_each(?)) ORDER BY id`)
    const reports = await all(
      `SELECT * FROM reports WHERE issue_id IN (SELECT value FROM json_each(?)) ORDER BY created_at, id`,
    )
    const calls = await all(
      `SELECT * FROM call_backs WHERE issue_id IN (SELECT value FROM json_each(?)) AND outcome IS NOT NULL`,
    )
    const copies = await all(`SELECT p.issue_id, p.replied_at FROM reply_prints p
      WHERE p.issue_id IN (SELECT value FROM json_each(?)) AND p.print <> '' AND EXISTS (SELECT 1 FROM reply_prints o
        WHERE o.print = p.print AND o.issue_id <> p.issue_id AND (o.replied_at, o.id) < (p.replied_at, p.id)
          AND o.replied_at >= p.replied_at - 15552000000)`)
    for (const row of page.rows) {
      const id = text(row.id)
      const call = calls.get(id)?.[0]
      yield {
        id,
        kind: text(row.kind),
        service: text(row.service_id),
        site: text(row.site_id),
        isTest: row.is_test === 1,
        isPart: row.parent_id !== null,
        isRepeat: row.repeat_of_id !== null,
        hasMeter: row.power_event_id !== null,
        round: Number(row.round),
        expectedAt: maybe(row.expected_at),
        events: (events.get(id) ?? []).map(asEvent),
        runs: (runs.get(id) ?? []).map(asRun),
        pauses: (pauses.get(id) ?? []).map(asPause),
        reports: (reports.get(id) ?? []).map((report) => ({
          number: text(report.number),
          isPrimary: report.is_primary === 1,
          createdAt: Number(report.created_at),
        })),
        copies: new Set((copies.get(id) ?? []).map((copy) => Number(copy.replied_at))),
        call: call && call.called_at !== null ? { outcome: text(call.outcome), at: Number(call.called_at) } : null,
      }
      after = id
    }
  }
}

const asEvent = (row: Row): RawEvent => ({
  at: Number(row.at),
  kind: text(row.kind),
  rule: text(row.rule),
  to: text(row.to_state),
  round: Number(row.round),
  role: text(row.actor_role),
  agency: text(row.agency_id),
  body: JSON.parse(text(row.body)) as Record<string, unknown>,
})
const asRun = (row: Row): RawRun => ({
  clock: text(row.clock),
  round: Number(row.round),
  rule: text(row.rule),
  amount: Number(row.amount),
  startedAt: Number(row.started_at),
  dueAt: Number(row.due_at),
  rawDueAt: Number(row.raw_due_at),
  isProvisional: row.is_provisional === 1,
  stoppedAt: maybe(row.stopped_at),
  stoppedBy: text(row.stopped_by),
  agency: text(row.agency_id),
  versions: {
    calendarVersion: Number(row.calendar_version),
    hoursVersion: Number(row.hours_version),
    agencyId: row.agency_id === null ? null : text(row.agency_id),
  },
})
const asPause = (row: Row): RawPause => ({
  kind: text(row.kind),
  round: Number(row.round),
  fromAt: Number(row.from_at),
  untilAt: Number(row.until_at),
  endedAt: maybe(row.ended_at),
  dueAfterAt: Number(row.due_after_at),
})
