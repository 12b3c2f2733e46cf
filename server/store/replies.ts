import { createHash } from 'node:crypto'
import { and, desc, eq, gte, ne } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import { templates } from '../../db/schema/knowledge.ts'
import { replyPrints } from '../../db/schema/supervision.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { type ClockRule, shareOf } from '../domain/clock.ts'
import { normalReply, PRINT_WINDOW_MS, templateParts } from '../domain/reply-print.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { asPause, pausesOf } from './issue-clocks.ts'
import type { Plan } from './issue-plan.ts'
import { maySee, type Viewer } from './viewer.ts'

/** What a reply, a direct answer or an explanation says to the merchants; `text` is already plain. */
export interface SaidText {
  text: string
  /** Why a text equal to another issue's is right here; '' for none. */
  sameTextReason: string
}

/**
 * The row that remembers a reply for comparison, as a statement of its transaction. Refuses with `same_text` when another
 * issue was answered in the same words within 180 days and no reason is given; the other issue is named to whom it may
 * be. `plan` is the issue before the move that replies.
 */
export async function rememberReply(
  db: Db,
  plan: Plan,
  viewer: Viewer,
  { text, sameTextReason }: SaidText,
  at: number,
): Promise<Outcome<Statement[]>> {
  const { issue } = plan
  const print = await printOf(db, text)
  const same = print === '' ? null : await sameText(db, print, issue.id, at)
  if (same && sameTextReason.trim() === '')
    return refused('same_text', {
      errors: [
        { pointer: '/sameTextReason', code: 'same_text', detail: sameAs(maySee(viewer, same) ? same.number : null) },
      ],
    })
  return done([
    statement(
      db.insert(replyPrints).values({
        print,
        issueId: issue.id,
        agencyId: issue.agencyId,
        round: issue.round,
        repliedAt: at,
        reason: same ? sameTextReason : '',
        sameAsId: same?.id ?? null,
        sharePermille: sharePermille(plan, at),
      }),
    ),
  ])
}

const sameAs = (number: string | null): string =>
  number === null
    ? '和别的单位一件诉求的答复一样 · The same words as on another agency’s issue'
    : `和${number}的答复一样 · The same words as on ${number}`

/** SHA-256 of a normalised text, '' for one too short to compare. */
async function printOf(db: Db, text: string): Promise<string> {
  const rows = await db.select({ text: templates.text, smsText: templates.smsText }).from(templates)
  const parts = rows.flatMap((row) => [...templateParts(row.text), ...templateParts(row.smsText)])
  const normal = normalReply(text, parts)
  return normal === null ? '' : createHash('sha256').update(normal).digest('hex')
}

async function sameText(db: Db, print: string, issueId: string, at: number) {
  const [row] = await db
    .select({
      id: issues.id,
      number: issues.number,
      agencyId: issues.agencyId,
      leadAgencyId: issues.leadAgencyId,
    })
    .from(replyPrints)
    .innerJoin(issues, eq(issues.id, replyPrints.issueId))
    .where(
      and(
        eq(replyPrints.print, print),
        gte(replyPrints.repliedAt, at - PRINT_WINDOW_MS),
        ne(replyPrints.issueId, issueId),
      ),
    )
    .orderBy(desc(replyPrints.repliedAt))
    .limit(1)
  return row ?? null
}

/** Share of the handling limit used up at `at`, in thousandths rounded down; a late reply is past 1000. */
function sharePermille(plan: Plan, at: number): number | null {
  const run = plan.running.find(({ clock }) => clock === 'handle')
  if (!run) return null
  const counted = { rule: run.rule as ClockRule, amount: run.amount, startedAt: run.startedAt }
  const share = shareOf(counted, at, pausesOf(run, plan.pauses).map(asPause), plan.calendarOf(run))
  return at > run.dueAt ? Math.max(1_001, Math.ceil(share * 1_000)) : Math.min(1_000, Math.floor(share * 1_000))
}
