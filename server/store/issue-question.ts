import type { Db } from '../../db/drizzle.ts'
import { questions } from '../../db/schema/issue-steps.ts'
import { statement } from '../../db/writer.ts'
import { DAY_MS } from '../domain/calendar.ts'
import { plainText } from '../domain/plain-text.ts'
import { type Outcome, refused } from '../wire/refusal.ts'
import { type Asked, act, endQuestion, onBehalf, one, type Planned } from './issue-act.ts'
import { type Mover, type Plan, planMove } from './issue-plan.ts'
import { messageTo, presentOn } from './issue-told.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'

export interface QuestionWords {
  text: string
  reportId: string | null
  channel: 'phone_page' | 'telephone' | 'window'
  days: number
}

/** T11: asks one merchant or all; the handling clock stands still until an answer, at most for the days given. */
export const askQuestion = (ports: StorePorts, asked: Asked, words: QuestionWords) =>
  act(ports, asked, 'question', async ({ issue }, plan, by) => {
    const { db } = ports
    const { at } = asked
    const present = await presentOn(db, issue.id)
    const whom = words.reportId === null ? present : present.filter(({ id }) => id === words.reportId)
    if (whom.length === 0)
      return refused('unknown_reference', {
        errors: [{ pointer: '/reportId', code: 'unknown', detail: 'Nobody on this issue can be asked.' }],
      })
    const text = plainText(words.text)
    const { reportId, channel } = words
    const [id, limitAt] = [newId(at), at + words.days * DAY_MS]
    const moved = planMove(
      plan,
      {
        to: 'waiting_reporter',
        by,
        given: { question: text, channel, limitAt, reporterToldAt: at },
        body: { questionId: id, text, channel, limitAt, asked: whom.map(({ number }) => number), ...onBehalf(asked) },
        pause: {
          kind: 'waiting_reporter',
          untilAt: limitAt,
          reason: '',
          legalBasis: '',
          requestedBy: by.userId,
          approvedBy: null,
          reporterToldAt: at,
        },
      },
      at,
    )
    const row = { id, issueId: issue.id, reportId, text, askedBy: by.userId, askedAt: at, limitAt }
    return one(moved, [
      statement(db.insert(questions).values(row)),
      ...whom.map((report) => messageTo(db, issue.id, report.id, 'question', at, { questionId: id, limitAt })),
    ])
  })

/** T14 by agency or desk: the answer as it was told, or the question is dropped. */
export const endAsking = (ports: StorePorts, asked: Asked, words: { answer: string; isDropped: boolean }) =>
  act(ports, asked, 'question-end', async (_, plan, by) => {
    // Signed issues go to handling by a first contact (T10), which is another matter.
    if (plan.issue.state !== 'waiting_reporter') return refused('not_allowed_now', { allowed: [] })
    const answer = plainText(words.answer)
    if ((answer === '') !== words.isDropped)
      return refused('invalid', {
        errors: [{ pointer: '/answer', code: 'required', detail: '写下回答，或说不用问了 · An answer, or dropped' }],
      })
    return planQuestionEnd(ports.db, plan, by, words.isDropped ? null : answer, asked.at, onBehalf(asked))
  })

/** The plan with the end of a question: an answer by whoever `by` is, or null for a question that is dropped. */
export function planQuestionEnd(
  db: Db,
  plan: Plan,
  by: Mover,
  answer: string | null,
  at: number,
  body: Record<string, unknown> = {},
): Outcome<Planned> {
  const given = answer === null ? { event: 'dropped' } : { answer }
  const end = { outcome: answer === null ? ('dropped' as const) : ('answered' as const), answer }
  return one(planMove(plan, { to: 'handling', by, given, body: { ...given, ...body } }, at), [
    endQuestion(db, plan.issue.id, end, at),
  ])
}
