import { and, eq, isNull } from 'drizzle-orm'
import { questions } from '../../db/schema/issue-steps.ts'
import { contacts, reports } from '../../db/schema/issues.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { plainText } from '../domain/plain-text.ts'
import { type Refused, refused } from '../wire/refusal.ts'
import { attachmentEvent, fileRows, type NewFile } from './attachments.ts'
import { commit } from './issue-act.ts'
import { planOf } from './issue-load.ts'
import { planEvent, REPORTER } from './issue-plan.ts'
import { planQuestionEnd } from './issue-question.ts'
import { issueLiveEvent } from './issue-statements.ts'
import { presentOn } from './issue-told.ts'
import { planLeaving } from './issue-withdraw.ts'
import { reporterEvent } from './merchant-answer.ts'
import { canGrade, hasSaidMissed, isPromiseMissed } from './merchant-can.ts'
import { type Both, judgedNow, notNow } from './merchant-load.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'

type Step = Promise<Refused | null>

/** Steps of a merchant behind a tracking link beside the answer to the follow-up. Each gives null when it is kept. */
export function createMerchantSteps(ports: StorePorts) {
  const { db, writer } = ports
  const on = (reportId: string, step: (both: Both) => Step) => judgedNow(ports, reportId, step)

  /** Rows and an event that are no decision about the issue: its version stays. */
  async function note(
    { report, found: { issue } }: Both,
    kind: string,
    body: Record<string, unknown>,
    rows: Statement[],
    at: number,
  ): Step {
    const outcome = await writer.write([
      ...rows,
      reporterEvent(db, issue, kind, { reportNumber: report.number, ...body }, at),
      issueLiveEvent(db, issue, at),
    ])
    return outcome.ok ? null : notNow()
  }

  return {
    /** T14: the answer, and the clock goes on. */
    answerQuestion: (reportId: string, { questionId, text }: { questionId: string; text: string }, at: number) =>
      on(reportId, async ({ report, found }) => {
        const [asked] = await db
          .select()
          .from(questions)
          .where(and(eq(questions.id, questionId), eq(questions.issueId, found.issue.id), isNull(questions.endedAt)))
        const isOwn = asked !== undefined && (asked.reportId === null || asked.reportId === report.id)
        if (!isOwn || found.issue.state !== 'waiting_reporter') return notNow()
        const plan = await planOf(db, found)
        const body = { questionId, reportNumber: report.number }
        const planned = planQuestionEnd(db, plan, REPORTER, plainText(text), at, body)
        return planned.ok ? commit(ports, planned.value, at) : planned
      }),

    /** The second question: 1 to 5, kept once per answer. */
    grade: (reportId: string, grade: number, at: number) =>
      on(reportId, async (both) => {
        if (!canGrade(both)) return notNow()
        const row = db.update(reports).set({ grade, gradedAt: at }).where(eq(reports.id, reportId))
        return note(both, 'grade', { grade }, [statement(row)], at)
      }),

    /** The promise was missed, says the merchant: the ladder looks at once. */
    missed: (reportId: string, at: number) =>
      on(reportId, async ({ report, found }) => {
        if (!isPromiseMissed(found.issue, at) || (await hasSaidMissed(db, found.issue, report))) return notNow()
        const body = { reportNumber: report.number, expectedAt: found.issue.expectedAt }
        const plan = planEvent(await planOf(db, found), 'promise_missed', REPORTER, at, body, { ladderAt: at })
        return commit(ports, { plan }, at)
      }),

    /** T6, or with others on the issue only the own leaving. */
    leave: (reportId: string, reason: string, at: number) =>
      on(reportId, async ({ report, found }) => {
        if (report.leftAt !== null) return notNow()
        const present = await presentOn(db, found.issue.id)
        const words = { reason: plainText(reason) || 'reporter_asked', askedChannel: 'phone_page', askedAt: at }
        const planned = await planLeaving(
          db,
          await planOf(db, found),
          REPORTER,
          { ...words, report, others: present.length - 1 },
          at,
        )
        return planned.ok ? commit(ports, planned.value, at) : planned
      }),

    /** Hidden from the agency, shown to it again, or deleted for everybody. */
    contact: (reportId: string, choice: 'hide' | 'show' | 'erase', at: number) =>
      on(reportId, async (both) => {
        const [contact] = await db.select().from(contacts).where(eq(contacts.reportId, reportId))
        if (!contact || (contact.name === null && contact.telephone === null)) return notNow()
        const change =
          choice === 'erase' ? { name: null, telephone: null, erasedAt: at } : { isHiddenFromAgency: choice === 'hide' }
        const kind = { hide: 'contact_hidden', show: 'contact_shown', erase: 'contact_erased' }[choice]
        const row = db.update(contacts).set(change).where(eq(contacts.reportId, reportId))
        return note(both, kind, {}, [statement(row)], at)
      }),

    /** One more photo of the merchant's. */
    addPhoto: (reportId: string, file: NewFile, at: number) =>
      on(reportId, async ({ report, found: { issue } }) => {
        if (report.leftAt !== null || issue.finishedAt !== null) return notNow()
        const id = newId(at)
        const outcome = await writer.write([
          ...fileRows(db, { id, issue, userId: null, reportId, file }, at),
          attachmentEvent(db, issue, { id, name: file.name, userId: null, reportNumber: report.number }, at),
          issueLiveEvent(db, issue, at),
        ])
        return outcome.ok ? null : refused('files_full')
      }),

    /** Words on an issue that goes on, for desk and agency. */
    message: (reportId: string, text: string, at: number) =>
      on(reportId, async (both) =>
        both.found.issue.finishedAt !== null ? notNow() : note(both, 'message', { text: plainText(text) }, [], at),
      ),
  }
}
