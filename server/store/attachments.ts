import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { attachmentBytes, attachments } from '../../db/schema/attachments.ts'
import { issueEvents, issues } from '../../db/schema/issues.ts'
import { users } from '../../db/schema/people.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { type PaperType, PHOTOS_PER_REPORT } from '../domain/photo.ts'
import { plainText, shortened } from '../domain/plain-text.ts'
import type { AttachmentView } from '../wire/attachments.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import type { IssueRecord } from './issue-plan.ts'
import { issueLiveEvent } from './issue-statements.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'
import { maySee, type Viewer } from './viewer.ts'

/** A file as it is kept: cleaned, its type known by its bytes. */
export interface NewFile {
  name: string
  type: PaperType
  bytes: Uint8Array
  sha256: string
}
/** Bytes to send, and under which name. */
export interface SentFile {
  name: string
  type: string
  bytes: Uint8Array
}

/** Files of staff on one issue at most. */
const FILES_PER_ISSUE = 40

export function createAttachmentStore({ db, writer }: StorePorts) {
  async function issueFor(viewer: Viewer, issueId: string): Promise<IssueRecord | null> {
    const [issue] = await db.select().from(issues).where(eq(issues.id, issueId))
    return issue && maySee(viewer, issue) ? issue : null
  }
  return {
    /** The files of an issue, hidden ones marked; null when the issue is not the viewer's to see. */
    async list(issueId: string, viewer: Viewer): Promise<AttachmentView[] | null> {
      return (await issueFor(viewer, issueId)) ? attachmentsOf(db, issueId) : null
    },
    async add(issueId: string, viewer: Viewer, file: NewFile, at: number): Promise<Outcome<AttachmentView>> {
      const issue = await issueFor(viewer, issueId)
      if (!issue) return refused('not_found')
      const id = newId(at)
      const outcome = await writer.write([
        ...fileRows(db, { id, issue, userId: viewer.id, reportId: null, file }, at),
        attachmentEvent(db, issue, { id, name: file.name, userId: viewer.id }, at),
        issueLiveEvent(db, issue, at),
      ])
      if (!outcome.ok) return refused('files_full')
      return done((await attachmentsOf(db, issueId)).find((one) => one.id === id)!)
    },
    /** A file to look at; a hidden one only for who may moderate. */
    async read(issueId: string, id: string, viewer: Viewer, mayModerate: boolean): Promise<SentFile | null> {
      if (!(await issueFor(viewer, issueId))) return null
      const found = await fileOf(db, id)
      if (!found || found.row.issueId !== issueId) return null
      return found.row.hiddenAt === null || mayModerate ? found.sent : null
    },
    async moderate(
      issueId: string,
      id: string,
      viewer: Viewer,
      { isHidden, reason }: { isHidden: boolean; reason: string },
      at: number,
    ): Promise<Outcome<AttachmentView>> {
      const issue = await issueFor(viewer, issueId)
      const [row] = issue ? await db.select().from(attachments).where(eq(attachments.id, id)) : []
      if (!issue || row?.issueId !== issueId) return refused('not_found')
      const hiddenReason = plainText(reason)
      await writer.write([
        statement(
          db
            .update(attachments)
            .set(isHidden ? { hiddenAt: at, hiddenReason } : { hiddenAt: null, hiddenReason })
            .where(eq(attachments.id, id)),
        ),
        statement(
          db.insert(issueEvents).values({
            issueId,
            at,
            kind: isHidden ? 'attachment_hidden' : 'attachment_shown',
            round: issue.round,
            actorRole: 'operator',
            actorId: viewer.id,
            body: JSON.stringify({ attachmentId: id, reason: hiddenReason }),
          }),
        ),
        issueLiveEvent(db, issue, at),
      ])
      return done((await attachmentsOf(db, issueId)).find((one) => one.id === id)!)
    },
  }
}

/** The files of an issue in the order they came. */
export async function attachmentsOf(db: Db, issueId: string): Promise<AttachmentView[]> {
  const rows = await db
    .select({ attachment: attachments, by: users.name })
    .from(attachments)
    .leftJoin(users, eq(users.id, attachments.userId))
    .where(eq(attachments.issueId, issueId))
    .orderBy(asc(attachments.createdAt), asc(attachments.id))
  return rows.map(({ attachment: { id, name, type, size, reportId, createdAt, hiddenAt }, by }) => ({
    ...{ id, name, type, size, reportId, by, createdAt, hiddenAt },
  }))
}

/** The files of one report that are not hidden. */
export const ownFiles = (db: Db, reportId: string) =>
  db
    .select({ id: attachments.id, name: attachments.name, createdAt: attachments.createdAt })
    .from(attachments)
    .where(and(eq(attachments.reportId, reportId)))
    .orderBy(asc(attachments.createdAt), asc(attachments.id))

/** A file's row and what is sent of it; null when there is none. */
export async function fileOf(db: Db, id: string) {
  const [found] = await db
    .select({ row: attachments, bytes: attachmentBytes.bytes })
    .from(attachments)
    .innerJoin(attachmentBytes, eq(attachmentBytes.sha256, attachments.sha256))
    .where(eq(attachments.id, id))
  if (!found) return null
  const { row, bytes } = found
  return { row, sent: { name: row.name, type: row.type, bytes: new Uint8Array(bytes) } satisfies SentFile }
}

interface FileOfIssue {
  id: string
  issue: IssueRecord
  userId: string | null
  reportId: string | null
  file: NewFile
}

/** The rows of a file. The first changes no row, and undoes the write, when the report or issue holds all it may. */
export function fileRows(db: Db, { id, issue, userId, reportId, file }: FileOfIssue, at: number): Statement[] {
  const isOfReport = reportId !== null
  const [owner, most] = isOfReport ? [reportId, PHOTOS_PER_REPORT] : [issue.id, FILES_PER_ISSUE]
  return [
    {
      sql: `INSERT INTO attachments (id, issue_id, report_id, user_id, name, type, size, sha256, created_at)
        SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM attachments WHERE ${isOfReport ? 'report_id' : 'issue_id'} = ?) < ?`,
      args: [
        ...[id, issue.id, reportId, userId, shortened(plainText(file.name), 120), file.type],
        ...[file.bytes.length, file.sha256, at, owner, most],
      ],
      expectRows: 1,
    },
    statement(
      db
        .insert(attachmentBytes)
        .values({ sha256: file.sha256, bytes: Buffer.from(file.bytes) })
        .onConflictDoNothing(),
    ),
  ]
}

/** The event of a file that was added, by staff or by a merchant. */
export const attachmentEvent = (
  db: Db,
  issue: IssueRecord,
  { id, name, userId, reportNumber }: { id: string; name: string; userId: string | null; reportNumber?: string },
  at: number,
): Statement =>
  statement(
    db.insert(issueEvents).values({
      issueId: issue.id,
      at,
      kind: 'attachment',
      round: issue.round,
      actorRole: userId === null ? 'reporter' : 'operator',
      actorId: userId,
      body: JSON.stringify({ attachmentId: id, name: plainText(name), ...(reportNumber ? { reportNumber } : {}) }),
    }),
  )
