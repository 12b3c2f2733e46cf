import { inArray, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import { type Exclusion, NO_DAY, type Rate, type Stage, WITH_OVERDUE } from '../domain/kpi.ts'
import { onOf, type Period } from '../domain/kpi-period.ts'
import type { KpiRows, KpiRowsQuery, Part } from '../wire/kpis.ts'
import { besides, issueRow, namedIssues } from './issue-view.ts'
import { type Choice, chosen } from './kpi-cells.ts'
import { seenBy, type Viewer } from './viewer.ts'

/** One time an issue counts, by its key. */
interface Row {
  day: number
  issueId: string
  occurrence: number
  isInNumerator: number
  exclusion: string
  minutes: number | null
  isOverdue: number
}
type Key = Pick<Row, 'day' | 'issueId' | 'occurrence'>

const PART: Readonly<Record<Part, SQL>> = {
  numerator: sql`is_in_numerator = 1`,
  denominator: sql`is_counted = 1`,
  rest: sql`is_counted = 1 AND is_in_numerator = 0`,
  excluded: sql`is_counted = 0`,
}

const afterKey = (key: Key | null): SQL =>
  key ? sql`(f.day, f.issue_id, f.occurrence) < (${key.day}, ${key.issueId}, ${key.occurrence})` : sql`TRUE`

/**
 * A page of the rows behind a figure, newest first: those counted in the period, and for on-time handling those open
 * and past their due at its end. A viewer is shown the issues they may see; the figure itself is everybody's.
 */
export async function kpiRows(
  db: Db,
  viewer: Viewer,
  kpi: Rate | Stage,
  ask: { choice: Choice; period: Period; query: KpiRowsQuery; now: number },
): Promise<KpiRows> {
  const { choice, period, query, now } = ask
  const key = readCursor(query.cursor)
  const own = await pageOf(db, viewer, kpi, countedIn(period, query), choice, key, query.limit)
  const lasting = hasOverdue(kpi, query.part)
    ? await pageOf(db, viewer, `overdue:${kpi}`, lastingAt(period.toDay), choice, key, query.limit)
    : []
  const rows = [...own, ...lasting].sort(newestFirst).slice(0, query.limit + 1)
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    from: onOf(period.fromDay),
    to: onOf(period.toDay),
    rows: await shown(db, page, now),
    next: rows.length > query.limit && last ? cursorOf(last) : null,
  }
}

const hasOverdue = (kpi: string, part: Part): boolean =>
  (WITH_OVERDUE as readonly string[]).includes(kpi) && (part === 'denominator' || part === 'rest')

const countedIn = ({ fromDay, toDay }: Period, { part, reason }: KpiRowsQuery): SQL => sql`
  ${reason === 'running' ? sql`f.day = ${NO_DAY}` : sql`f.day BETWEEN ${fromDay} AND ${toDay}`} AND ${PART[part]}
  AND ${reason ? sql`f.exclusion = ${reason}` : sql`TRUE`}`
const lastingAt = (day: number): SQL => sql`f.day <= ${day} AND f.until_day > ${day}`

function pageOf(
  db: Db,
  viewer: Viewer,
  kpi: string,
  where: SQL,
  choice: Choice,
  key: Key | null,
  limit: number,
): Promise<Row[]> {
  const seen = seenBy(viewer)
  const isLasting = kpi.startsWith('overdue:') ? sql`1` : sql`0`
  return db.all<Row>(sql`SELECT f.day AS day, f.issue_id AS issueId, f.occurrence AS occurrence,
      f.is_in_numerator AS isInNumerator, f.exclusion AS exclusion, f.minutes AS minutes, ${isLasting} AS isOverdue
    FROM kpi_facts f WHERE f.kpi = ${kpi} AND f.pending_at IS NULL AND ${where} AND ${chosen(choice)} AND ${afterKey(key)}
      ${seen ? sql`AND EXISTS (SELECT 1 FROM issues WHERE issues.id = f.issue_id AND ${seen})` : sql``}
    ORDER BY f.day DESC, f.issue_id DESC, f.occurrence DESC LIMIT ${limit + 1}`)
}

const newestFirst = (a: Key, b: Key): number => {
  if (a.day !== b.day) return b.day - a.day
  if (a.issueId !== b.issueId) return a.issueId < b.issueId ? 1 : -1
  return b.occurrence - a.occurrence
}

async function shown(db: Db, page: readonly Row[], now: number): Promise<KpiRows['rows']> {
  const ids = [...new Set(page.map(({ issueId }) => issueId))]
  if (ids.length === 0) return []
  const [named, beside] = await Promise.all([namedIssues(db).where(inArray(issues.id, ids)), besides(db, ids)])
  const byId = new Map(named.map((one) => [one.issue.id, one]))
  return page.flatMap((row) => {
    const found = byId.get(row.issueId)
    if (!found) return []
    return [
      {
        issue: issueRow(found, beside, now),
        on: row.day === NO_DAY ? null : onOf(row.day),
        isInNumerator: row.isInNumerator === 1,
        reason: (row.exclusion || null) as Exclusion | null,
        minutes: row.minutes,
        isOverdue: row.isOverdue === 1,
      },
    ]
  })
}

const cursorOf = ({ day, issueId, occurrence }: Key): string =>
  Buffer.from(JSON.stringify([day, issueId, occurrence])).toString('base64url')

/** A cursor that is none starts at the beginning. */
function readCursor(text: string | undefined): Key | null {
  if (text === undefined) return null
  try {
    const [day, issueId, occurrence] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    const isKey = Number.isSafeInteger(day) && typeof issueId === 'string' && Number.isSafeInteger(occurrence)
    return isKey ? { day: day as number, issueId, occurrence: occurrence as number } : null
  } catch {
    return null
  }
}
