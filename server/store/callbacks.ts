import { randomBytes } from 'node:crypto'
import { and, asc, desc, eq, gte, inArray, isNotNull, lt, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents, issues } from '../../db/schema/issues.ts'
import { agencies, users } from '../../db/schema/people.ts'
import { callBackDraws, callBacks } from '../../db/schema/supervision.ts'
import { statement } from '../../db/writer.ts'
import { draw, type Month, monthBefore } from '../domain/call-backs.ts'
import { maskPersonal, plainText } from '../domain/plain-text.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import type { CALL_BACK_CAUSES, CallBack, CallBackOutcome, CallBacks } from '../wire/supervision.ts'
import { commit } from './issue-act.ts'
import { planOf } from './issue-load.ts'
import { planEvent } from './issue-plan.ts'
import { namedIssues } from './issue-view.ts'
import { liveEvent } from './live.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'
import type { Viewer } from './viewer.ts'

type Cause = (typeof CALL_BACK_CAUSES)[number]
const CAUSES: readonly string[] = ['withdrawn', 'merged', 'not_accepted'] satisfies Cause[]
const SHOWN_MS = 90 * 86_400_000
const SHOWN = 100
const DRAWS_SHOWN = 12

/** As the partial index has it: a query that says the same may use it. */
export const isOfNote = sql`${issueEvents.rule} IN ('T4', 'T5', 'T6', 'T19', 'T25')`

/** What ended in a month without an answer, by the log: the population of its draw, the same whenever it is asked. */
async function populationOf(db: Db, { fromAt, toAt }: Month): Promise<Map<string, Cause>> {
  const rows = await db
    .select({ id: issueEvents.issueId, cause: issueEvents.toState })
    .from(issueEvents)
    .innerJoin(issues, eq(issues.id, issueEvents.issueId))
    .where(
      and(
        isOfNote,
        inArray(issueEvents.toState, [...CAUSES]),
        gte(issueEvents.at, fromAt),
        lt(issueEvents.at, toAt),
        eq(issues.isTest, false),
      ),
    )
    .orderBy(asc(issueEvents.at), asc(issueEvents.id))
  return new Map(rows.map(({ id, cause }) => [id, cause as Cause]))
}

/** Draws the call-backs of the month before, once whoever else does; gives how many were drawn. */
export async function drawCallBacks({ db, writer }: StorePorts, at: number): Promise<number> {
  const month = monthBefore(at)
  const known = await db
    .select({ month: callBackDraws.month })
    .from(callBackDraws)
    .where(eq(callBackDraws.month, month.month))
  if (known.length > 0) return 0
  const population = await populationOf(db, month)
  const seed = randomBytes(16).toString('hex')
  const drawn = draw([...population.keys()], seed)
  const kept = db
    .insert(callBackDraws)
    .values({ month: month.month, seed, populationCount: population.size, drawnCount: drawn.length, drawnAt: at })
    .onConflictDoNothing()
  const rows = drawn.map((issueId) => ({
    id: newId(at),
    issueId,
    cause: population.get(issueId)!,
    month: month.month,
    drawnAt: at,
  }))
  const outcome = await writer.write([
    statement(kept, 1),
    ...(rows.length > 0 ? [statement(db.insert(callBacks).values(rows).onConflictDoNothing())] : []),
    liveEvent({ at, kind: 'supervision', subjectId: month.month }),
  ])
  return outcome.ok ? drawn.length : 0
}

const callBackRows = (db: Db) =>
  db
    .select({
      call: callBacks,
      issue: issues,
      agency: { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn },
      calledBy: users.name,
      reason: sql<
        string | null
      >`(SELECT coalesce(json_extract(e.body, '$.reason'), json_extract(e.body, '$.whereInstead'))
        FROM issue_events e WHERE e.issue_id = ${issues.id} AND e.to_state = ${callBacks.cause} ORDER BY e.id DESC LIMIT 1)`,
    })
    .from(callBacks)
    .innerJoin(issues, eq(issues.id, callBacks.issueId))
    .leftJoin(agencies, eq(agencies.id, issues.agencyId))
    .leftJoin(users, eq(users.id, callBacks.calledBy))
    .$dynamic()

function callBackView({ call, issue, agency, calledBy, reason }: Awaited<ReturnType<typeof callBackRows>>[number]) {
  const { id, number, version, state } = issue
  const view: CallBack = {
    id: call.id,
    month: call.month,
    cause: call.cause as Cause,
    issue: { id, number, title: maskPersonal(issue.title), version, state },
    agency: agency?.id ? agency : null,
    reason: maskPersonal(reason ?? ''),
    drawnAt: call.drawnAt,
    outcome: call.outcome as CallBackOutcome | null,
    note: maskPersonal(call.note),
    calledBy,
    calledAt: call.calledAt,
    isReopeningOffered: call.outcome === 'pressure' && CAUSES.includes(state),
  }
  return view
}

/** As the partial index has it. */
const isToMake = sql`(${callBacks.outcome} IS NULL OR ${callBacks.outcome} = 'unreachable')`

/** Call-backs to make, oldest first, then those made lately; and the draws they came from. */
export async function callBackList(db: Db, now: number): Promise<CallBacks> {
  const [open, made, counted, draws] = await Promise.all([
    callBackRows(db).where(isToMake).orderBy(asc(callBacks.month), asc(callBacks.id)).limit(SHOWN),
    callBackRows(db)
      .where(and(isNotNull(callBacks.outcome), gte(callBacks.calledAt, now - SHOWN_MS)))
      .orderBy(desc(callBacks.calledAt))
      .limit(SHOWN),
    db.select({ count: sql<number>`count(*)` }).from(callBacks).where(isToMake),
    db.select().from(callBackDraws).orderBy(desc(callBackDraws.month)).limit(DRAWS_SHOWN),
  ])
  const answered = made.filter(({ call }) => call.outcome !== 'unreachable')
  return { rows: [...open, ...answered].map(callBackView), openCount: counted[0]?.count ?? 0, draws }
}

/**
 * What a call-back found; it stands on the issue as an event. Who was not reached may be called again; what was found
 * once stands.
 */
export async function recordCallBack(
  ports: StorePorts,
  id: string,
  words: { outcome: CallBackOutcome; note: string },
  viewer: Viewer,
  at: number,
): Promise<Outcome<CallBack>> {
  const { db } = ports
  const one = () => callBackRows(db).where(eq(callBacks.id, id))
  const [found] = await one()
  if (!found) return refused('not_found')
  if (found.call.outcome !== null && found.call.outcome !== 'unreachable')
    return refused('not_allowed_now', { allowed: [] })
  const note = plainText(words.note)
  if (words.outcome === 'pressure' && note === '')
    return refused('invalid', { errors: [{ pointer: '/note', code: 'required', detail: '要填 · Required' }] })
  const [issue] = await namedIssues(db).where(eq(issues.id, found.call.issueId))
  const by = { actor: 'supervisor' as const, userId: viewer.id, agencyId: null }
  const { outcome } = words
  const plan = planEvent(await planOf(db, issue!), 'call_back', by, at, { outcome, note, cause: found.call.cause })
  const change = db
    .update(callBacks)
    .set({ outcome, note, calledBy: viewer.id, calledAt: at })
    .where(and(eq(callBacks.id, id), isToMake))
  const told = liveEvent({ at, kind: 'supervision', subjectId: found.call.issueId })
  const failure = await commit(ports, { plan, also: [statement(change, 1), told] }, at)
  if (failure) return failure
  const [made] = await one()
  return made ? done(callBackView(made)) : refused('not_found')
}
