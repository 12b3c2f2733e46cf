import { eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents, issues, reports } from '../../db/schema/issues.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { plainText } from '../domain/plain-text.ts'
import type { Finish } from '../wire/intake-finish.ts'
import type { IssueDetail } from '../wire/issues.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { dispatchGiven } from './catalogue-fire.ts'
import { type Repeatable, withIdempotency } from './idempotency.ts'
import type { Planned } from './issue-act.ts'
import { isCovering } from './issue-covering.ts'
import { createIssue, type IssueDraft, type NewReport, reportStatements, serviceOf, siteOf } from './issue-create.ts'
import { issueDetail } from './issue-detail.ts'
import { planDirectAnswer } from './issue-direct.ts'
import { agencyExists, unknownAgency } from './issue-dispatch.ts'
import { nextReportNumber } from './issue-numbers.ts'
import { type Mover, planMove } from './issue-plan.ts'
import { issueLiveEvent } from './issue-statements.ts'
import { messageTo } from './issue-told.ts'
import { namedIssues } from './issue-view.ts'
import { type Lane, plainReport, unknownReference } from './issues.ts'
import { frozenOf, type GivenAnswers } from './merchant-frozen.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'
import { maySee, type Viewer } from './viewer.ts'

/** A conversation the desk brings to an end. */
export interface TakenDown {
  channel: 'telephone' | 'window' | 'web'
  serviceId: string
  siteId: string | null
  place: string
  text: string
  telephone: string | null
  name: string | null
  beganAt?: number | null
  isSecret?: boolean
  isTest?: boolean
  answers?: GivenAnswers
  finish?: Finish
}

/** What a repetition of the request is answered from. */
export interface Kept {
  issueId: string
}

type Kinds = { [K in Finish['kind']]: Extract<Finish, { kind: K }> }

/** T1 by the desk, and how it ends, in one transaction: joined, answered, dispatched, or as the catalogue says. */
export async function takeDown(
  ports: StorePorts,
  lane: Lane,
  values: TakenDown,
  viewer: Viewer,
  at: number,
  repeatable: Repeatable | null = null,
): Promise<Outcome<IssueDetail>> {
  const { db } = ports
  const { channel, place, text, telephone, name } = values
  const report = plainReport({
    channel,
    place,
    text,
    telephone: telephone?.replace(/[\s-]/g, '') ?? null,
    name,
    tokenHash: null,
  })
  const keep = (issueId: string): Statement[] =>
    repeatable ? [withIdempotency(repeatable, 201, { issueId } satisfies Kept, at)] : []
  const { finish = { kind: 'rule' } } = values
  const outcome =
    finish.kind === 'join'
      ? await lane(() => joinIssue(ports, { ...values, report }, finish, viewer, keep, at))
      : await openIssue(ports, lane, { ...values, report }, finish, viewer, keep, at)
  if (!outcome.ok) return outcome
  return done((await issueDetail(db, outcome.value, viewer, at))!)
}

type Plain = TakenDown & { report: NewReport }
type Keep = (issueId: string) => Statement[]

async function openIssue(
  { db, writer }: StorePorts,
  lane: Lane,
  values: Plain,
  finish: Exclude<Finish, Kinds['join']>,
  viewer: Viewer,
  keep: Keep,
  at: number,
): Promise<Outcome<string>> {
  const { report } = values
  const service = await serviceOf(db, values.serviceId)
  if (!service?.isActive) return unknownReference('/serviceId', 'There is no such service.')
  const site = values.siteId === null ? null : await siteOf(db, values.siteId)
  if (values.siteId !== null && (!site || site.closedAt !== null))
    return unknownReference('/siteId', 'There is no such site.')
  const frozen = frozenOf(service, values.answers ?? [])
  if (!frozen.ok) return frozen
  if (finish.kind === 'dispatch' && !(await agencyExists(db, finish.agencyId))) return unknownAgency('/finish/agencyId')
  const by: Mover = { actor: 'operator', userId: viewer.id, agencyId: null }
  const created = await lane(() =>
    createIssue(
      db,
      writer,
      {
        channel: values.channel,
        service,
        site,
        text: report.text,
        by,
        body: { channel: values.channel, ...beganAtOf(values) },
        patch: { frozen: frozen.value, isSecret: values.isSecret ?? false, isTest: values.isTest ?? false },
        report,
        finish: finishOf(db, finish, by, viewer, at),
        also: (issue, own) => [
          ...(finish.kind === 'answer' && own ? [messageTo(db, issue.id, own.id, 'answered', at)] : []),
          ...keep(issue.id),
        ],
      },
      at,
    ),
  )
  return created.ok ? done(created.value.issue.id) : created
}

/** How a new issue goes on by the desk's own hand; undefined: as the catalogue says. */
function finishOf(
  db: Db,
  finish: Exclude<Finish, Kinds['join']>,
  by: Mover,
  viewer: Viewer,
  at: number,
): IssueDraft['finish'] {
  if (finish.kind === 'rule') return undefined
  if (finish.kind === 'answer') {
    const { text, entryId, proposedTitle, resolved } = finish
    // An answer from an entry is the entry's words: others were told the same, and rightly.
    const words = { text, entryId, proposedTitle, resolved, sameTextReason: entryId ? `按${entryId}答复` : '' }
    return (plan) => planDirectAnswer(db, plan, by, { viewer, at }, words)
  }
  const { agencyId } = finish
  const reason = plainText(finish.reason)
  return async (plan, proposal): Promise<Outcome<Planned>> => {
    const { given, body } = dispatchGiven(proposal, agencyId, reason)
    const moved = planMove(
      plan,
      {
        to: 'dispatched',
        by: { ...by, agencyId },
        given: { agencyId, ...given },
        body: { reason, ...body },
        patch: { agencyId },
      },
      at,
    )
    return moved.ok ? done({ plan: moved.value }) : moved
  }
}

/** Since when, where the caller said so. */
const beganAtOf = ({ beganAt }: Pick<TakenDown, 'beganAt'>) => (beganAt ? { beganAt } : {})

const ATTEMPTS = 5

/** One more merchant on an issue that is there already; one that was merged meanwhile leads to its master. */
async function joinIssue(
  { db, writer }: StorePorts,
  { siteId, report, beganAt }: Plain,
  { issueId }: Kinds['join'],
  viewer: Viewer,
  keep: Keep,
  at: number,
): Promise<Outcome<string>> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const [named] = await namedIssues(db).where(eq(issues.id, issueId))
    const masterId = named?.issue.masterId ?? null
    const [found] = masterId === null ? [named] : await namedIssues(db).where(eq(issues.id, masterId))
    if (!found || !maySee(viewer, found.issue) || !isCovering(found.issue))
      return unknownReference('/finish/issueId', 'This issue is not open any more.')
    const { issue } = found
    const number = await nextReportNumber(db, issue.number)
    const own = await db.select({ id: reports.id }).from(reports).where(eq(reports.issueId, issue.id)).limit(1)
    const isPrimary = own.length === 0
    const outcome = await writer.write([
      ...reportStatements(db, { ...report, id: newId(at), number, issueId: issue.id, siteId, isPrimary }, at),
      // A count is no decision: the version stays.
      {
        sql: 'UPDATE issues SET subscriber_count = subscriber_count + ? WHERE id = ?',
        args: [isPrimary ? 0 : 1, issue.id],
      },
      statement(
        db.insert(issueEvents).values({
          issueId: issue.id,
          at,
          kind: 'joined',
          round: issue.round,
          actorRole: 'operator',
          actorId: viewer.id,
          body: JSON.stringify({ reportNumber: number, channel: report.channel, ...beganAtOf({ beganAt }) }),
        }),
      ),
      issueLiveEvent(db, issue, at),
      ...keep(issue.id),
    ])
    if (outcome.ok) return done(issue.id)
    if (outcome.failedAt > 0) return refused('in_progress')
  }
  return refused('busy')
}
