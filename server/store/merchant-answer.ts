import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents, issues, reports } from '../../db/schema/issues.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { ruleOfNo } from '../domain/follow-up-reasons.ts'
import type { IssueState } from '../domain/issue.ts'
import { plainText } from '../domain/plain-text.ts'
import { done, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import { type StandardReason, USUAL_REASONS } from '../wire/services.ts'
import { commit } from './issue-act.ts'
import { askReports, planAnswer, planFollowUp } from './issue-follow-up.ts'
import { planOf } from './issue-load.ts'
import { type IssueRecord, type Plan, planMove, REPORTER, SYSTEM } from './issue-plan.ts'
import { issueLiveEvent } from './issue-statements.ts'
import { guideOf } from './merchant-frozen.ts'
import { type Both, judgedNow, notNow, type ReportRecord } from './merchant-load.ts'
import type { StorePorts } from './ports.ts'

/** A merchant's word after the reply; `reason` is the code of a standard one. */
export interface FollowUpWords {
  answer: 'yes' | 'no'
  reason: string | null
  text: string
}

/** The states in which a merchant's word is asked for. The first reporter's word ends them, the others' is counted on. */
const PRIMARY_ASKED: readonly IssueState[] = ['replied', 'answered', 'follow_up']
const OTHERS_ASKED: readonly IssueState[] = [...PRIMARY_ASKED, 'confirmed', 'dissatisfied']

export const canAnswer = (report: ReportRecord, issue: IssueRecord): boolean =>
  report.leftAt === null &&
  (report.isPrimary ? PRIMARY_ASKED : OTHERS_ASKED).includes(issue.state as IssueState) &&
  (report.isPrimary || report.answer === 'not_asked' || report.answer === 'asked')

/** The reasons a service offers with “not solved”. */
export function reasonsOf(service: { guide: string }): readonly StandardReason[] {
  const { reasons } = guideOf(service)
  return reasons.length > 0 ? reasons : USUAL_REASONS
}

/** A merchant's word: the first reporter's moves the issue, another one's is kept and shown to the desk. */
export function answerReport(ports: StorePorts, reportId: string, given: FollowUpWords, at: number) {
  const words = { ...given, text: plainText(given.text) }
  return judgedNow(ports, reportId, async (both) => {
    if (!canAnswer(both.report, both.found.issue)) return notNow()
    const reason = reasonsOf(both.found.service).find(({ code }) => code === words.reason) ?? null
    if (words.answer === 'no' && words.reason !== null && !reason) return unknownReason()
    const told = { ...words, reason: words.answer === 'no' ? reason : null }
    return both.report.isPrimary ? answerFirst(ports, both, told, at) : answerOther(ports, both, told, at)
  })
}

type Told = { answer: 'yes' | 'no'; reason: StandardReason | null; text: string }

const unknownReason = (): Refused =>
  refused('unknown_reference', {
    errors: [{ pointer: '/reason', code: 'unknown', detail: 'There is no such reason.' }],
  })

const answered = (db: Db, reportId: string, { answer, reason, text }: Told, at: number): Statement =>
  statement(
    db
      .update(reports)
      .set({ answer, answeredAt: at, answerText: text || null, answerReason: reason?.code ?? null })
      .where(eq(reports.id, reportId)),
  )

async function answerFirst(ports: StorePorts, { report, found }: Both, told: Told, at: number) {
  const { db } = ports
  const planned = planWord(await planOf(db, found), told, at)
  if (!planned.ok) return planned
  const also = [askReports(db, found.issue.id), answered(db, report.id, told, at)]
  return commit(ports, { plan: planned.value, also }, at)
}

const CHANNEL = 'phone_page'

/** T18, T19 or T20 on the first reporter's word, after T16 where nobody asked yet. */
function planWord(plan: Plan, { answer, reason, text }: Told, at: number): Outcome<Plan> {
  if (answer === 'yes') return planAnswer(plan, REPORTER, { answer, channel: CHANNEL, text }, at)
  const asked = plan.issue.state === 'follow_up' ? done(plan) : planFollowUp(plan, REPORTER, CHANNEL, at)
  if (!asked.ok) return asked
  const isCounted = ruleOfNo(reason?.effect ?? null, text) === 'T20'
  const reasonCode = reason?.code ?? 'not_solved'
  return planMove(
    asked.value,
    {
      to: isCounted ? 'closed' : 'dissatisfied',
      by: isCounted ? SYSTEM : REPORTER,
      given: { reasonCode, text, channel: CHANNEL },
      body: { answer, channel: CHANNEL, reasonCode, effect: reason?.effect ?? null, text },
      patch: { confirmed: 'no', confirmedAt: at },
    },
    at,
  )
}

async function answerOther({ db, writer }: StorePorts, { report, found }: Both, told: Told, at: number) {
  const { issue } = found
  const { answer, reason, text } = told
  const body = { reportNumber: report.number, answer, text, ...(reason ? { reasonCode: reason.code } : {}) }
  const outcome = await writer.write([
    statement(
      db
        .update(issues)
        .set({ state: issue.state })
        .where(and(eq(issues.id, issue.id), eq(issues.state, issue.state))),
      1,
    ),
    answered(db, report.id, told, at),
    reporterEvent(db, issue, 'answer', body, at),
    issueLiveEvent(db, issue, at),
  ])
  return outcome.ok ? null : refused('stale')
}

/** An event by a merchant that changes no state and leaves the version alone. */
export const reporterEvent = (
  db: Db,
  issue: IssueRecord,
  kind: string,
  body: Record<string, unknown>,
  at: number,
): Statement =>
  statement(
    db.insert(issueEvents).values({
      ...{ issueId: issue.id, at, kind, round: issue.round, actorRole: 'reporter' },
      body: JSON.stringify(body),
    }),
  )
