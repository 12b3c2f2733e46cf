import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { messages } from '../../db/schema/attachments.ts'
import { reports } from '../../db/schema/issues.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { newId } from './new-id.ts'

/** A message for one merchant: shown on the tracking page, handed to a gateway where there is one. */
export const messageTo = (
  db: Db,
  issueId: string,
  reportId: string,
  code: string,
  at: number,
  body: Record<string, unknown> = {},
): Statement =>
  statement(
    db.insert(messages).values({ id: newId(at), issueId, reportId, code, body: JSON.stringify(body), createdAt: at }),
  )

/** The merchants on an issue who did not leave, the first one first. */
export const presentOn = (db: Db, issueId: string) =>
  db
    .select({ id: reports.id, number: reports.number, isPrimary: reports.isPrimary })
    .from(reports)
    .where(and(eq(reports.issueId, issueId), isNull(reports.leftAt)))
    .orderBy(asc(reports.createdAt), asc(reports.number))

/** The same message for every merchant on an issue; none where nobody is. */
export async function messagesToAll(
  db: Db,
  issueId: string,
  code: string,
  at: number,
  body: Record<string, unknown> = {},
): Promise<Statement[]> {
  return (await presentOn(db, issueId)).map(({ id }) => messageTo(db, issueId, id, code, at, body))
}
