import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents } from '../../db/schema/issues.ts'
import { powerEvents } from '../../db/schema/telemetry.ts'
import { type Evidence, type EvidencedInterruption, evidenceOf } from '../domain/evidence.ts'
import type { Resolved } from '../domain/issue.ts'
import type { IssueRecord } from './issue-plan.ts'
import { isStale, powerEvent, type SitedPowerEvent } from './power-events.ts'

/** Body of the event that says which interruption an issue is about; a later one of the same site is told the same way. */
export const interruptionBody = ({ id, startMaxAt }: Pick<SitedPowerEvent, 'id' | 'startMaxAt'>) => ({
  change: 'interruption',
  claim: 'problem',
  value: 'supports',
  supply: 'absent',
  powerEventId: id,
  at: startMaxAt,
})

const attachedId = sql<string>`json_extract(${issueEvents.body}, '$.powerEventId')`

/** Interruptions told on an issue, the one it began with among them. */
async function attachedTo(db: Db, issueId: string): Promise<string[]> {
  const rows = await db
    .select({ id: attachedId })
    .from(issueEvents)
    .where(
      and(
        eq(issueEvents.issueId, issueId),
        eq(issueEvents.kind, 'evidence'),
        sql`json_extract(${issueEvents.body}, '$.change') = 'interruption'`,
      ),
    )
  return rows.map(({ id }) => id)
}

/** The interruption an issue is judged by: the one that runs, else the latest of those it is about. */
export async function interruptionOf(db: Db, issue: IssueRecord, now: number): Promise<SitedPowerEvent | null> {
  if (issue.powerEventId === null) return null
  const ids = [issue.powerEventId, ...(await attachedTo(db, issue.id))]
  const [row] = await db
    .select({ id: powerEvents.id })
    .from(powerEvents)
    .where(and(inArray(powerEvents.id, ids), sql`${powerEvents.supersededAt} is null`))
    .orderBy(sql`${powerEvents.endMaxAt} is null desc`, desc(powerEvents.startMaxAt))
    .limit(1)
  return row ? powerEvent(db, row.id, now) : null
}

/** What the domain needs to know of an interruption. */
export async function evidencedInterruption(
  db: Db,
  event: SitedPowerEvent | null,
  now: number,
): Promise<EvidencedInterruption | null> {
  if (!event) return null
  const { evidence, startMaxAt, endMaxAt } = event
  return { evidence, startMaxAt, endMaxAt, isStale: endMaxAt === null && (await isStale(db, event.deviceId, now)) }
}

/** Evidence on an issue as it stands after a change. */
export const judge = (issue: IssueRecord, interruption: EvidencedInterruption | null): Evidence =>
  evidenceOf({ repliedAt: issue.repliedAt, resolved: issue.resolved as Resolved, interruption })

/** The issue's fourth fact: only what a sensor says about the resolution. */
export const evidencedFact = (evidence: Evidence): Pick<IssueRecord, 'evidenced' | 'evidencedAt'> =>
  evidence.claim === 'resolution'
    ? { evidenced: evidence.value, evidencedAt: evidence.at }
    : { evidenced: 'none', evidencedAt: null }
