import { and, asc, desc, eq, gte, inArray, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Db } from '../../db/drizzle.ts'
import { issues, services } from '../../db/schema/issues.ts'
import { knowledgeEntries } from '../../db/schema/knowledge.ts'
import { agencies, users } from '../../db/schema/people.ts'
import { sites } from '../../db/schema/sites.ts'
import { consultationIssues, consultations } from '../../db/schema/supervision.ts'
import { dateOn } from '../domain/calendar.ts'
import { CLUSTER_REASONS, type ClusterReason } from '../domain/consultation.ts'
import type { IssueState } from '../domain/issue.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import type { ConsultationStatus, Consultations, ConsultationView } from '../wire/consultation.ts'
import { seenBy, type Viewer } from './viewer.ts'

const lead = alias(agencies, 'lead')
const agencyName = { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn }
const SHOWN = 100
const STRUCK_OFF_MS = 180 * 86_400_000

const consultationRows = (db: Db) =>
  db
    .select({
      row: consultations,
      service: { id: services.id, nameZh: services.nameZh, nameEn: services.nameEn },
      site: { id: sites.id, nameZh: sites.nameZh, nameEn: sites.nameEn },
      agency: agencyName,
      leadAgency: { id: lead.id, nameZh: lead.nameZh, nameEn: lead.nameEn },
      entry: { id: knowledgeEntries.id, title: knowledgeEntries.title },
      struckOffBy: users.name,
      issueCount: sql<number>`(SELECT count(*) FROM consultation_issues c WHERE c.consultation_id = ${consultations.id})`,
    })
    .from(consultations)
    .leftJoin(services, eq(services.id, consultations.serviceId))
    .leftJoin(sites, eq(sites.id, consultations.siteId))
    .leftJoin(agencies, eq(agencies.id, consultations.agencyId))
    .leftJoin(lead, eq(lead.id, consultations.leadAgencyId))
    .leftJoin(knowledgeEntries, eq(knowledgeEntries.id, consultations.entryId))
    .leftJoin(users, eq(users.id, consultations.struckOffBy))
    .$dynamic()
type Row = Awaited<ReturnType<typeof consultationRows>>[number]

/** What the viewer may see: an officer the matters their agency leads or has. */
function seen(viewer: Viewer): SQL | undefined {
  if (viewer.role !== 'officer') return undefined
  const own = viewer.agencyId ?? ''
  return or(eq(consultations.leadAgencyId, own), eq(consultations.agencyId, own))
}

/** The ledgers as the viewer may see them, oldest first; what was struck off newest first. */
export async function consultationLedgers(db: Db, viewer: Viewer, now: number): Promise<Consultations> {
  const withStatus = (status: ConsultationStatus) =>
    consultationRows(db).where(and(eq(consultations.status, status), seen(viewer)))
  const [listed, planned, struckOff] = await Promise.all([
    withStatus('listed').orderBy(asc(consultations.createdAt)).limit(SHOWN),
    withStatus('planned').orderBy(asc(consultations.dueOn), asc(consultations.createdAt)).limit(SHOWN),
    consultationRows(db)
      .where(
        and(eq(consultations.status, 'struck_off'), gte(consultations.struckOffAt, now - STRUCK_OFF_MS), seen(viewer)),
      )
      .orderBy(desc(consultations.struckOffAt))
      .limit(SHOWN),
  ])
  const members = await membersOf(
    db,
    viewer,
    [...listed, ...planned, ...struckOff].map(({ row }) => row.id),
  )
  const views = (rows: readonly Row[]) => rows.map((row) => viewOf(row, members.get(row.row.id) ?? [], now))
  return { listed: views(listed), planned: views(planned), struckOff: views(struckOff) }
}

/** One matter, or null when there is none or it is not the viewer's to see. */
export async function consultationView(
  db: Db,
  id: string,
  viewer: Viewer,
  now: number,
): Promise<ConsultationView | null> {
  const [row] = await consultationRows(db).where(and(eq(consultations.id, id), seen(viewer)))
  return row ? viewOf(row, (await membersOf(db, viewer, [id])).get(id) ?? [], now) : null
}

const MEMBERS_SHOWN = 50

async function membersOf(db: Db, viewer: Viewer, ids: readonly string[]) {
  const byConsultation = new Map<string, ConsultationView['issues']>()
  if (ids.length === 0) return byConsultation
  const rows = await db
    .select({ consultationId: consultationIssues.consultationId, issue: issues, agency: agencyName })
    .from(consultationIssues)
    .innerJoin(issues, eq(issues.id, consultationIssues.issueId))
    .leftJoin(agencies, eq(agencies.id, issues.agencyId))
    .where(and(inArray(consultationIssues.consultationId, [...ids]), seenBy(viewer)))
    .orderBy(desc(issues.receivedAt), desc(issues.id))
  for (const { consultationId, issue, agency } of rows) {
    const members = byConsultation.get(consultationId) ?? []
    byConsultation.set(consultationId, members)
    if (members.length >= MEMBERS_SHOWN) continue
    const { id, number, receivedAt, returnCount, reworkCount, transferCount } = issue
    members.push({
      id,
      number,
      title: maskPersonal(issue.title),
      state: issue.state as IssueState,
      agency: agency?.id ? agency : null,
      receivedAt,
      returnCount,
      reworkCount,
      transferCount,
      isRepeat: issue.repeatOfId !== null,
    })
  }
  return byConsultation
}

function viewOf(found: Row, members: ConsultationView['issues'], now: number): ConsultationView {
  const { row, service, site, agency, leadAgency, entry } = found
  const reasons = row.reasons.split(',')
  return {
    id: row.id,
    title: row.title,
    service: service?.id ? service : null,
    site: site?.id ? site : null,
    agency: agency?.id ? agency : null,
    reasons: CLUSTER_REASONS.filter((reason: ClusterReason) => reasons.includes(reason)),
    status: row.status as ConsultationStatus,
    leadAgency: leadAgency?.id ? leadAgency : null,
    dueOn: row.dueOn,
    isLate: row.status === 'planned' && row.dueOn !== null && row.dueOn < dateOn(now),
    plan: maskPersonal(row.plan),
    entry: entry?.id ? entry : null,
    version: row.version,
    createdAt: row.createdAt,
    plannedAt: row.plannedAt,
    struckOffAt: row.struckOffAt,
    struckOffBy: found.struckOffBy,
    strikeOffReason: maskPersonal(row.strikeOffReason),
    issues: members,
    issueCount: found.issueCount,
  }
}
