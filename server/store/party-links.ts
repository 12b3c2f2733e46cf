import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { contacts, issueEvents, issues, reports } from '../../db/schema/issues.ts'
import { shortLinks } from '../../db/schema/links.ts'
import { agencies } from '../../db/schema/people.ts'
import { statement } from '../../db/writer.ts'
import { DAY_MS } from '../domain/calendar.ts'
import { advance, calendarFor, limitOf } from '../domain/clock.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import type { IssueDetail } from '../wire/issues.ts'
import { PARTY_STEPS, type PartyView } from '../wire/party.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { clockClassOf } from './issue-create.ts'
import { issueDetail } from './issue-detail.ts'
import type { Asked, createIssueMoves } from './issue-moves.ts'
import { issueLiveEvent } from './issue-statements.ts'
import { namedIssues } from './issue-view.ts'
import type { StorePorts } from './ports.ts'
import { currentRules } from './rule-book.ts'
import { maySee, type Viewer } from './viewer.ts'

const LONGEST_MS = 14 * DAY_MS
type Moves = Pick<ReturnType<typeof createIssueMoves>, 'sign' | 'contact' | 'reply'>

/** Whoever holds the link, as an officer of the agency without an account. */
const holderOf = (agencyId: string): Viewer => ({ id: '', role: 'officer', agencyId })

/** Outside parties answer by a link: the power company signs, says whom it reached, and replies, without an account. */
export function createPartyLinkStore(ports: StorePorts, moves: Moves) {
  const { db, writer } = ports

  return {
    /** A new link for the agency the issue is with; links before it open nothing any more. */
    async make(
      { issueId, viewer, tokenHash }: { issueId: string; viewer: Viewer; tokenHash: string },
      at: number,
    ): Promise<Outcome<{ endsAt: number }>> {
      const [found] = await namedIssues(db).where(eq(issues.id, issueId))
      if (!found || !maySee(viewer, found.issue)) return refused('not_found')
      const { issue, service } = found
      const [agency] = issue.agencyId ? await db.select().from(agencies).where(eq(agencies.id, issue.agencyId)) : []
      if (!agency?.isOutsideParty || issue.finishedAt !== null) return refused('not_allowed_now', { allowed: [] })
      const rules = await currentRules(db)
      const { rule, amount } = limitOf('handle', clockClassOf(service), rules.limits)
      const endsAt = Math.min(at + LONGEST_MS, advance(at, amount, rule, calendarFor(rules, agency.id)))
      const running = and(eq(shortLinks.issueId, issueId), eq(shortLinks.kind, 'party'), isNull(shortLinks.revokedAt))
      await writer.write([
        statement(db.update(shortLinks).set({ revokedAt: at }).where(running)),
        statement(
          db.insert(shortLinks).values({
            ...{ tokenHash, kind: 'party', issueId, agencyId: agency.id, createdAt: at, createdBy: viewer.id, endsAt },
          }),
        ),
        statement(
          db.insert(issueEvents).values({
            ...{ issueId, at, kind: 'party_link', round: issue.round, actorRole: 'operator', actorId: viewer.id },
            agencyId: agency.id,
            body: JSON.stringify({ endsAt }),
          }),
        ),
        issueLiveEvent(db, issue, at),
      ])
      return done({ endsAt })
    },

    async view(tokenHash: string, now: number): Promise<PartyView | null> {
      const link = await linkOf(db, tokenHash, now)
      return link ? viewOf(db, link, now) : null
    },

    /** A step by the link's holder, on the version they saw. */
    async step(
      tokenHash: string,
      version: number,
      at: number,
      take: (moves: Moves, asked: Asked) => Promise<Outcome<IssueDetail>>,
    ): Promise<Outcome<PartyView>> {
      const link = await linkOf(db, tokenHash, at)
      if (!link) return refused('link_unknown')
      const outcome = await take(moves, { id: link.issueId, viewer: holderOf(link.agency.id), version, at })
      if (!outcome.ok) return outcome
      const view = await viewOf(db, link, at)
      return view ? done(view) : refused('link_unknown')
    },

    /** A merchant's telephone, unless it is closed to agencies; the look is an event. */
    async telephone(
      tokenHash: string,
      reportId: string,
      at: number,
    ): Promise<Outcome<{ name: string | null; telephone: string | null }>> {
      const link = await linkOf(db, tokenHash, at)
      if (!link) return refused('link_unknown')
      const [row] = await db
        .select({ report: reports, contact: contacts, issue: issues })
        .from(reports)
        .innerJoin(issues, eq(issues.id, reports.issueId))
        .leftJoin(contacts, eq(contacts.reportId, reports.id))
        .where(and(eq(reports.id, reportId), eq(reports.issueId, link.issueId)))
      if (!row) return refused('not_found')
      if (row.issue.isSecret || row.contact?.isHiddenFromAgency) return refused('contact_hidden')
      await writer.write([
        statement(
          db.insert(issueEvents).values({
            ...{ issueId: link.issueId, at, kind: 'contact_viewed', round: row.issue.round, actorRole: 'agency' },
            agencyId: link.agency.id,
            body: JSON.stringify({ reportNumber: row.report.number, reason: 'handling' }),
          }),
        ),
        issueLiveEvent(db, row.issue, at),
      ])
      return done({ name: row.contact?.name ?? null, telephone: row.contact?.telephone ?? null })
    },
  }
}

type Link = NonNullable<Awaited<ReturnType<typeof linkOf>>>

/** An open link whose issue is still with its agency. */
async function linkOf(db: Db, tokenHash: string, now: number) {
  const [row] = await db
    .select({
      issueId: issues.id,
      endsAt: shortLinks.endsAt,
      agency: { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn },
    })
    .from(shortLinks)
    .innerJoin(issues, and(eq(issues.id, shortLinks.issueId), eq(issues.agencyId, shortLinks.agencyId)))
    .innerJoin(agencies, eq(agencies.id, shortLinks.agencyId))
    .where(
      and(
        eq(shortLinks.tokenHash, tokenHash),
        eq(shortLinks.kind, 'party'),
        isNull(shortLinks.revokedAt),
        gt(shortLinks.endsAt, now),
      ),
    )
  return row ?? null
}

async function viewOf(db: Db, link: Link, now: number): Promise<PartyView | null> {
  const detail = await issueDetail(db, link.issueId, holderOf(link.agency.id), now)
  if (!detail) return null
  const hidden = await db
    .select({ reportId: contacts.reportId, isHidden: contacts.isHiddenFromAgency, telephone: contacts.telephone })
    .from(contacts)
    .innerJoin(reports, eq(reports.id, contacts.reportId))
    .where(eq(reports.issueId, link.issueId))
  const reachable = new Set(hidden.flatMap((one) => (one.telephone && !one.isHidden ? [one.reportId] : [])))
  const { number, title, text, service, site, state, dueAt, isProvisional, version, facts } = detail
  return {
    ...{ at: now, endsAt: link.endsAt, agency: link.agency, number, title, text, service, site, state },
    ...{ dueAt, isProvisional, version, replyText: facts.replied.text },
    reports: detail.reports.map((report) => ({
      ...{ id: report.id, number: report.number, place: report.place, text: maskPersonal(report.text) },
      hasTelephone: !detail.isSecret && reachable.has(report.id),
    })),
    steps: PARTY_STEPS.filter((step) => detail.actions.includes(step)),
  }
}
