import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { contacts, issueEvents, issues, reports, services, trackingTokens } from '../../db/schema/issues.ts'
import { shortLinks } from '../../db/schema/links.ts'
import { sites } from '../../db/schema/sites.ts'
import { statement } from '../../db/writer.ts'
import type { Mine } from '../wire/merchant-steps.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { publicTitle } from './issue-create.ts'
import { turnOf } from './issue-view.ts'
import { bothOf } from './merchant-load.ts'
import type { StorePorts } from './ports.ts'
import { maySee, type Viewer } from './viewer.ts'

/** A link to one's own reports opens for two hours. */
export const MINE_LINK_MS = 2 * 3_600_000
/** Reports of the last twelve months. */
const SHOWN_MS = 365 * 86_400_000
const LISTED = 200

/** `my issues`: everything reported from one telephone, behind a link for a short time. */
export function createMineStore(ports: StorePorts) {
  const { db, writer } = ports

  async function link(reportId: string, tokenHash: string, createdBy: string | null, at: number) {
    const endsAt = at + MINE_LINK_MS
    const row = { tokenHash, kind: 'mine', reportId, createdAt: at, createdBy, endsAt }
    await writer.write([statement(db.insert(shortLinks).values(row))])
    return done({ endsAt })
  }

  return {
    /**
     * From a tracking link: anybody can write anybody's telephone into a report, so the number must have proved to be the
     * reporter's. It has when the agency reached the first reporter by it.
     */
    async linkFromTracking(reportId: string, tokenHash: string, at: number): Promise<Outcome<{ endsAt: number }>> {
      const both = await bothOf(db, reportId)
      if (!both) return refused('link_unknown')
      const hasTelephone = (await telephoneOf(db, reportId)) !== null
      const isReached = both.report.isPrimary && both.found.issue.contactedAt !== null
      if (!hasTelephone || !isReached) return refused('telephone_unverified')
      return link(reportId, tokenHash, null, at)
    },
    /** From the desk, which has checked whom it speaks to. */
    async linkFromDesk(
      {
        issueId,
        reportId,
        tokenHash,
        viewer,
      }: { issueId: string; reportId: string; tokenHash: string; viewer: Viewer },
      at: number,
    ): Promise<Outcome<{ endsAt: number }>> {
      const both = await bothOf(db, reportId)
      if (!both || both.found.issue.id !== issueId || !maySee(viewer, both.found.issue)) return refused('not_found')
      if ((await telephoneOf(db, reportId)) === null) return refused('telephone_unverified')
      const { issue } = both.found
      await writer.write([
        statement(
          db.insert(issueEvents).values({
            ...{ issueId, at, kind: 'mine_link', round: issue.round, actorRole: 'operator', actorId: viewer.id },
            body: JSON.stringify({ reportNumber: both.report.number }),
          }),
        ),
      ])
      return link(reportId, tokenHash, viewer.id, at)
    },
    async list(tokenHash: string, now: number): Promise<Mine | null> {
      const base = await openLink(db, tokenHash, now)
      if (!base) return null
      return { at: now, endsAt: base.endsAt, reports: await reportsOf(db, base.telephone, now) }
    },
    /** A tracking link of its own for one of the reports listed. */
    async open(tokenHash: string, reportId: string, ownHash: string, at: number): Promise<boolean> {
      const base = await openLink(db, tokenHash, at)
      const listed = base ? await reportsOf(db, base.telephone, at) : []
      if (!listed.some(({ id }) => id === reportId)) return false
      await writer.write([statement(db.insert(trackingTokens).values({ tokenHash: ownHash, reportId, createdAt: at }))])
      return true
    },
    async revoke(tokenHash: string, at: number): Promise<boolean> {
      const row = db
        .update(shortLinks)
        .set({ revokedAt: at })
        .where(and(eq(shortLinks.tokenHash, tokenHash), eq(shortLinks.kind, 'mine'), isNull(shortLinks.revokedAt)))
      const outcome = await writer.write([statement(row, 1)])
      return outcome.ok
    },
  }
}

async function telephoneOf(db: Db, reportId: string): Promise<string | null> {
  const [row] = await db.select({ telephone: contacts.telephone }).from(contacts).where(eq(contacts.reportId, reportId))
  return row?.telephone ?? null
}

async function openLink(db: Db, tokenHash: string, now: number) {
  const [row] = await db
    .select({ reportId: shortLinks.reportId, endsAt: shortLinks.endsAt })
    .from(shortLinks)
    .where(
      and(
        eq(shortLinks.tokenHash, tokenHash),
        eq(shortLinks.kind, 'mine'),
        isNull(shortLinks.revokedAt),
        gt(shortLinks.endsAt, now),
      ),
    )
  const telephone = row?.reportId ? await telephoneOf(db, row.reportId) : null
  return row && telephone !== null ? { endsAt: row.endsAt, telephone } : null
}

async function reportsOf(db: Db, telephone: string, now: number): Promise<Mine['reports']> {
  const rows = await db
    .select({
      report: reports,
      issue: issues,
      service: { id: services.id, nameZh: services.nameZh, nameEn: services.nameEn },
      site: { id: sites.id, nameZh: sites.nameZh, nameEn: sites.nameEn },
    })
    .from(contacts)
    .innerJoin(reports, eq(reports.id, contacts.reportId))
    .innerJoin(issues, eq(issues.id, reports.issueId))
    .innerJoin(services, eq(services.id, issues.serviceId))
    .leftJoin(sites, eq(sites.id, issues.siteId))
    .where(and(eq(contacts.telephone, telephone), gt(reports.createdAt, now - SHOWN_MS)))
    .orderBy(desc(reports.createdAt))
    .limit(LISTED)
  return rows.map(({ report, issue, service, site }) => ({
    ...{ id: report.id, number: report.number, createdAt: report.createdAt, service },
    title: publicTitle(service, site?.id ? site : null),
    state: issue.state,
    site: site?.id ? site : null,
    turn: turnOf(issue),
    expectedAt: issue.expectedAt,
  }))
}
