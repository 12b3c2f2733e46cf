import { eq } from 'drizzle-orm'
import { contacts, reports } from '../../db/schema/issues.ts'
import { statement } from '../../db/writer.ts'
import type { IssueState } from '../domain/issue.ts'
import { reporterReopening } from '../domain/issue-round.ts'
import { plainText } from '../domain/plain-text.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { commit } from './issue-act.ts'
import { createIssue, siteOf } from './issue-create.ts'
import { planOf } from './issue-load.ts'
import { REPORTER } from './issue-plan.ts'
import { planReopening } from './issue-reopen.ts'
import type { Lane } from './issues.ts'
import { reasonsOf } from './merchant-answer.ts'
import { type Both, bothOf, judgedNow, notNow } from './merchant-load.ts'
import type { StorePorts } from './ports.ts'

/** Words or a standard reason; `tokenHash` for the link of a new issue, should it come to one. */
export interface ReopeningWords {
  reason: string | null
  text: string
  tokenHash: string
}
/** A new issue that repeats the old one; null when the old one goes on. */
export type Fresh = { number: string; issueNumber: string; expectedAt: number | null } | null

/**
 * How a merchant may take an ended issue up again at `now` (epoch ms). Who joined somebody else's opens one of their own:
 * the first reporter's word has ended it.
 */
export function reopeningOf({ report, found: { issue } }: Both, now: number) {
  const how = reporterReopening(
    {
      state: issue.state as IssueState,
      confirmedAt: issue.confirmed === 'yes' ? issue.confirmedAt : null,
      endedAt: issue.finishedAt,
    },
    now,
  )
  if (how === null) return null
  return report.isPrimary || report.leftAt !== null ? how : ('new_issue' as const)
}

/** T25 by the merchant, or after 90 days a new issue linked as a repeat. No message on an ended issue is lost. */
export async function reopenByReporter(
  ports: StorePorts,
  lane: Lane,
  reportId: string,
  given: ReopeningWords,
  at: number,
): Promise<Outcome<Fresh>> {
  const both = await bothOf(ports.db, reportId)
  if (!both) return refused('link_unknown')
  const how = reopeningOf(both, at)
  const reason = reasonsOf(both.found.service).find(({ code }) => code === given.reason) ?? null
  const text = plainText(given.text)
  if (how === null) return notNow()
  if (text === '' && (how !== 'one_tap' || reason === null))
    return refused('invalid', { errors: [{ pointer: '/text', code: 'required', detail: '说一句为什么 · Say why' }] })
  const words = text || reason?.labelZh || ''
  if (how === 'new_issue') return repeat(ports, lane, both, words, given.tokenHash, at)
  const failure = await judgedNow(ports, reportId, async ({ report, found }) => {
    const planned = await planReopening(ports.db, await planOf(ports.db, found), REPORTER, words, at)
    if (!planned.ok) return planned
    const word = { answer: 'not_asked', answeredAt: null, answerText: null, answerReason: null, leftAt: null }
    const afresh = ports.db.update(reports).set(word).where(eq(reports.id, report.id))
    return commit(ports, { ...planned.value, also: [...(planned.value.also ?? []), statement(afresh)] }, at)
  })
  return failure ?? done(null)
}

/** A new issue with the merchant's contact, place and service, that names the one it repeats. */
async function repeat(
  { db, writer }: StorePorts,
  lane: Lane,
  { report, found: { issue, service } }: Both,
  text: string,
  tokenHash: string,
  at: number,
): Promise<Outcome<Fresh>> {
  const [contact] = await db.select().from(contacts).where(eq(contacts.reportId, report.id))
  const site = report.siteId === null ? null : await siteOf(db, report.siteId)
  const created = await lane(() =>
    createIssue(
      db,
      writer,
      {
        channel: 'phone_page',
        service,
        site,
        text,
        by: REPORTER,
        body: { channel: 'phone_page', repeatOf: issue.number },
        patch: { repeatOfId: issue.id, isSecret: issue.isSecret, frozen: issue.frozen },
        report: {
          ...{ place: report.place, text, channel: 'phone_page', tokenHash },
          ...{ name: contact?.name ?? null, telephone: contact?.telephone ?? null },
          isHiddenFromAgency: contact?.isHiddenFromAgency ?? false,
        },
      },
      at,
    ),
  )
  if (!created.ok) return created
  const { issue: fresh, report: own } = created.value
  return done({ number: own!.number, issueNumber: fresh.number, expectedAt: fresh.expectedAt })
}
