import { services } from '../../db/schema/issues.ts'
import { agencies } from '../../db/schema/people.ts'
import type { Statement } from '../../db/writer.ts'
import { maskPersonal, plainText } from '../domain/plain-text.ts'
import type { ImportedEntry } from '../wire/knowledge.ts'
import { missingFor } from './knowledge-change.ts'
import { liveEvent } from './live.ts'
import type { StorePorts } from './ports.ts'
import { missingEntryTermsOf } from './search-knowledge.ts'

/** An entry of a file, its service and agency found. */
export type ReadyEntry = Omit<ImportedEntry, 'service' | 'agency'> & {
  serviceId: string | null
  agencyId: string | null
}

/** Ids by id and by name in both languages. */
const namesOf = (rows: readonly { id: string; nameZh: string; nameEn: string }[]): Map<string, string> =>
  new Map(rows.flatMap(({ id, nameZh, nameEn }) => [nameEn, nameZh, id].map((name) => [name, id] as const)))

export function createKnowledgeImport({ db, writer }: StorePorts) {
  return {
    /** Finds what a line names; why not, in words, when there is none. */
    async resolver(): Promise<(entry: ImportedEntry) => ReadyEntry | string> {
      const [things, bodies] = await Promise.all([
        db.select({ id: services.id, nameZh: services.nameZh, nameEn: services.nameEn }).from(services),
        db.select({ id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn }).from(agencies),
      ])
      const serviceNames = namesOf(things)
      const agencyNames = namesOf(bodies)
      return ({ service, agency, ...entry }) => {
        const serviceId = service === '' ? null : (serviceNames.get(service) ?? undefined)
        if (serviceId === undefined) return `没有事项“${service}” · no such service`
        const agencyId = agency === '' ? null : (agencyNames.get(agency) ?? undefined)
        if (agencyId === undefined) return `没有单位“${agency}” · no such agency`
        return { ...entry, serviceId, agencyId }
      }
    },
    /** Takes a batch in one transaction. What is complete is published, the rest proposed; gives how many were new. */
    async add(source: string, entries: readonly ReadyEntry[], at: number): Promise<number> {
      if (entries.length === 0) return 0
      const pairs = entries.map((entry) => entryRows(source, entry, at))
      const outcome = await writer.write(pairs.flat())
      if (!outcome.ok) return 0
      return pairs.reduce((sum, { length }, n) => sum + (outcome.rowsAffected[n * length] ?? 0), 0)
    },
    async announce(count: number, at: number): Promise<void> {
      if (count > 0) await writer.write([liveEvent({ at, kind: 'knowledge', subjectId: 'import', body: { count } })])
    },
  }
}

function entryRows(source: string, entry: ReadyEntry, at: number): Statement[] {
  const words = {
    ...entry,
    title: maskPersonal(entry.title),
    plainWords: maskPersonal(plainText(entry.plainWords)),
    body: maskPersonal(entry.body),
  }
  const status = missingFor(words, at).length === 0 ? 'published' : 'proposed'
  return [
    {
      // The number is taken inside the transaction: a server that runs beside this cannot take the same one.
      sql: `INSERT INTO knowledge_entries (id, serial, title, plain_words, body, legal_basis, duties, service_id, agency_id,
          valid_until_on, review_on, status, source, source_number, created_at, changed_at)
        SELECT printf('K-%04d', serial), serial, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
        FROM (SELECT coalesce(max(serial), 0) + 1 AS serial FROM knowledge_entries) WHERE true
        ON CONFLICT (source, source_number) DO NOTHING`,
      args: [
        words.title,
        words.plainWords,
        words.body,
        words.legalBasis,
        words.duties,
        words.serviceId,
        words.agencyId,
        words.validUntilOn,
        words.reviewOn,
        status,
        source,
        words.n,
        at,
        at,
      ],
    },
    missingEntryTermsOf(words, source, words.n),
  ]
}
