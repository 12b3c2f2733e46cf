import { and, eq } from 'drizzle-orm'
import { reports } from '../../db/schema/issues.ts'
import { statement } from '../../db/writer.ts'
import type { Given } from '../domain/issue-given.ts'
import { plainText } from '../domain/plain-text.ts'
import { refused } from '../wire/refusal.ts'
import { type Asked, act, onBehalf, one } from './issue-act.ts'
import { type AnswerWords, answerDirectly, explainAgain, type RefusalWords, refuseIssue } from './issue-direct.ts'
import { type DispatchWords, dispatchIssue } from './issue-dispatch.ts'
import { askReports, planAnswer, planFollowUp } from './issue-follow-up.ts'
import { mergeIssue } from './issue-merge.ts'
import { addPart, type PartWords } from './issue-part.ts'
import { planMove } from './issue-plan.ts'
import { askQuestion, endAsking, type QuestionWords } from './issue-question.ts'
import { correctReply, noteOn, setSecrecy, setSupervision } from './issue-remarks.ts'
import { contradictIssue, reopenIssue } from './issue-reopen.ts'
import { type ReplyWords, replyTo } from './issue-reply.ts'
import {
  type LaterDateWords,
  requestClosing,
  requestExclusion,
  requestExtension,
  requestSuspension,
} from './issue-requests.ts'
import { resumeIssue } from './issue-resume.ts'
import { type ReturnWords, returnIssue } from './issue-return.ts'
import { changeService } from './issue-service.ts'
import { type WithdrawalWords, withdrawIssue } from './issue-withdraw.ts'
import type { Lane } from './issues.ts'
import type { StorePorts } from './ports.ts'

/** Every step a person takes on an issue, each on the version it was decided on. */
export function createIssueMoves(ports: StorePorts, lane: Lane) {
  return {
    ...deskSteps(ports, lane),
    ...agencySteps(ports),
    ...supervisorSteps(ports),
  }
}

function deskSteps(ports: StorePorts, lane: Lane) {
  return {
    dispatch: (asked: Asked, words: DispatchWords) => dispatchIssue(ports, asked, words),
    answerDirectly: (asked: Asked, words: AnswerWords) => answerDirectly(ports, asked, words),
    refuse: (asked: Asked, words: RefusalWords) => refuseIssue(ports, asked, words),
    explain: (asked: Asked, words: { text: string; sameTextReason: string }) => explainAgain(ports, asked, words),
    withdraw: (asked: Asked, words: WithdrawalWords) => withdrawIssue(ports, asked, words),
    merge: (asked: Asked, words: { masterId: string; reason: string }) => mergeIssue(ports, asked, words),
    followUp: (asked: Asked, words: { channel: string }) => followUp(ports, asked, words),
    confirm: (asked: Asked, words: ConfirmationWords) => confirm(ports, asked, words),
    changeService: (asked: Asked, words: { serviceId: string; reason: string }) => changeService(ports, asked, words),
    addPart: (asked: Asked, words: PartWords) => addPart(ports, lane, asked, words),
    setSecrecy: (asked: Asked, words: { isSecret: boolean; reason: string }) => setSecrecy(ports, asked, words),
    note: (asked: Asked, words: { text: string }) => noteOn(ports, asked, words),
  }
}

function agencySteps(ports: StorePorts) {
  return {
    sign: (asked: Asked, words: { personInCharge: string }) => sign(ports, asked, words),
    contact: (asked: Asked, words: { note: string; wasReached: boolean }) => contact(ports, asked, words),
    reply: (asked: Asked, words: ReplyWords) => replyTo(ports, asked, words),
    return: (asked: Asked, words: ReturnWords) => returnIssue(ports, asked, words),
    ask: (asked: Asked, words: QuestionWords) => askQuestion(ports, asked, words),
    endAsking: (asked: Asked, words: { answer: string; isDropped: boolean }) => endAsking(ports, asked, words),
    requestExtension: (asked: Asked, words: LaterDateWords) => requestExtension(ports, asked, words),
    requestSuspension: (asked: Asked, words: LaterDateWords) => requestSuspension(ports, asked, words),
    resume: (asked: Asked, words: { note: string }) => resumeIssue(ports, asked, words),
    correct: (asked: Asked, words: { text: string }) => correctReply(ports, asked, words),
  }
}

function supervisorSteps(ports: StorePorts) {
  return {
    requestClosing: (asked: Asked, words: { reason: string; legalBasis: string }) =>
      requestClosing(ports, asked, words),
    requestExclusion: (asked: Asked, words: { reportId: string; reason: string }) =>
      requestExclusion(ports, asked, words),
    reopen: (asked: Asked, words: { reason: string }) => reopenIssue(ports, asked, words),
    contradict: (asked: Asked, words: { reason: string }) => contradictIssue(ports, asked, words),
    setSupervision: (asked: Asked, words: { level: number; reason: string }) => setSupervision(ports, asked, words),
  }
}

/** T7: only now the lead moves to the agency. */
const sign = (ports: StorePorts, asked: Asked, { personInCharge }: { personInCharge: string }) =>
  act(ports, asked, 'signature', async ({ issue }, plan, by) =>
    one(
      planMove(
        plan,
        {
          to: 'signed',
          by,
          given: { personInCharge },
          body: { personInCharge, ...onBehalf(asked) },
          patch: { leadAgencyId: issue.agencyId, personInCharge },
        },
        asked.at,
      ),
    ),
  )

/** T10: the first human contact with the reporter, or why there was none. */
const contact = (ports: StorePorts, asked: Asked, words: { note: string; wasReached: boolean }) =>
  act(ports, asked, 'contact', async ({ issue }, plan, by) => {
    const note = plainText(words.note)
    // Waiting issues go back to handling by an answer (T14), suspended ones by a resumption (T15).
    if (issue.state !== 'signed') return refused('not_allowed_now', { allowed: [] })
    const { wasReached } = words
    const given: Given = wasReached
      ? { contactBy: asked.viewer.id || (asked.viewer.agencyId ?? ''), contactAt: asked.at, contactHow: note }
      : { whyImpossible: note }
    const body = { note, wasReached, ...onBehalf(asked) }
    const patch = wasReached ? { contactedAt: asked.at } : {}
    return one(planMove(plan, { to: 'handling', by, given, body, patch }, asked.at))
  })

/** T16 by the desk: the reporter is being asked by telephone or at the window. */
const followUp = (ports: StorePorts, asked: Asked, { channel }: { channel: string }) =>
  act(ports, asked, 'follow-up', async (_, plan, by) =>
    one(planFollowUp(plan, by, channel, asked.at), [askReports(ports.db, asked.id)]),
  )

interface ConfirmationWords {
  answer: 'yes' | 'no'
  channel: string
  text: string
}

/** T18 or T19 on the reporter's word, taken by the desk; asks first where nobody asked yet. */
const confirm = ({ db, writer }: StorePorts, asked: Asked, words: ConfirmationWords) =>
  act({ db, writer }, asked, 'confirmation', async (_, plan, by) => {
    const text = plainText(words.text)
    const { answer } = words
    return one(planAnswer(plan, by, { ...words, text }, asked.at), [
      askReports(db, asked.id),
      statement(
        db
          .update(reports)
          .set({ answer, answeredAt: asked.at, answerText: text || null })
          .where(and(eq(reports.issueId, asked.id), eq(reports.isPrimary, true))),
      ),
    ])
  })

export { type Asked, act, commit, type Planned, type Planner } from './issue-act.ts'
export { askReports, planAnswer, planFollowUp } from './issue-follow-up.ts'
