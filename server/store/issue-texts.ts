import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents } from '../../db/schema/issues.ts'

/** Everything the merchants of an issue were answered, as it was said; telephone numbers in it are masked. */
export async function textsSaid(db: Db, issueId: string): Promise<string[]> {
  const text = sql<string | null>`json_extract(${issueEvents.body}, '$.text')`
  const rows = await db
    .select({ text })
    .from(issueEvents)
    .where(
      and(
        eq(issueEvents.issueId, issueId),
        sql`(${issueEvents.rule} IN ('T2', 'T13', 'T22') OR ${issueEvents.kind} = 'correction')`,
        isNotNull(text),
      ),
    )
  return rows.flatMap(({ text: said }) => (said === null ? [] : [said]))
}
