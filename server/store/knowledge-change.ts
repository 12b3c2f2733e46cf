import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { services } from '../../db/schema/issues.ts'
import { knowledgeEntries, knowledgeVersions } from '../../db/schema/knowledge.ts'
import { agencies } from '../../db/schema/people.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { dateOn } from '../domain/calendar.ts'
import { maskPersonal, plainText } from '../domain/plain-text.ts'
import type { EntryDetail, EntryWords, NewEntry } from '../wire/knowledge.ts'
import { done, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import { unknownReference } from './issues.ts'
import type { EntryRecord, KeptVersion } from './knowledge-rows.ts'
import { liveEvent } from './live.ts'
import type { StorePorts } from './ports.ts'
import { entryTermsStatement, newestEntryTerms } from './search-knowledge.ts'

/** Who keeps knowledge: all of it, that of their agency, or none. */
export interface Keeper {
  userId: string
  reach: 'all' | 'own' | 'none'
  agencyId: string | null
}

/** Whether somebody may change an entry that is this agency's; null: nobody's yet. */
export const keeps = ({ reach, agencyId: own }: Keeper, agencyId: string | null): boolean =>
  reach === 'all' || (reach === 'own' && own !== null && own === agencyId)

type Words = Pick<
  EntryRecord,
  'title' | 'plainWords' | 'body' | 'legalBasis' | 'duties' | 'serviceId' | 'agencyId' | 'validUntilOn' | 'reviewOn'
>

/** No telephone of a merchant stays in what everybody reads. */
const cleaned = (words: EntryWords | NewEntry): Words => ({
  title: maskPersonal(words.title),
  plainWords: maskPersonal(plainText(words.plainWords)),
  body: maskPersonal(words.body),
  legalBasis: words.legalBasis,
  duties: words.duties,
  serviceId: words.serviceId,
  agencyId: words.agencyId,
  validUntilOn: words.validUntilOn,
  reviewOn: words.reviewOn,
})

const MUST_HAVE = ['agencyId', 'legalBasis', 'reviewOn'] as const
export type MissingField = EntryDetail['missing'][number]

/** What an entry lacks before anybody may answer from it at `at` (epoch ms). */
export function missingFor(entry: Words, at: number): MissingField[] {
  const today = dateOn(at)
  return [
    ...MUST_HAVE.filter((field) => !entry[field]),
    ...(entry.reviewOn !== null && entry.reviewOn < today ? (['reviewOn'] as const) : []),
    ...(entry.validUntilOn !== null && entry.validUntilOn < today ? (['validUntilOn'] as const) : []),
  ]
}

const DETAIL: Record<MissingField, string> = {
  agencyId: '要写明是哪个单位的 · an owner agency is needed',
  legalBasis: '要写明依据 · a legal basis is needed',
  reviewOn: '要写下次复核的日子，不能已经过了 · a review date to come is needed',
  validUntilOn: '已经过了有效期 · its validity is over',
}

const incomplete = (missing: readonly MissingField[]): Refused =>
  refused('invalid', {
    errors: missing.map((field) => ({ pointer: `/${field}`, code: 'missing', detail: DETAIL[field] })),
  })

async function unknownIn(db: Db, { serviceId, agencyId }: Words): Promise<Refused | null> {
  const [service, agency] = await Promise.all([
    serviceId === null ? null : db.select({ id: services.id }).from(services).where(eq(services.id, serviceId)),
    agencyId === null ? null : db.select({ id: agencies.id }).from(agencies).where(eq(agencies.id, agencyId)),
  ])
  if (service?.length === 0) return unknownReference('/serviceId', 'There is no such service.')
  if (agency?.length === 0) return unknownReference('/agencyId', 'There is no such agency.')
  return null
}

const told = (id: string, at: number): Statement => liveEvent({ at, kind: 'knowledge', subjectId: id })

export interface Change {
  id: string
  /** The version it was decided on. */
  version: number
  keeper: Keeper
  at: number
}

export function createKnowledgeChanges({ db, writer }: StorePorts) {
  /** A new entry, proposed. Gives its id. */
  async function add(words: NewEntry, keeper: Keeper, at: number): Promise<Outcome<string>> {
    const values = cleaned(words)
    // An officer's entries are their agency's.
    if (keeper.reach === 'own') values.agencyId = keeper.agencyId
    if (!keeps(keeper, values.agencyId)) return refused('forbidden')
    const unknown = await unknownIn(db, values)
    if (unknown) return unknown
    const serial = sql<number>`(SELECT coalesce(max(serial), 0) + 1 FROM knowledge_entries)`
    const outcome = await writer.write([
      statement(
        db.insert(knowledgeEntries).values({
          ...values,
          id: sql`(SELECT printf('K-%04d', coalesce(max(serial), 0) + 1) FROM knowledge_entries)`,
          serial,
          status: 'proposed',
          sourceIssueId: words.sourceIssueId,
          createdBy: keeper.userId,
          createdAt: at,
          changedAt: at,
        }),
        1,
      ),
      newestEntryTerms(values),
      { sql: 'SELECT id FROM knowledge_entries ORDER BY serial DESC LIMIT 1', args: [] },
      told('new', at),
    ])
    return outcome.ok ? done(String(outcome.rows[2]?.[0]?.id)) : refused('changed_meanwhile')
  }

  async function change(
    { id, version, keeper, at }: Change,
    next: (entry: EntryRecord) => Promise<Outcome<Partial<EntryRecord> & { reason: string }>>,
  ): Promise<Outcome<string>> {
    const [entry] = await db.select().from(knowledgeEntries).where(eq(knowledgeEntries.id, id))
    if (!entry) return refused('not_found')
    if (!keeps(keeper, entry.agencyId)) return refused(entry.status === 'proposed' ? 'not_found' : 'forbidden')
    if (entry.version !== version) return refused('stale', { version: entry.version })
    const changed = await next(entry)
    if (!changed.ok) return changed
    const { reason, ...values } = changed.value
    const after = { ...entry, ...values }
    const { title, plainWords, body, legalBasis, duties, status, validUntilOn, reviewOn } = entry
    const kept: KeptVersion = { title, plainWords, body, legalBasis, duties, status, validUntilOn, reviewOn, reason }
    const outcome = await writer.write([
      statement(
        db
          .update(knowledgeEntries)
          .set({ ...values, version: version + 1, changedAt: at })
          .where(and(eq(knowledgeEntries.id, id), eq(knowledgeEntries.version, version))),
        1,
      ),
      statement(
        db.insert(knowledgeVersions).values({
          entryId: id,
          version,
          body: JSON.stringify(kept),
          changedBy: keeper.userId,
          changedAt: at,
        }),
      ),
      entryTermsStatement(after, id),
      told(id, at),
    ])
    return outcome.ok ? done(id) : refused('stale', { version: version + 1 })
  }

  return {
    add,
    /** Other words; a published entry stays published, and must go on being fit to be. */
    edit: (asked: Change, words: EntryWords) =>
      change(asked, async (entry) => {
        const values = cleaned(words)
        if (!keeps(asked.keeper, values.agencyId)) return refused('forbidden')
        const unknown = await unknownIn(db, values)
        if (unknown) return unknown
        const missing = entry.status === 'published' ? missingFor(values, asked.at) : []
        return missing.length > 0 ? incomplete(missing) : done({ ...values, reason: words.reason })
      }),
    /** Proposed or retired → published; a published one is found to hold, until its next review. */
    publish: (asked: Change, { reviewOn }: { reviewOn: string | null }) =>
      change(asked, async (entry) => {
        if (entry.status === 'published' && reviewOn === null) return incomplete(['reviewOn'])
        const values = reviewOn === null ? entry : { ...entry, reviewOn }
        const missing = missingFor(values, asked.at)
        if (missing.length > 0) return incomplete([...new Set(missing)])
        const reason = entry.status === 'published' ? 'reviewed' : 'published'
        return done({ status: 'published', reviewOn: values.reviewOn, reason })
      }),
    retire: (asked: Change, { reason }: { reason: string }) =>
      change(asked, async (entry) =>
        entry.status === 'retired' ? refused('not_allowed_now') : done({ status: 'retired', reason }),
      ),
  }
}
