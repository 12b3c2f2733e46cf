import { eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { settings } from '../../db/schema/settings.ts'
import { type Statement, statement } from '../../db/writer.ts'
import type { StorePorts } from './ports.ts'
import { type Indexed, missingTermsStatement } from './search-index.ts'

const KEY = 'search-index'

/** Whether every issue has its terms: lists narrowed twice are then read from them. */
export async function isIndexComplete(db: Db): Promise<boolean> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, KEY))
  return row?.value === 'complete'
}

const marked = (db: Db, value: 'complete' | 'partial', at: number): Statement =>
  statement(
    db
      .insert(settings)
      .values({ key: KEY, value, changedAt: at })
      .onConflictDoUpdate({ target: settings.key, set: { value, changedAt: at } }),
  )

/** Serials looked at in one step, and terms written in one transaction. */
const WINDOW = 4_000
const SLICE = 250

/** Issues without a serial get one, in the order they came. */
const NUMBERED = `UPDATE issues SET serial = numbered.serial FROM (
    SELECT id, (SELECT coalesce(max(serial), 0) FROM issues) + row_number() OVER (ORDER BY received_at, id) AS serial
    FROM issues WHERE serial IS NULL) AS numbered
  WHERE issues.id = numbered.id`

type Missing = Indexed & { serial: number }

async function missingIn(db: Db, from: number, until: number): Promise<Missing[]> {
  return db.all<Missing>(sql`SELECT serial, id, title, text, places, reply_text AS replyText, state, site_id AS siteId,
      service_id AS serviceId, agency_id AS agencyId, lead_agency_id AS leadAgencyId,
      supervision_level AS supervisionLevel, consultation
    FROM issues WHERE serial > ${from} AND serial <= ${until}
      AND NOT EXISTS (SELECT 1 FROM issue_terms_docsize WHERE id = serial) ORDER BY serial`)
}

/**
 * Gives terms to issues that have none: those from before there was a search, or written by another program. Goes on
 * where it stopped; from the start again when the process starts.
 */
export function createBackfill({ db, writer }: StorePorts) {
  let doneUntil = 0
  let isNumbered = false

  async function index(rows: readonly Missing[]): Promise<number> {
    for (let at = 0; at < rows.length; at += SLICE)
      await writer.write(rows.slice(at, at + SLICE).map((row) => missingTermsStatement(row)))
    return rows.length
  }

  return {
    /** One step of at most `WINDOW` issues; gives how many got terms, and whether there is more to look at. */
    async step(at: number): Promise<{ indexed: number; hasMore: boolean }> {
      if (!isNumbered) await writer.write([{ sql: NUMBERED, args: [] }])
      isNumbered = true
      const [last] = await db.all<{ serial: number | null }>(sql`SELECT max(serial) AS serial FROM issues`)
      const newest = last?.serial ?? 0
      const until = Math.min(newest, doneUntil + WINDOW)
      const missing = await missingIn(db, doneUntil, until)
      const isComplete = await isIndexComplete(db)
      if (missing.length > 0 && isComplete) await writer.write([marked(db, 'partial', at)])
      await index(missing)
      doneUntil = until
      const hasMore = until < newest
      if (!hasMore && !(isComplete && missing.length === 0)) await writer.write([marked(db, 'complete', at)])
      return { indexed: missing.length, hasMore }
    },
  }
}
