import { eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { contacts, reports, services, trackingTokens } from '../../db/schema/issues.ts'
import { sites } from '../../db/schema/sites.ts'
import { type Statement, statement, type Writer } from '../../db/writer.ts'
import { type ClockRules, classOf } from '../domain/clock.ts'
import type { Channel, IssueKind } from '../domain/issue.ts'
import type { Given } from '../domain/issue-given.ts'
import { maskPersonal, plainText, shortened } from '../domain/plain-text.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { type Proposal, proposeDispatch } from './catalogue-fire.ts'
import type { Planned } from './issue-act.ts'
import { nextIssueNumber } from './issue-numbers.ts'
import { type IssueRecord, type Mover, type Plan, planCreation, planEvent, planMove, SYSTEM } from './issue-plan.ts'
import { repeatedIssue } from './issue-repeat.ts'
import { planStatements } from './issue-statements.ts'
import { newId } from './new-id.ts'
import { plannedAt } from './outages.ts'
import { currentRules } from './rule-book.ts'

export type ServiceRecord = typeof services.$inferSelect
export type SiteRecord = typeof sites.$inferSelect

/** A merchant's own word, as it goes with a new issue or joins one. */
export interface NewReport {
  place: string
  text: string
  channel: Channel
  name: string | null
  telephone: string | null
  /** SHA-256 of the tracking link's secret; null where no link is given. */
  tokenHash: string | null
  /** The agency sees neither name nor telephone: messages go through the desk. */
  isHiddenFromAgency?: boolean
}

/** An issue to be made. `given` holds what the transition table asks for beside channel, kind, service, site and text. */
export interface IssueDraft {
  channel: Channel
  service: ServiceRecord
  site: SiteRecord | null
  title?: string
  text: string
  by: Mover
  given?: Given
  body?: Record<string, unknown>
  powerEventId?: string | null
  /** Columns beside the usual ones: secrecy, what is frozen, where it was scanned, what it repeats. */
  patch?: Partial<
    Pick<IssueRecord, 'isSecret' | 'isTest' | 'frozen' | 'spotId' | 'obstacle' | 'repeatOfId' | 'parentId'>
  >
  report: NewReport | null
  /** Where it goes at once and by whom; `desk`: it stays there; absent: where the catalogue sends it by itself. */
  sendTo?: { agencyId: string; by: Mover; reason: string } | 'desk'
  /** Another end than the catalogue's: the plan of the received issue, and what the catalogue says about it. */
  finish?: (plan: Plan, proposal: Proposal) => Promise<Outcome<Planned>>
  /** Facts that are known at once: an event kind and its body. */
  events?: { kind: string; body: Record<string, unknown> }[]
  /** More statements of the same transaction; one that changes no row undoes it all. */
  also?: (issue: IssueRecord, report: { id: string; number: string } | null) => Statement[]
}

export async function serviceOf(db: Db, id: string): Promise<ServiceRecord | null> {
  return (await db.select().from(services).where(eq(services.id, id)))[0] ?? null
}
export async function siteOf(db: Db, id: string): Promise<SiteRecord | null> {
  return (await db.select().from(sites).where(eq(sites.id, id)))[0] ?? null
}

/** The clock class of a service; its kind's where it names none. */
export const clockClassOf = (service: ServiceRecord): string =>
  classOf(service.kind as IssueKind, service.clockClass || null)

/** What the issue is called on lists: the trouble itself for a supply, else how the reporter begins. */
export function titleOf(service: ServiceRecord, site: SiteRecord | null, text: string): string {
  const place = site?.nameZh ?? ''
  if (service.isSupplyOutage) return `${place}${service.nameZh}`
  const first =
    plainText(text)
      .split(/[\n。！？!?]/, 1)[0]
      ?.trim() ?? ''
  // Masked before it is cut: of a number cut in two no pattern would be left.
  return first ? shortened(maskPersonal(first), 28) : `${place}${service.nameZh}`
}

/** Name of an issue that anybody may read: neither shop nor words of a reporter. */
export const publicTitle = (service: { nameZh: string }, site: { nameZh: string } | null): string =>
  `${site?.nameZh ?? ''}${service.nameZh}`

const ATTEMPTS = 5

/**
 * Creates an issue with its event, clocks and first report, dispatched where the catalogue says so, in one transaction.
 * Run it in the numbering lane. `changed_meanwhile`: its meter event has an issue already; `in_progress`: a statement
 * of `also` changed no row.
 */
export async function createIssue(
  db: Db,
  writer: Writer,
  draft: IssueDraft,
  at: number,
): Promise<Outcome<{ issue: IssueRecord; report: { id: string; number: string } | null }>> {
  const { service, site, channel, text } = draft
  const proposal = await proposeDispatch(db, { service, site, channel, text }, at)
  // Announced, and still an issue: the flag says what it may be.
  const planned = service.isSupplyOutage && site ? await plannedAt(db, site.id, at) : null
  const flag = planned ? { plannedOutageId: planned.id, plannedUntilAt: planned.untilAt } : {}
  // A part of an issue repeats nothing.
  const repeatOfId = draft.patch?.parentId
    ? null
    : (draft.patch?.repeatOfId ?? (await repeatedIssue(db, draft, at))?.id ?? null)
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const issue = { ...blankIssue(draft, await nextIssueNumber(db, at), at), repeatOfId }
    const planned = await planDraft(
      { ...draft, body: { ...draft.body, ...flag } },
      issue,
      at,
      await currentRules(db),
      proposal,
    )
    if (!planned.ok) return planned
    const { plan, also = [] } = planned.value
    const report = draft.report ? { id: newId(at), number: `${issue.number}-01` } : null
    const outcome = await writer.write([
      ...planStatements(db, plan, at),
      ...(report && draft.report
        ? reportStatements(
            db,
            { ...draft.report, ...report, issueId: issue.id, siteId: issue.siteId, isPrimary: true },
            at,
          )
        : []),
      ...also,
      ...(draft.also?.(plan.issue, report) ?? []),
    ])
    if (outcome.ok) return done({ issue: plan.issue, report })
    if (outcome.failedAt > 0) return refused('in_progress')
    if (issue.powerEventId !== null) return refused('changed_meanwhile')
  }
  return refused('busy')
}

async function planDraft(
  draft: IssueDraft,
  issue: IssueRecord,
  at: number,
  rules: ClockRules,
  proposal: Proposal,
): Promise<Outcome<Planned>> {
  const { service, by } = draft
  const given: Given = {
    channel: draft.channel,
    kind: service.kind,
    serviceId: service.id,
    siteId: issue.siteId,
    place: draft.report?.place ?? null,
    text: issue.text,
    ...draft.given,
  }
  const created = planCreation(issue, clockClassOf(service), { by, given, body: draft.body ?? {} }, rules)
  if (!created.ok) return created
  const told = (draft.events ?? []).reduce((plan, { kind, body }) => planEvent(plan, kind, by, at, body), created.value)
  if (draft.finish) return draft.finish(told, proposal)
  if (draft.sendTo === 'desk') return done({ plan: told })
  const sent = draft.sendTo ? planSending(told, draft.sendTo, at) : planByRule(told, proposal, at)
  return sent.ok ? done({ plan: sent.value }) : sent
}

/** What an automatic line of the catalogue does with a new issue; any other leaves it with the desk. */
export function planByRule(plan: Plan, { version, line }: Proposal, at: number): Outcome<Plan> {
  if (line.to.is !== 'agency' || !line.to.isAutomatic) return done(plan)
  const { agencyId } = line.to
  const byLine = { catalogueLineId: line.id, catalogueVersion: version }
  return planMove(
    plan,
    {
      to: 'dispatched',
      by: { ...SYSTEM, agencyId },
      given: { agencyId, ...byLine, isAutomaticLine: true },
      body: byLine,
      patch: { agencyId },
    },
    at,
  )
}

const planSending = (
  plan: Plan,
  { agencyId, by, reason }: Exclude<IssueDraft['sendTo'], 'desk' | undefined>,
  at: number,
): Outcome<Plan> =>
  planMove(
    plan,
    {
      to: 'dispatched',
      by: { ...by, agencyId },
      given: { agencyId, overrideReason: reason },
      body: { reason },
      patch: { agencyId },
    },
    at,
  )

function blankIssue(draft: IssueDraft, number: string, at: number): IssueRecord {
  return {
    id: newId(at),
    number,
    channel: draft.channel,
    kind: draft.service.kind,
    serviceId: draft.service.id,
    siteId: draft.site?.id ?? null,
    title: draft.title ?? titleOf(draft.service, draft.site, draft.text),
    text: draft.text,
    places: draft.report?.place ?? '',
    state: 'received',
    round: 1,
    version: 1,
    agencyId: null,
    leadAgencyId: null,
    masterId: null,
    serial: null,
    receivedAt: at,
    sinceAt: at,
    expectedAt: null,
    clock: null,
    clockStartedAt: null,
    dueAt: null,
    urgentAt: null,
    veryLateAt: null,
    timerAt: null,
    ladderAt: null,
    finishedAt: null,
    repliedAt: null,
    replyText: null,
    resolved: 'none',
    resolvedAt: null,
    confirmed: 'not_asked',
    confirmedAt: null,
    evidenced: 'none',
    evidencedAt: null,
    powerEventId: draft.powerEventId ?? null,
    closedAt: null,
    subscriberCount: 0,
    returnCount: 0,
    transferCount: 0,
    reworkCount: 0,
    reopenCount: 0,
    source: null,
    sourceNumber: null,
    supervisionLevel: 0,
    consultation: 'none',
    isSecret: false,
    isTest: false,
    parentId: null,
    repeatOfId: null,
    personInCharge: null,
    contactDueAt: null,
    contactedAt: null,
    plannedAt: null,
    entryId: null,
    spotId: null,
    obstacle: null,
    frozen: '{}',
    erasedAt: null,
    ...draft.patch,
  }
}

/** The rows of a report: itself, its contact where one was left, its tracking link. A taken number changes no row. */
export function reportStatements(
  db: Db,
  report: NewReport & { id: string; number: string; issueId: string; siteId: string | null; isPrimary: boolean },
  at: number,
): Statement[] {
  const { id, name, telephone, tokenHash, isHiddenFromAgency = false, ...row } = report
  return [
    statement(
      db
        .insert(reports)
        .values({ ...row, id, createdAt: at })
        .onConflictDoNothing(),
      1,
    ),
    ...(name || telephone
      ? [statement(db.insert(contacts).values({ reportId: id, name, telephone, isHiddenFromAgency, createdAt: at }))]
      : []),
    ...(tokenHash ? [statement(db.insert(trackingTokens).values({ tokenHash, reportId: id, createdAt: at }))] : []),
  ]
}
