import { and, gte, lt, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { reports } from '../../db/schema/issues.ts'
import { dateOn } from '../domain/calendar.ts'

/** The next free running number of the local day, `MC-YYYYMMDD-NNNN`. Another process may take it before the write. */
export async function nextIssueNumber(db: Db, at: number): Promise<string> {
  const prefix = `MC-${dateOn(at).replaceAll('-', '')}-`
  // Written as the index is, so that it is answered from it.
  const [row] = await db.all<{ last: number | null }>(
    sql`SELECT max(cast(substr(number, 13) AS integer)) AS last FROM issues WHERE substr(number, 1, 12) = ${prefix}`,
  )
  return numbered(prefix, (row?.last ?? 0) + 1)
}

/** The number `ahead` places after another one of the same day. */
export function numberAfter(number: string, ahead: number): string {
  const at = number.lastIndexOf('-') + 1
  return numbered(number.slice(0, at), Number(number.slice(at)) + ahead)
}

const numbered = (prefix: string, n: number): string => `${prefix}${String(n).padStart(4, '0')}`

/** The next free place in an issue's reports: `MC-20261010-0037-02`. */
export async function nextReportNumber(db: Db, issueNumber: string): Promise<string> {
  const prefix = `${issueNumber}-`
  const [row] = await db
    .select({ last: sql<number | null>`max(cast(substr(${reports.number}, ${prefix.length + 1}) as integer))` })
    .from(reports)
    .where(and(gte(reports.number, prefix), lt(reports.number, `${issueNumber}.`)))
  return `${prefix}${String((row?.last ?? 0) + 1).padStart(2, '0')}`
}

/** Runs tasks one after the other in this process, so that two of them do not choose the same number. */
export function createLane(): <T>(task: () => Promise<T>) => Promise<T> {
  let tail: Promise<unknown> = Promise.resolve()
  return (task) => {
    const run = tail.then(task)
    tail = run.catch(() => undefined)
    return run
  }
}
