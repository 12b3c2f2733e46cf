import { and, eq, ne } from 'drizzle-orm'
import { consultations } from '../../db/schema/supervision.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { dateOn } from '../domain/calendar.ts'
import type { Consultation } from '../domain/issue.ts'
import { maskPersonal, plainText } from '../domain/plain-text.ts'
import type { ConsultationView } from '../wire/consultation.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { again, asSupervisor, markIssues, memberIds, told } from './consultations.ts'
import { consultationView } from './consultations-read.ts'
import { agencyExists, unknownAgency } from './issue-dispatch.ts'
import type { StorePorts } from './ports.ts'
import type { Viewer } from './viewer.ts'

/** A change of one matter by a supervisor, on the version it was decided on. */
interface Decided {
  id: string
  viewer: Viewer
  version: number
  at: number
}
type MatterRecord = typeof consultations.$inferSelect
interface Change {
  set: Partial<MatterRecord>
  /** The flag of its issues from now on, and what the event says. */
  issues?: { consultation: Consultation; body: Record<string, unknown> }
  also?: Statement[]
}

/** Loads a matter, lets `decide` change it, writes it with its issues. */
async function change(
  ports: StorePorts,
  { id, viewer, version, at }: Decided,
  decide: (row: MatterRecord) => Promise<Outcome<Change>>,
): Promise<Outcome<ConsultationView>> {
  const { db, writer } = ports
  const [row] = await db.select().from(consultations).where(eq(consultations.id, id))
  if (!row) return refused('not_found')
  if (row.version !== version) return refused('stale', { version: row.version })
  const decided = await decide(row)
  if (!decided.ok) return decided
  const { set, issues: marks, also = [] } = decided.value
  const isWritten = await again(async () => {
    const ids = marks ? await memberIds(db, id) : []
    const outcome = await writer.write([
      statement(
        db
          .update(consultations)
          .set({ ...set, version: version + 1 })
          .where(
            and(
              eq(consultations.id, id),
              eq(consultations.version, version),
              set.status === undefined ? undefined : ne(consultations.status, 'struck_off'),
            ),
          ),
        1,
      ),
      ...(marks
        ? await markIssues(db, ids, marks.consultation, { consultationId: id, ...marks.body }, asSupervisor(viewer), at)
        : []),
      ...also,
      told(id, [row.agencyId, row.leadAgencyId, set.leadAgencyId ?? null], at),
    ])
    return outcome.ok ? true : outcome.failedAt === 0 ? false : null
  })
  if (!isWritten) return refused('changed_meanwhile')
  const view = await consultationView(db, id, viewer, at)
  return view ? done(view) : refused('not_found')
}

const STRUCK_OFF = refused('not_allowed_now', { allowed: [] })

/** Gives a matter its lead agency, date and plan; a planned one may be planned anew. */
export const planConsultation = (
  ports: StorePorts,
  decided: Decided,
  words: { leadAgencyId: string; dueOn: string; plan: string },
) =>
  change(ports, decided, async (row) => {
    if (row.status === 'struck_off') return STRUCK_OFF
    if (!(await agencyExists(ports.db, words.leadAgencyId))) return unknownAgency('/leadAgencyId')
    if (words.dueOn < dateOn(decided.at))
      return refused('invalid', {
        errors: [{ pointer: '/dueOn', code: 'past', detail: '日期已过 · The date is over' }],
      })
    const { leadAgencyId, dueOn } = words
    const plan = plainText(words.plan)
    return done({
      set: { leadAgencyId, dueOn, plan, status: 'planned', plannedAt: decided.at },
      issues: { consultation: 'planned', body: { leadAgencyId, dueOn, plan } },
    })
  })

/** Takes a matter off the ledgers, with the reason; its issues say so. */
export const strikeOff = (ports: StorePorts, decided: Decided, words: { reason: string }) =>
  change(ports, decided, async (row) => {
    if (row.status === 'struck_off') return STRUCK_OFF
    const reason = plainText(words.reason)
    return done({
      set: { status: 'struck_off', struckOffAt: decided.at, struckOffBy: decided.viewer.id, strikeOffReason: reason },
      issues: { consultation: 'struck_off', body: { reason } },
    })
  })

/** The words of a plan as a knowledge entry. */
export interface EntryWords {
  title: string
  plainWords: string
  legalBasis: string
}

/** A plan becomes a knowledge entry, proposed for publication: its lead agency owns it, the plan is its duties. */
export const proposeEntry = (ports: StorePorts, decided: Decided, words: EntryWords) =>
  change(ports, decided, async (row) => {
    if (row.plan === '' || row.entryId !== null) return STRUCK_OFF
    const { id, at, viewer } = decided
    const plainWords = maskPersonal(plainText(words.plainWords))
    return done({
      set: {},
      also: [
        {
          sql: `INSERT INTO knowledge_entries (id, serial, title, plain_words, legal_basis, duties, service_id, agency_id, status, created_by, created_at, changed_at)
            SELECT printf('K-%04d', serial), serial, ?, ?, ?, ?, ?, ?, 'proposed', ?, ?, ?
            FROM (SELECT coalesce(max(serial), 0) + 1 AS serial FROM knowledge_entries)`,
          args: [
            words.title,
            plainWords,
            words.legalBasis,
            row.plan,
            row.serviceId,
            row.leadAgencyId,
            viewer.id,
            at,
            at,
          ],
          expectRows: 1,
        },
        {
          sql: 'UPDATE consultations SET entry_id = (SELECT id FROM knowledge_entries ORDER BY serial DESC LIMIT 1) WHERE id = ?',
          args: [id],
          expectRows: 1,
        },
      ],
    })
  })
