import { asc, desc, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'

/** Where a page stopped: in which part of the list, at which key, after which issue. */
export interface Place {
  part: PartName
  key: number
  id: string
}

/** A part of a list, in its own order: open by due; open without a due; open by receipt; all others by receipt or serial. */
export const PART_NAMES = ['due', 'undue', 'open', 'received', 'serial'] as const
export type PartName = (typeof PART_NAMES)[number]

export interface Keyed {
  id: string
  key: number
}

/** One part of a list: gives the next keys after a place, or from the start. */
export interface Part {
  name: PartName
  after(place: Place | null, limit: number): Promise<Keyed[]>
}

/** The next `limit` ids of a list made of parts, and where to go on; null when that was all. */
export async function pageOf(
  parts: readonly Part[],
  cursor: Place | null,
  limit: number,
): Promise<{ ids: string[]; next: Place | null }> {
  const found: Place[] = []
  let place = cursor
  const from = place ? parts.findIndex(({ name }) => name === place?.part) : 0
  for (const part of parts.slice(Math.max(from, 0))) {
    if (found.length > limit) break
    const rows = await part.after(place?.part === part.name ? place : null, limit + 1 - found.length)
    found.push(...rows.map(({ id, key }) => ({ part: part.name, key, id })))
    place = null
  }
  const page = found.slice(0, limit)
  return { ids: page.map(({ id }) => id), next: found.length > limit ? (page.at(-1) ?? null) : null }
}

export const writeCursor = ({ part, key, id }: Place): string =>
  Buffer.from(JSON.stringify([part, key, id])).toString('base64url')

/** A cursor that is none begins at the beginning. */
export function readCursor(text: string | undefined): Place | null {
  if (text === undefined) return null
  try {
    const [name, key, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    const part = PART_NAMES.find((one) => one === name)
    return part && Number.isSafeInteger(key) && typeof id === 'string' ? { part, key: key as number, id } : null
  } catch {
    return null
  }
}

/** Rows of `FROM issues INDEXED BY …`: the planner knows nothing of how many there are of what, so it is told. */
async function keyed(db: Db, from: SQL, where: readonly (SQL | undefined)[], order: SQL, limit: number) {
  const conditions = where.filter((one) => one !== undefined)
  const all = conditions.length === 0 ? sql`1` : sql.join(conditions, sql` AND `)
  return db.all<Keyed>(sql`SELECT ${from} WHERE ${all} ORDER BY ${order} LIMIT ${limit}`)
}

const OPEN = sql`FROM issues INDEXED BY issues_open_by_due`
const isOpen = sql`${issues.finishedAt} IS NULL`

/** Open issues that run against a due, soonest first. */
export const dueFirst = (db: Db, where: readonly (SQL | undefined)[]): Part => ({
  name: 'due',
  after: (place, limit) =>
    keyed(
      db,
      sql`${issues.id} AS id, ${issues.dueAt} AS key ${OPEN}`,
      [
        isOpen,
        place ? sql`(${issues.dueAt}, ${issues.id}) > (${place.key}, ${place.id})` : sql`${issues.dueAt} IS NOT NULL`,
        ...where,
      ],
      sql`${asc(issues.dueAt)}, ${asc(issues.id)}`,
      limit,
    ),
})

/** Open issues no clock runs for, oldest first. */
export const withoutDue = (db: Db, where: readonly (SQL | undefined)[]): Part => ({
  name: 'undue',
  after: (place, limit) =>
    keyed(
      db,
      sql`${issues.id} AS id, 0 AS key ${OPEN}`,
      [isOpen, sql`${issues.dueAt} IS NULL`, place ? sql`${issues.id} > ${place.id}` : undefined, ...where],
      sql`${asc(issues.id)}`,
      limit,
    ),
})

const newestFirst = sql`${desc(issues.receivedAt)}, ${desc(issues.id)}`
const older = (place: Place | null): SQL | undefined =>
  place ? sql`(${issues.receivedAt}, ${issues.id}) < (${place.key}, ${place.id})` : undefined

/** Open issues, newest first. */
export const openNewestFirst = (db: Db, where: readonly (SQL | undefined)[]): Part => ({
  name: 'open',
  after: (place, limit) =>
    keyed(
      db,
      sql`${issues.id} AS id, ${issues.receivedAt} AS key ${OPEN}`,
      [isOpen, older(place), ...where],
      newestFirst,
      limit,
    ),
})

/** Every index of `issues` that is in order of receipt for one value of its first column. */
const RECEIVED_INDEXES = {
  none: sql`issues INDEXED BY issues_by_received`,
  site: sql`issues INDEXED BY issues_by_site`,
  service: sql`issues INDEXED BY issues_by_service`,
  agency: sql`issues INDEXED BY issues_by_agency`,
  lead: sql`issues INDEXED BY issues_by_lead`,
  state: sql`issues INDEXED BY issues_by_state`,
  level: sql`issues INDEXED BY issues_by_level`,
  consultation: sql`issues INDEXED BY issues_in_consultation`,
} as const
export type ReceivedIndex = keyof typeof RECEIVED_INDEXES

/** Issues, open or not, newest first, each of `ranges` from its own index; an issue in two ranges comes once. */
export const received = (
  db: Db,
  ranges: readonly { index: ReceivedIndex; where: readonly (SQL | undefined)[] }[],
): Part => ({
  name: 'received',
  async after(place, limit) {
    const rows = await Promise.all(
      ranges.map(({ index, where }) =>
        keyed(
          db,
          sql`${issues.id} AS id, ${issues.receivedAt} AS key FROM ${RECEIVED_INDEXES[index]}`,
          [older(place), ...where],
          newestFirst,
          limit,
        ),
      ),
    )
    const byId = new Map(rows.flat().map((row) => [row.id, row]))
    return [...byId.values()].sort((a, b) => b.key - a.key || (a.id < b.id ? 1 : -1)).slice(0, limit)
  },
})

/** Issues the search index finds, open or not, newest first as they were taken in. */
export const matched = (db: Db, expression: string, where: readonly (SQL | undefined)[]): Part => ({
  name: 'serial',
  after: (place, limit) =>
    keyed(
      db,
      // The index is read newest first and only as far as needed: the order of the join is not for the planner to choose.
      sql`${issues.id} AS id, ${issues.serial} AS key FROM issue_terms CROSS JOIN issues
        ON ${issues.serial} = issue_terms.rowid`,
      [sql`issue_terms MATCH ${expression}`, place ? sql`issue_terms.rowid < ${place.key}` : undefined, ...where],
      sql`issue_terms.rowid DESC`,
      limit,
    ),
})
