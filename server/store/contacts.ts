import { and, eq } from 'drizzle-orm'
import { contacts, issueEvents, issues, reports } from '../../db/schema/issues.ts'
import { statement } from '../../db/writer.ts'
import type { ContactReason, ContactView } from '../wire/privacy.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { auditEntry } from './audit-entry.ts'
import { issueLiveEvent } from './issue-statements.ts'
import type { StorePorts } from './ports.ts'
import { maySee, type Viewer } from './viewer.ts'

/** Hides a merchant's contact data from agencies, afterwards; messages go on through the desk. False: there is no such report. */
export async function hideContact({ db, writer }: StorePorts, reportId: string): Promise<boolean> {
  const hide = db.update(contacts).set({ isHiddenFromAgency: true }).where(eq(contacts.reportId, reportId))
  return (await writer.write([statement(hide, 1)])).ok
}

export function createContactStore(ports: StorePorts) {
  const { db, writer } = ports
  return {
    hide: (reportId: string): Promise<boolean> => hideContact(ports, reportId),
    /**
     * One merchant's data unmasked, after the look at it was written down: in the audit log and among the issue's events.
     * The caller has checked the right; here it is refused to agencies where the merchant or the desk closed it to them.
     */
    async view(
      { id, viewer, at }: { id: string; viewer: Viewer; at: number },
      { reportId, reason }: { reportId: string; reason: ContactReason },
    ): Promise<Outcome<ContactView>> {
      const [issue] = await db.select().from(issues).where(eq(issues.id, id))
      if (!issue || !maySee(viewer, issue)) return refused('not_found')
      const [found] = await db
        .select({ report: reports, contact: contacts })
        .from(reports)
        .leftJoin(contacts, eq(contacts.reportId, reports.id))
        .where(and(eq(reports.id, reportId), eq(reports.issueId, id)))
      if (!found)
        return refused('unknown_reference', {
          errors: [{ pointer: '/reportId', code: 'unknown', detail: 'There is no such report on this issue.' }],
        })
      const { report, contact } = found
      if (viewer.role === 'officer') {
        // A lead agency goes on seeing what was dispatched elsewhere; the merchant is no longer its to call.
        if (issue.agencyId !== viewer.agencyId) return refused('forbidden')
        if (issue.isSecret || contact?.isHiddenFromAgency) return refused('contact_hidden')
      }
      await writer.write([
        auditEntry({
          at,
          actorId: viewer.id,
          actorRole: viewer.role,
          action: 'contact.viewed',
          subjectId: id,
          body: { reportId, reportNumber: report.number, reason },
        }),
        statement(
          db.insert(issueEvents).values({
            issueId: id,
            at,
            kind: 'contact_viewed',
            round: issue.round,
            actorRole: viewer.role === 'officer' ? 'agency' : viewer.role,
            actorId: viewer.id,
            agencyId: viewer.agencyId,
            body: JSON.stringify({ reportNumber: report.number, reason }),
          }),
        ),
        issueLiveEvent(db, issue, at),
      ])
      const { name = null, telephone = null } = contact ?? {}
      return done({ name, telephone, text: report.text, place: report.place })
    },
  }
}
