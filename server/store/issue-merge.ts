import { and, eq, isNull, notInArray, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents, issues } from '../../db/schema/issues.ts'
import { type Statement, statement } from '../../db/writer.ts'
import type { IssueState } from '../domain/issue.ts'
import { plainText } from '../domain/plain-text.ts'
import type { IssueDetail } from '../wire/issues.ts'
import { done, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import { type Asked, act } from './issue-act.ts'
import { type IssueRecord, type Mover, planMove } from './issue-plan.ts'
import { issueLiveEvent } from './issue-statements.ts'
import { messageTo, presentOn } from './issue-told.ts'
import { namedIssues } from './issue-view.ts'
import { countSubscribers } from './issue-withdraw.ts'
import type { StorePorts } from './ports.ts'
import { maySee } from './viewer.ts'

const ENDED = ['merged', 'withdrawn'] as const satisfies readonly IssueState[]

/** T5: the issue follows another one. Its reports and its own followers move there, so chains have length one. */
export function mergeIssue(
  ports: StorePorts,
  asked: Asked,
  body: { masterId: string; reason: string },
): Promise<Outcome<IssueDetail>> {
  const { db } = ports
  return act(ports, asked, 'merge', async ({ issue }, plan, by) => {
    const [master] = await namedIssues(db).where(eq(issues.id, body.masterId))
    if (!master || !maySee(asked.viewer, master.issue) || master.issue.id === issue.id) return unknownMaster()
    const reason = plainText(body.reason)
    const movesEvent =
      issue.powerEventId !== null && master.service.isSupplyOutage && master.issue.powerEventId === null
    const moved = planMove(
      plan,
      {
        to: 'merged',
        by,
        given: { masterId: master.issue.id, masterState: master.issue.state as IssueState, reason },
        body: { masterId: master.issue.id, masterNumber: master.issue.number, reason },
        patch: { masterId: master.issue.id, ...(movesEvent ? { powerEventId: null } : {}) },
      },
      asked.at,
    )
    if (!moved.ok) return moved
    const told = (await presentOn(db, issue.id)).map(({ id }) =>
      messageTo(db, master.issue.id, id, 'merged', asked.at, { number: master.issue.number }),
    )
    return done({ plan: moved.value, also: [...movedRows(db, issue, master.issue, by, asked.at, movesEvent), ...told] })
  })
}

const unknownMaster = (): Refused =>
  refused('unknown_reference', {
    errors: [{ pointer: '/masterId', code: 'unknown', detail: 'There is no such issue to follow.' }],
  })

function movedRows(
  db: Db,
  issue: IssueRecord,
  master: IssueRecord,
  by: Mover,
  at: number,
  movesEvent: boolean,
): Statement[] {
  return [
    // The master may have been merged itself meanwhile: then nothing of this is kept.
    statement(
      db
        .update(issues)
        .set(movesEvent ? { powerEventId: issue.powerEventId } : { state: sql`${issues.state}` })
        .where(and(eq(issues.id, master.id), isNull(issues.masterId), notInArray(issues.state, [...ENDED]))),
      1,
    ),
    eventOn(db, master, by, at, 'merged_in', { issueId: issue.id, number: issue.number }),
    ...(issue.powerEventId !== null && !movesEvent
      ? [
          eventOn(db, master, by, at, 'evidence', {
            change: 'interruption',
            claim: 'problem',
            powerEventId: issue.powerEventId,
          }),
        ]
      : []),
    // Whoever came in secret stays closed to the agency of an issue that is not.
    ...(issue.isSecret ? [hideContacts(issue.id)] : []),
    {
      // The first merchant of a master without one decides for it; otherwise its own does.
      sql: `UPDATE reports SET is_primary = CASE WHEN EXISTS (SELECT 1 FROM reports m WHERE m.issue_id = ? AND m.is_primary = 1)
        THEN 0 ELSE is_primary END, issue_id = ? WHERE issue_id = ?`,
      args: [master.id, master.id, issue.id],
    },
    countSubscribers(master.id),
    statement(db.update(issues).set({ masterId: master.id }).where(eq(issues.masterId, issue.id))),
    issueLiveEvent(db, master, at),
  ]
}

const hideContacts = (issueId: string): Statement => ({
  sql: `UPDATE contacts SET is_hidden_from_agency = 1
    WHERE report_id IN (SELECT id FROM reports WHERE issue_id = ?)`,
  args: [issueId],
})

const eventOn = (
  db: Db,
  issue: IssueRecord,
  by: Mover,
  at: number,
  kind: string,
  body: Record<string, unknown>,
): Statement =>
  statement(
    db.insert(issueEvents).values({
      issueId: issue.id,
      at,
      kind,
      round: issue.round,
      actorRole: by.actor,
      actorId: by.userId,
      agencyId: by.agencyId,
      body: JSON.stringify(body),
    }),
  )
