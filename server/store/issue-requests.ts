import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueRequests } from '../../db/schema/issue-steps.ts'
import { reports } from '../../db/schema/issues.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { isWorkingDay } from '../domain/calendar.ts'
import { plainText } from '../domain/plain-text.ts'
import type { IssueAction } from '../wire/issues.ts'
import { done, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import { type Asked, act, type Planned } from './issue-act.ts'
import { isUnfavourable } from './issue-actions.ts'
import { type Mover, type Plan, planEvent } from './issue-plan.ts'
import type { RequestBody } from './issue-request-rows.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'

type Kind = 'extension' | 'suspension' | 'closing' | 'exclusion'

export interface LaterDateWords {
  untilAt: number
  reason: string
  legalBasis: string
}

const fault = (pointer: string, code: string, detail: string): Refused =>
  refused('invalid', { errors: [{ pointer, code, detail }] })

/** An extension asked for before the due; somebody else decides. Work goes on meanwhile. */
export const requestExtension = (ports: StorePorts, asked: Asked, words: LaterDateWords) =>
  request(ports, asked, 'extension', words, ({ issue, ...plan }) => {
    if (!['signed', 'handling', 'waiting_reporter'].includes(issue.state)) return closed()
    return tooLate(plan, asked.at) ?? unfitDue(plan, words.untilAt)
  })

/** A suspension asked for before the due: T12 once somebody else approves it. */
export const requestSuspension = (ports: StorePorts, asked: Asked, words: LaterDateWords) =>
  request(ports, asked, 'suspension', words, ({ issue, ...plan }) => {
    if (issue.state !== 'handling') return closed()
    if (words.untilAt <= asked.at) return fault('/untilAt', 'unfit', '要晚于现在 · Must lie ahead')
    return tooLate(plan, asked.at)
  })

/** A closing although the reporter is dissatisfied: T23 once a supervisor agrees. */
export const requestClosing = (ports: StorePorts, asked: Asked, words: { reason: string; legalBasis: string }) =>
  request(ports, asked, 'closing', words, ({ issue }) => (issue.state === 'dissatisfied' ? null : closed()))

/** An unreasonable answer left out of the rates, by two persons. */
export const requestExclusion = (ports: StorePorts, asked: Asked, words: { reportId: string; reason: string }) =>
  request(ports, asked, 'exclusion', { ...words, legalBasis: '' }, async () => {
    const [report] = await ports.db
      .select({ answer: reports.answer, grade: reports.grade, excludedAt: reports.excludedAt })
      .from(reports)
      .where(and(eq(reports.id, words.reportId), eq(reports.issueId, asked.id)))
    if (!report)
      return refused('unknown_reference', {
        errors: [{ pointer: '/reportId', code: 'unknown', detail: 'There is no such report on this issue.' }],
      })
    return isUnfavourable(report.answer, report.grade) && report.excludedAt === null
      ? null
      : fault('/reportId', 'unfit', '没有可剔除的回话 · There is no answer to leave out')
  })

const closed = (): Refused => refused('not_allowed_now', { allowed: [] })
const handleRun = ({ running }: Pick<Plan, 'running'>) => running.find(({ clock }) => clock === 'handle')

/** A late clock cannot be stopped or prolonged afterwards; exactly at due is in time. */
function tooLate(plan: Pick<Plan, 'running'>, at: number): Refused | null {
  const run = handleRun(plan)
  return run && at <= run.dueAt ? null : refused('after_due')
}

/** A new due lies after the old one, and on a working day where the clock counts working time. */
function unfitDue(plan: Pick<Plan, 'running' | 'calendarOf'>, untilAt: number): Refused | null {
  const run = handleRun(plan)
  if (!run || untilAt <= run.dueAt) return fault('/untilAt', 'unfit', '要晚于现在的期限 · Must be later than the due')
  if (run.rule === 'C' || isWorkingDay(untilAt, plan.calendarOf(run))) return null
  return fault('/untilAt', 'day_off', '那天不上班 · That is not a working day')
}

type Check = (plan: Plan) => Refused | null | Promise<Refused | null>

function request(ports: StorePorts, asked: Asked, kind: Kind & IssueAction, words: RequestBody, check: Check) {
  return act(ports, asked, kind, async ({ issue }, plan, by) => {
    if (await isWaiting(ports.db, issue.id, kind)) return closed()
    const refusal = await check(plan)
    if (refusal) return refusal
    const { untilAt, reportId, legalBasis } = words
    const body: RequestBody = {
      reason: plainText(words.reason),
      legalBasis,
      ...(untilAt === undefined ? {} : { untilAt }),
      ...(reportId === undefined ? {} : { reportId }),
    }
    return requested(ports.db, plan, by, kind, body, asked.at)
  })
}

function requested(db: Db, plan: Plan, by: Mover, kind: Kind, body: RequestBody, at: number): Outcome<Planned> {
  const id = newId(at)
  const agencyId = kind === 'extension' || kind === 'suspension' ? plan.issue.agencyId : null
  const also: Statement[] = [
    statement(
      db.insert(issueRequests).values({
        id,
        issueId: plan.issue.id,
        kind,
        body: JSON.stringify(body),
        agencyId,
        requestedBy: by.userId,
        requestedAt: at,
      }),
    ),
  ]
  return done({ plan: planEvent(plan, 'requested', by, at, { requestId: id, request: kind, ...body }), also })
}

async function isWaiting(db: Db, issueId: string, kind: Kind): Promise<boolean> {
  const rows = await db
    .select({ id: issueRequests.id })
    .from(issueRequests)
    .where(and(eq(issueRequests.issueId, issueId), eq(issueRequests.kind, kind), eq(issueRequests.status, 'open')))
    .limit(1)
  return rows.length > 0
}
