import { and, desc, eq, gte, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { contacts, issues, reports } from '../../db/schema/issues.ts'

/** A matter of the same service counts as a repeat this long after a reply, ms. */
export const REPEAT_MS = 90 * 86_400_000

/** The matter that may repeat an earlier one. */
export interface Again {
  service: { id: string }
  site: { id: string } | null
  report: { telephone: string | null } | null
}

const short = { id: issues.id, number: issues.number, title: issues.title, repliedAt: issues.repliedAt }

/** The newest issue of the same service, at the same site or by the same telephone, replied to within 90 days before. */
export async function repeatedIssue(
  db: Db,
  { service, site, report }: Again,
  at: number,
): Promise<{ id: string; number: string; title: string } | null> {
  const replied = and(
    eq(issues.serviceId, service.id),
    gte(issues.repliedAt, at - REPEAT_MS),
    eq(issues.isTest, false),
    sql`${issues.masterId} IS NULL`,
  )
  const telephone = report?.telephone ?? null
  const found = await Promise.all([
    site
      ? db
          .select(short)
          .from(issues)
          .where(and(eq(issues.siteId, site.id), replied))
          .orderBy(desc(issues.repliedAt))
          .limit(1)
      : [],
    telephone
      ? db
          .select(short)
          .from(contacts)
          .innerJoin(reports, eq(reports.id, contacts.reportId))
          .innerJoin(issues, eq(issues.id, reports.issueId))
          .where(and(eq(contacts.telephone, telephone), replied))
          .orderBy(desc(issues.repliedAt))
          .limit(1)
      : [],
  ])
  const newest = found.flat().sort((a, b) => (b.repliedAt ?? 0) - (a.repliedAt ?? 0))[0]
  return newest ? { id: newest.id, number: newest.number, title: newest.title } : null
}
