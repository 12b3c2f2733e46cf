import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { reports } from '../../db/schema/issues.ts'
import { knowledgeEntries } from '../../db/schema/knowledge.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { dateOn } from '../domain/calendar.ts'
import { maskPersonal, plainText, shortened } from '../domain/plain-text.ts'
import { done, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import { type Asked, act, one, type Planned } from './issue-act.ts'
import { type IssueRecord, type Mover, type Plan, planMove } from './issue-plan.ts'
import { textsSaid } from './issue-texts.ts'
import { messagesToAll } from './issue-told.ts'
import type { StorePorts } from './ports.ts'
import { rememberReply } from './replies.ts'

export interface AnswerWords {
  text: string
  entryId: string | null
  proposedTitle: string
  resolved: 'none' | 'yes' | 'partly' | 'no'
  sameTextReason: string
}

/** T2: answered without an agency, from a knowledge entry that holds today, or with a new one proposed. */
export const answerDirectly = (ports: StorePorts, asked: Asked, words: AnswerWords) =>
  act(ports, asked, 'answer', async ({ issue }, plan, by) => {
    const { db } = ports
    const planned = await planDirectAnswer(db, plan, by, asked, words)
    if (!planned.ok) return planned
    return done({
      plan: planned.value.plan,
      also: [
        ...(planned.value.also ?? []),
        ...(issue.round > 1 ? [forgetAnswers(db, issue.id)] : []),
        ...(await messagesToAll(db, issue.id, 'answered', asked.at)),
      ],
    })
  })

/** The plan with a direct answer, and the rows that go with it: its fingerprint, and the entry it proposes. */
export async function planDirectAnswer(
  db: Db,
  plan: Plan,
  by: Mover,
  asked: Pick<Asked, 'viewer' | 'at'>,
  words: AnswerWords,
): Promise<Outcome<Planned>> {
  const { entryId, proposedTitle, resolved, sameTextReason } = words
  const text = plainText(words.text)
  const unfit = entryId === null ? null : await unfitEntry(db, entryId, asked.at)
  if (unfit) return unfit
  const moved = planMove(
    plan,
    {
      to: 'answered',
      by,
      given: {
        answer: text,
        ...(entryId === null ? { proposedEntry: proposedTitle } : { knowledgeEntryId: entryId }),
      },
      body: {
        text,
        resolved,
        ...(entryId === null ? { proposedTitle } : { entryId }),
        ...(sameTextReason ? { sameTextReason } : {}),
      },
      patch: {
        ...said(text, asked.at),
        entryId,
        resolved,
        resolvedAt: resolved === 'none' ? null : asked.at,
        plannedAt: null,
      },
    },
    asked.at,
  )
  if (!moved.ok) return moved
  const remembered = await rememberReply(db, plan, asked.viewer, { text, sameTextReason }, asked.at)
  if (!remembered.ok) return remembered
  return one(moved, [
    ...remembered.value,
    ...(entryId === null ? proposal(plan.issue, asked, shortened(proposedTitle, 120), text) : []),
  ])
}

/** A new reply is a new question to the merchants: what they said before stays in the events. */
export const said = (text: string, at: number): Partial<IssueRecord> => ({
  repliedAt: at,
  replyText: text,
  confirmed: 'not_asked',
  confirmedAt: null,
})

/** Clears the merchants' answers to an earlier reply; the events keep them. */
export const forgetAnswers = (db: Db, issueId: string): Statement =>
  statement(
    db
      .update(reports)
      .set({
        answer: 'not_asked',
        answeredAt: null,
        answerText: null,
        answerReason: null,
        grade: null,
        gradedAt: null,
        excludedAt: null,
      })
      .where(eq(reports.issueId, issueId)),
  )

/** Why an entry cannot be answered from at `at` (epoch ms); null when it can. */
async function unfitEntry(db: Db, entryId: string, at: number): Promise<Refused | null> {
  const [entry] = await db
    .select({ validUntilOn: knowledgeEntries.validUntilOn })
    .from(knowledgeEntries)
    .where(and(eq(knowledgeEntries.id, entryId), eq(knowledgeEntries.status, 'published')))
  const fault = (code: string, detail: string) => [{ pointer: '/entryId', code, detail }]
  if (!entry)
    return refused('unknown_reference', { errors: fault('unknown', 'There is no such entry, or it is not published.') })
  if (entry.validUntilOn === null || entry.validUntilOn >= dateOn(at)) return null
  return refused('invalid', { errors: fault('expired', '这条知识过期了 · This entry has expired') })
}

/** A proposed entry takes the next number in the same transaction, and the issue points at it. */
function proposal(
  { id, serviceId }: IssueRecord,
  { at, viewer }: Pick<Asked, 'viewer' | 'at'>,
  title: string,
  text: string,
): Statement[] {
  return [
    {
      sql: `INSERT INTO knowledge_entries (id, serial, title, plain_words, service_id, status, source_issue_id, created_by, created_at, changed_at)
        SELECT printf('K-%04d', serial), serial, ?, ?, ?, 'proposed', ?, ?, ?, ?
        FROM (SELECT coalesce(max(serial), 0) + 1 AS serial FROM knowledge_entries)`,
      args: [title, maskPersonal(text), serviceId, id, viewer.id, at, at],
      expectRows: 1,
    },
    {
      sql: `UPDATE issues SET entry_id =
        (SELECT id FROM knowledge_entries WHERE source_issue_id = ? ORDER BY serial DESC LIMIT 1) WHERE id = ?`,
      args: [id, id],
    },
  ]
}

export interface RefusalWords {
  reasonCode: string
  legalBasis: string
  whereInstead: string
}

/** T4: not taken, with the law, and where to go instead. */
export const refuseIssue = (ports: StorePorts, asked: Asked, words: RefusalWords) =>
  act(ports, asked, 'refusal', async ({ issue }, plan, by) => {
    const body = { ...words, whereInstead: plainText(words.whereInstead) }
    const moved = planMove(plan, { to: 'not_accepted', by, given: body, body }, asked.at)
    return one(moved, await messagesToAll(ports.db, issue.id, 'not_accepted', asked.at, body))
  })

/** T22: the desk explains anew, in other words than before. */
export const explainAgain = (ports: StorePorts, asked: Asked, words: { text: string; sameTextReason: string }) =>
  act(ports, asked, 'explanation', async ({ issue }, plan, by) => {
    const { db } = ports
    const text = plainText(words.text)
    const earlierTexts = await textsSaid(db, issue.id)
    const moved = planMove(
      plan,
      {
        to: 'answered',
        by,
        given: { explanation: maskPersonal(text), earlierTexts },
        body: { text, ...(words.sameTextReason ? { sameTextReason: words.sameTextReason } : {}) },
        patch: said(text, asked.at),
        fields: { explanation: 'text', earlierTexts: null },
      },
      asked.at,
    )
    if (!moved.ok) return moved
    const { sameTextReason } = words
    const remembered = await rememberReply(db, plan, asked.viewer, { text, sameTextReason }, asked.at)
    if (!remembered.ok) return remembered
    return one(moved, [
      ...remembered.value,
      forgetAnswers(db, issue.id),
      ...(await messagesToAll(db, issue.id, 'answered', asked.at)),
    ])
  })
