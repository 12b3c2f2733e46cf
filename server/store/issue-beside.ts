import { asc, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Db } from '../../db/drizzle.ts'
import { attachments } from '../../db/schema/attachments.ts'
import { pauses, questions } from '../../db/schema/issue-steps.ts'
import { issues } from '../../db/schema/issues.ts'
import { knowledgeEntries } from '../../db/schema/knowledge.ts'
import { agencies, users } from '../../db/schema/people.ts'
import { spots } from '../../db/schema/sites.ts'
import { consultationIssues, consultations, notices, referrals, thirdParties } from '../../db/schema/supervision.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import type { IssueDetail } from '../wire/issues.ts'
import type { IssueRecord } from './issue-plan.ts'
import { requestsOf } from './issue-request-rows.ts'

const agencyName = { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn }
const short = { id: issues.id, number: issues.number, title: issues.title }
const masked = <T extends { title: string }>(row: T): T => ({ ...row, title: maskPersonal(row.title) })

async function shortOf(db: Db, id: string | null): Promise<IssueDetail['parent']> {
  if (id === null) return null
  const [row] = await db.select(short).from(issues).where(eq(issues.id, id))
  return row ? masked(row) : null
}

async function partsOf(db: Db, id: string): Promise<IssueDetail['parts']> {
  const rows = await db
    .select({ ...short, state: issues.state, agency: agencyName })
    .from(issues)
    .leftJoin(agencies, eq(agencies.id, issues.agencyId))
    .where(eq(issues.parentId, id))
    .orderBy(asc(issues.number))
  return rows.map((row) => masked({ ...row, agency: row.agency?.id ? row.agency : null }))
}

const requester = alias(users, 'requester')
const decider = alias(users, 'decider')

async function pausesOf(db: Db, id: string): Promise<IssueDetail['pauses']> {
  const rows = await db
    .select({ pause: pauses, requestedBy: requester.name, approvedBy: decider.name })
    .from(pauses)
    .leftJoin(requester, eq(requester.id, pauses.requestedBy))
    .leftJoin(decider, eq(decider.id, pauses.approvedBy))
    .where(eq(pauses.issueId, id))
    .orderBy(asc(pauses.fromAt), asc(pauses.id))
  return rows.map(({ pause: { id: _, issueId: __, ...pause }, requestedBy, approvedBy }) => ({
    ...pause,
    kind: pause.kind as IssueDetail['pauses'][number]['kind'],
    requestedBy,
    approvedBy,
  }))
}

async function questionsOf(db: Db, id: string): Promise<IssueDetail['questions']> {
  const rows = await db.select().from(questions).where(eq(questions.issueId, id)).orderBy(asc(questions.askedAt))
  return rows.map(({ issueId: _, askedBy: __, ...row }) => ({
    ...row,
    text: maskPersonal(row.text),
    answer: row.answer === null ? null : maskPersonal(row.answer),
    outcome: row.outcome as IssueDetail['questions'][number]['outcome'],
  }))
}

async function attachmentsOf(db: Db, id: string): Promise<IssueDetail['attachments']> {
  const rows = await db
    .select({ attachment: attachments, by: users.name })
    .from(attachments)
    .leftJoin(users, eq(users.id, attachments.userId))
    .where(eq(attachments.issueId, id))
    .orderBy(asc(attachments.createdAt))
  return rows.map(({ attachment, by }) => {
    const { id, name, type, size, reportId, createdAt, hiddenAt } = attachment
    return { id, name, type, size, reportId, by, createdAt, hiddenAt }
  })
}

async function referralsOf(db: Db, id: string): Promise<IssueDetail['referrals']> {
  const rows = await db
    .select({ referral: referrals, party: thirdParties })
    .from(referrals)
    .innerJoin(thirdParties, eq(thirdParties.id, referrals.thirdPartyId))
    .where(eq(referrals.issueId, id))
    .orderBy(asc(referrals.sentAt))
  return rows.map(({ referral, party }) => ({
    id: referral.id,
    party: { id: party.id, nameZh: party.nameZh, nameEn: party.nameEn },
    status: referral.status as IssueDetail['referrals'][number]['status'],
    sentAt: referral.sentAt,
    limitAt: referral.limitAt,
    outcome: maskPersonal(referral.outcome),
    outcomeAt: referral.outcomeAt,
    version: referral.version,
  }))
}

const copied = alias(agencies, 'copied')

async function noticesOf(db: Db, id: string): Promise<IssueDetail['notices']> {
  const rows = await db
    .select({
      notice: notices,
      agency: agencyName,
      copiedTo: { id: copied.id, nameZh: copied.nameZh, nameEn: copied.nameEn },
      readBy: users.name,
    })
    .from(notices)
    .leftJoin(agencies, eq(agencies.id, notices.agencyId))
    .leftJoin(copied, eq(copied.id, notices.copiedToId))
    .leftJoin(users, eq(users.id, notices.readBy))
    .where(eq(notices.issueId, id))
    .orderBy(asc(notices.createdAt))
  return rows.map(({ notice, agency, copiedTo, readBy }) => ({
    id: notice.id,
    rung: notice.rung as IssueDetail['notices'][number]['rung'],
    round: notice.round,
    agency: agency?.id ? agency : null,
    copiedTo: copiedTo?.id ? copiedTo : null,
    sendAt: notice.sendAt,
    sentAt: notice.sentAt,
    readBy,
    readAt: notice.readAt,
  }))
}

async function consultationOf(db: Db, id: string): Promise<IssueDetail['consultationRef']> {
  const [row] = await db
    .select({ id: consultations.id, title: consultations.title, status: consultations.status })
    .from(consultationIssues)
    .innerJoin(consultations, eq(consultations.id, consultationIssues.consultationId))
    .where(eq(consultationIssues.issueId, id))
    .limit(1)
  return row ?? null
}

async function entryOf(db: Db, id: string | null): Promise<IssueDetail['entry']> {
  if (id === null) return null
  const [row] = await db
    .select({ id: knowledgeEntries.id, title: knowledgeEntries.title })
    .from(knowledgeEntries)
    .where(eq(knowledgeEntries.id, id))
  return row ?? null
}

async function spotOf(db: Db, id: string | null): Promise<IssueDetail['spot']> {
  if (id === null) return null
  const [row] = await db
    .select({ id: spots.id, nameZh: spots.nameZh, nameEn: spots.nameEn, kind: spots.kind })
    .from(spots)
    .where(eq(spots.id, id))
  return row ?? null
}

const NOTHING_FROZEN = { promiseZh: '', promiseEn: '', answers: [] }

/** What stands beside an issue: its parts, pauses, requests, questions, papers, referrals and notices. */
export async function issueBeside(db: Db, issue: IssueRecord) {
  const { id } = issue
  const [parent, parts, repeatOf, itsPauses, requests, itsQuestions, papers, itsReferrals, itsNotices] =
    await Promise.all([
      shortOf(db, issue.parentId),
      partsOf(db, id),
      shortOf(db, issue.repeatOfId),
      pausesOf(db, id),
      requestsOf(db, id),
      questionsOf(db, id),
      attachmentsOf(db, id),
      referralsOf(db, id),
      noticesOf(db, id),
    ])
  const [consultationRef, entry, spot] = await Promise.all([
    consultationOf(db, id),
    entryOf(db, issue.entryId),
    spotOf(db, issue.spotId),
  ])
  return {
    parent,
    parts,
    repeatOf,
    pauses: itsPauses,
    requests,
    questions: itsQuestions,
    attachments: papers,
    referrals: itsReferrals,
    notices: itsNotices,
    consultationRef,
    entry,
    spot,
    obstacle: issue.obstacle,
    personInCharge: issue.personInCharge,
    contactDueAt: issue.contactDueAt,
    contactedAt: issue.contactedAt,
    plannedAt: issue.plannedAt,
    transferCount: issue.transferCount,
    reworkCount: issue.reworkCount,
    reopenCount: issue.reopenCount,
    isTest: issue.isTest,
    isErased: issue.erasedAt !== null,
    frozen: { ...NOTHING_FROZEN, ...(JSON.parse(issue.frozen) as Partial<IssueDetail['frozen']>) },
  }
}
