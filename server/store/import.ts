import { asc, eq } from 'drizzle-orm'
import { services } from '../../db/schema/issues.ts'
import { SERVICES } from '../../db/seed/services.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { dateOn } from '../domain/calendar.ts'
import type { ImportedAppeal } from '../wire/import.ts'
import { liveEvent } from './live.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'
import { termsStatement } from './search-index.ts'

/** The service of appeals nobody sorted: “别的”. */
export const UNSORTED_SERVICE = 'other'

/** Where appeals come from: the source names them together with their own number, so each is imported once. */
export interface ImportTarget {
  source: string
  serviceId: string
  kind: string
}

export function createImportStore({ db, writer }: StorePorts) {
  return {
    /** The service an import goes to, made where the unsorted one is missing; null and the ids there are, when unknown. */
    async target(source: string, serviceId: string): Promise<ImportTarget | { unknown: true; known: string[] }> {
      const seed = SERVICES.findIndex((service) => service.id === UNSORTED_SERVICE)
      if (serviceId === UNSORTED_SERVICE && seed >= 0)
        await writer.write([
          statement(
            db
              .insert(services)
              .values({ ...SERVICES[seed]!, sortKey: seed * 10 })
              .onConflictDoNothing(),
          ),
        ])
      const [service] = await db.select().from(services).where(eq(services.id, serviceId))
      if (service) return { source, serviceId, kind: service.kind }
      const known = await db.select({ id: services.id }).from(services).orderBy(asc(services.sortKey))
      return { unknown: true, known: known.map(({ id }) => id) }
    },
    /** Imports a batch in one transaction; gives how many were new. */
    async add(target: ImportTarget, appeals: readonly ImportedAppeal[], at: number): Promise<number> {
      if (appeals.length === 0) return 0
      const pairs = appeals.map((appeal) => appealRows(target, appeal, at))
      const outcome = await writer.write(pairs.flat())
      if (!outcome.ok) return 0
      return pairs.reduce((sum, { length }, index) => sum + (outcome.rowsAffected[index * length] ?? 0), 0)
    },
    /** Tells open screens once, after an import. */
    async announce(count: number, at: number): Promise<void> {
      if (count > 0)
        await writer.write([liveEvent({ at, kind: 'issue', subjectId: 'import', body: { imported: count } })])
    },
  }
}

/**
 * An appeal with a reply is over: replied is a fact, the rest nobody said, and nobody can be asked. One without waits
 * for the desk like any other. It has no date of its own, so the import's instant stands for it.
 */
function appealRows({ source, serviceId, kind }: ImportTarget, appeal: ImportedAppeal, at: number): Statement[] {
  const id = newId(at)
  const isReplied = Boolean(appeal.reply)
  const state = isReplied ? 'closed' : 'received'
  const overAt = isReplied ? at : null
  const prefix = `MC-${dateOn(at).replaceAll('-', '')}-`
  return [
    {
      // The number is taken inside the transaction: a server that runs beside this cannot take the same one.
      sql: `INSERT INTO issues (id, serial, number, channel, kind, service_id, title, text, state, received_at, since_at,
          finished_at, replied_at, reply_text, closed_at, source, source_number)
        SELECT ?, (SELECT coalesce(max(serial), 0) + 1 FROM issues),
          ? || printf('%04d', coalesce(max(cast(substr(number, 13) AS integer)), 0) + 1), 'import', ?, ?, ?, ?, ?, ?, ?, ?, ?,
          ?, ?, ?, ? FROM issues WHERE substr(number, 1, 12) = ?
        ON CONFLICT (source, source_number) DO NOTHING`,
      args: [
        id,
        prefix,
        kind,
        serviceId,
        appeal.title,
        appeal.content,
        state,
        at,
        at,
        overAt,
        overAt,
        appeal.reply || null,
        overAt,
        source,
        appeal.n,
        prefix,
      ],
    },
    {
      sql: `INSERT INTO issue_events (issue_id, at, kind, to_state, actor_role, body)
        SELECT ?, ?, 'imported', ?, 'system', ? WHERE EXISTS (SELECT 1 FROM issues WHERE id = ?)`,
      args: [
        id,
        at,
        state,
        JSON.stringify({ source, sourceNumber: appeal.n, ...(appeal.reply ? { text: appeal.reply } : {}) }),
        id,
      ],
    },
    termsStatement({
      id,
      title: appeal.title,
      text: appeal.content,
      places: '',
      replyText: appeal.reply,
      state,
      siteId: null,
      serviceId,
      agencyId: null,
      leadAgencyId: null,
      supervisionLevel: 0,
      consultation: 'none',
    }),
  ]
}
