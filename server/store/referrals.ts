import { and, asc, eq, inArray, lte } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents, issues, reports } from '../../db/schema/issues.ts'
import { users } from '../../db/schema/people.ts'
import { referrals, thirdParties } from '../../db/schema/supervision.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { DAY_MS } from '../domain/calendar.ts'
import { maskPersonal, plainText } from '../domain/plain-text.ts'
import { needsOutcome, type ReferralStatus, referralMayBecome } from '../domain/referral.ts'
import type { Referral, ThirdParty } from '../wire/referrals.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import type { IssueRecord } from './issue-plan.ts'
import { issueLiveEvent } from './issue-statements.ts'
import { messageTo } from './issue-told.ts'
import { type NamedIssue, namedIssues } from './issue-view.ts'
import { unknownReference } from './issues.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'
import { helpsWith, partiesOf } from './third-parties.ts'
import { maySee, type Viewer } from './viewer.ts'

export interface ReferralWords {
  thirdPartyId: string
  consentChannel: string
  consentAt: number
  text: string
  days: number
}

/** Hand-overs to third parties of what lies outside an agency's power, each tracked until an outcome. */
export function createReferralStore({ db, writer }: StorePorts) {
  async function seen(issueId: string, viewer: Viewer): Promise<NamedIssue | null> {
    const [found] = await namedIssues(db).where(eq(issues.id, issueId))
    return found && maySee(viewer, found.issue) ? found : null
  }

  return {
    /** Who may help with this issue's service; null when the issue is not the viewer's to see. */
    async choices(issueId: string, viewer: Viewer): Promise<ThirdParty[] | null> {
      const found = await seen(issueId, viewer)
      if (!found) return null
      return found.service.isReferable
        ? (await partiesOf(db)).filter((party) => helpsWith(party, found.service.id))
        : []
    },

    async hand(issueId: string, viewer: Viewer, words: ReferralWords, at: number): Promise<Outcome<Referral>> {
      const found = await seen(issueId, viewer)
      if (!found) return refused('not_found')
      if (!found.service.isReferable) return refused('not_allowed_now', { allowed: [] })
      const party = (await partiesOf(db)).find(({ id }) => id === words.thirdPartyId)
      if (!party || !helpsWith(party, found.service.id))
        return unknownReference('/thirdPartyId', 'There is no such third party for this service.')
      if (words.consentAt > at)
        return refused('invalid', {
          errors: [{ pointer: '/consentAt', code: 'unfit', detail: '时间还没到 · This lies ahead' }],
        })
      const { issue } = found
      const id = newId(at)
      const { consentAt, consentChannel } = words
      const limitAt = at + words.days * DAY_MS
      const row = {
        ...{ id, issueId, thirdPartyId: party.id, consentAt, consentChannel, text: plainText(words.text) },
        ...{ sentBy: viewer.id, sentAt: at, limitAt, status: 'sent' as const },
      }
      await writer.write([
        statement(db.insert(referrals).values(row)),
        ...(await told(db, issue, { id, status: 'sent', partyId: party.id, outcome: '' }, viewer.id, at, {
          consentChannel,
          consentAt,
          limitAt,
        })),
      ])
      return done((await referralOf(db, id))!)
    },

    /** What came of it, on the version that was looked at. */
    async move(
      issueId: string,
      id: string,
      viewer: Viewer,
      version: number,
      to: { status: ReferralStatus; outcome: string },
      at: number,
    ): Promise<Outcome<Referral>> {
      const found = await seen(issueId, viewer)
      const [row] = found ? await db.select().from(referrals).where(eq(referrals.id, id)) : []
      if (!found || row?.issueId !== issueId) return refused('not_found')
      if (row.version !== version) return refused('stale', { version: row.version })
      if (!referralMayBecome(row.status as ReferralStatus, to.status))
        return refused('not_allowed_now', { allowed: [] })
      const outcome = plainText(to.outcome)
      if (needsOutcome(to.status) && outcome === '')
        return refused('invalid', {
          errors: [{ pointer: '/outcome', code: 'required', detail: '写明结果 · Say what came of it' }],
        })
      const isEnd = needsOutcome(to.status)
      const step = { id, status: to.status, partyId: row.thirdPartyId, outcome }
      const kept = await writer.write([
        statement(
          db
            .update(referrals)
            .set({ status: to.status, version: version + 1, ...(isEnd ? { outcome, outcomeAt: at } : {}) })
            .where(and(eq(referrals.id, id), eq(referrals.version, version))),
          1,
        ),
        ...(await told(db, found.issue, step, viewer.id, at)),
      ])
      return kept.ok ? done((await referralOf(db, id))!) : refused('stale')
    },

    /** Hand-overs nobody answered by their limit; gives how many lapsed. */
    async lapse(at: number): Promise<number> {
      const open = and(inArray(referrals.status, ['sent', 'accepted']), lte(referrals.limitAt, at))
      const rows = await db
        .select({ referral: referrals, issue: issues })
        .from(referrals)
        .innerJoin(issues, eq(issues.id, referrals.issueId))
        .where(open)
        .orderBy(asc(referrals.limitAt))
        .limit(200)
      let lapsed = 0
      for (const { referral, issue } of rows) {
        const { id, version, thirdPartyId: partyId } = referral
        const kept = await writer.write([
          statement(
            db
              .update(referrals)
              .set({ status: 'lapsed', version: version + 1 })
              .where(and(eq(referrals.id, id), eq(referrals.version, version))),
            1,
          ),
          ...(await told(db, issue, { id, status: 'lapsed', partyId, outcome: '' }, null, at)),
        ])
        if (kept.ok) lapsed++
      }
      return lapsed
    },
  }
}

/** The event, the merchant's message and the sign to open screens. */
async function told(
  db: Db,
  issue: IssueRecord,
  { id, status, partyId, outcome }: { id: string; status: ReferralStatus; partyId: string; outcome: string },
  actorId: string | null,
  at: number,
  more: Record<string, unknown> = {},
): Promise<Statement[]> {
  const [party] = await db.select().from(thirdParties).where(eq(thirdParties.id, partyId))
  const names = { partyZh: party?.nameZh ?? '', partyEn: party?.nameEn ?? '' }
  const body = { referralId: id, status, ...names, outcome, ...more }
  const first = await db
    .select({ id: reports.id })
    .from(reports)
    .where(and(eq(reports.issueId, issue.id), eq(reports.isPrimary, true)))
  return [
    statement(
      db.insert(issueEvents).values({
        ...{ issueId: issue.id, at, kind: 'referral', round: issue.round, actorId },
        actorRole: actorId === null ? 'system' : 'operator',
        body: JSON.stringify(body),
      }),
    ),
    ...first.map((report) => messageTo(db, issue.id, report.id, `referral_${status}`, at, names)),
    issueLiveEvent(db, issue, at),
  ]
}

async function referralOf(db: Db, id: string): Promise<Referral | null> {
  const [row] = await db
    .select({ referral: referrals, party: thirdParties, issueNumber: issues.number, sentBy: users.name })
    .from(referrals)
    .innerJoin(thirdParties, eq(thirdParties.id, referrals.thirdPartyId))
    .innerJoin(issues, eq(issues.id, referrals.issueId))
    .leftJoin(users, eq(users.id, referrals.sentBy))
    .where(eq(referrals.id, id))
  if (!row) return null
  const { thirdPartyId: _, ...referral } = row.referral
  return {
    ...referral,
    text: maskPersonal(referral.text),
    status: referral.status as ReferralStatus,
    issueNumber: row.issueNumber,
    party: { id: row.party.id, nameZh: row.party.nameZh, nameEn: row.party.nameEn },
    sentBy: row.sentBy,
  }
}
