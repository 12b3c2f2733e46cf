import { and, desc, eq, gte, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents, issues, services } from '../../db/schema/issues.ts'
import { knowledgeEntries } from '../../db/schema/knowledge.ts'
import { users } from '../../db/schema/people.ts'
import { ruleVersions } from '../../db/schema/rules.ts'
import { supplies } from '../../db/schema/sites.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { type CatalogueLine, defaultOf, withDefault } from '../domain/catalogue.ts'
import type { Catalogue, CatalogueVersion } from '../wire/catalogue.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { auditEntry } from './audit-entry.ts'
import { refusedLines } from './catalogue-faults.ts'
import { catalogueAt, catalogueNow } from './catalogue-fire.ts'
import { decideSuggestion, openSuggestion, openSuggestions, withSuggestion } from './catalogue-suggestions.ts'
import { type Trial, tryCatalogue } from './catalogue-try.ts'
import { liveEvent } from './live.ts'
import type { StorePorts } from './ports.ts'
import type { Viewer } from './viewer.ts'

/** Who changes the catalogue, on which version, and why. */
export interface CatalogueChange {
  version: number
  reason: string
  by: Viewer
  at: number
}

/** How far back uses and overrides of a line are counted, ms. */
const COUNTED_MS = 180 * 86_400_000

/** The rows of the next version: version 1 is written down before the second, and services follow their own lines. */
export async function versionStatements(
  db: Db,
  lines: readonly CatalogueLine[],
  { version, reason, by, at }: CatalogueChange,
): Promise<Statement[]> {
  const row = (number: number, body: readonly CatalogueLine[], why: string) => ({
    kind: 'catalogue',
    version: number,
    body: JSON.stringify({ lines: body }),
    reason: why,
    createdBy: why === '' ? null : by.id,
    createdAt: at,
  })
  const first = version === 1 ? [row(1, (await catalogueNow(db)).lines, '')] : []
  const served = await db
    .select({ id: services.id, agencyId: services.agencyId, isAutoDispatched: services.isAutoDispatched })
    .from(services)
  const moved = served.flatMap(({ id, agencyId, isAutoDispatched }) => {
    const next = defaultOf(lines, id)
    const isSame = next.agencyId === agencyId && next.isAutoDispatched === isAutoDispatched
    return isSame ? [] : [statement(db.update(services).set(next).where(eq(services.id, id)))]
  })
  return [
    statement(
      db
        .insert(ruleVersions)
        .values(row(version + 1, lines, reason))
        .onConflictDoNothing(),
      1,
    ),
    ...first.map((one) => statement(db.insert(ruleVersions).values(one).onConflictDoNothing())),
    ...moved,
    auditEntry({
      at,
      actorId: by.id,
      actorRole: by.role,
      action: 'rules.changed',
      subjectId: 'catalogue',
      body: { version: version + 1 },
    }),
    liveEvent({ at, kind: 'directory', subjectId: 'rules/catalogue' }),
  ]
}

export function createCatalogueStore({ db, writer }: StorePorts) {
  /** `isLearning`: with what returns taught, which names issues. */
  async function read(at: number, isLearning = true): Promise<Catalogue> {
    const { version, lines } = await catalogueNow(db)
    const [versions, uses, suggestions, supplyRows, entries] = await Promise.all([
      versionsOf(db),
      usesOf(db, at - COUNTED_MS),
      isLearning ? openSuggestions(db) : [],
      db.select().from(supplies).orderBy(supplies.nameZh),
      db
        .select({ id: knowledgeEntries.id, title: knowledgeEntries.title })
        .from(knowledgeEntries)
        .where(eq(knowledgeEntries.status, 'published'))
        .orderBy(knowledgeEntries.id),
    ])
    return { version, versions, lines: lines as Catalogue['lines'], uses, suggestions, supplies: supplyRows, entries }
  }

  async function put(
    lines: readonly CatalogueLine[],
    change: CatalogueChange,
    also: Statement[] = [],
  ): Promise<Outcome<Catalogue>> {
    const { version } = await catalogueNow(db)
    if (version !== change.version) return refused('stale', { version })
    const faults = await refusedLines(db, lines)
    if (faults) return faults
    const outcome = await writer.write([...(await versionStatements(db, lines, change)), ...also])
    if (outcome.ok) return done(await read(change.at))
    if (outcome.failedAt > 0) return refused('changed_meanwhile')
    return refused('stale', { version: (await catalogueNow(db)).version })
  }

  return {
    read,
    put,
    async version(version: number): Promise<CatalogueVersion | null> {
      const found = await catalogueAt(db, version)
      return found && { version, lines: found.lines as CatalogueVersion['lines'] }
    },
    /** An older version becomes the newest; what it pointed at may be gone by now. */
    async restore(version: number, change: CatalogueChange): Promise<Outcome<Catalogue>> {
      const found = await catalogueAt(db, version)
      if (!found) return refused('not_found')
      return put(found.lines, change)
    },
    tryOut: (trial: Trial, viewer: Viewer, at: number) => tryCatalogue(db, trial, viewer, at),
    /** Takes what a return proposed, as a new version, or dismisses it. */
    async decide(
      id: string,
      decision: 'taken' | 'dismissed',
      { version, by, at }: Omit<CatalogueChange, 'reason'>,
    ): Promise<Outcome<Catalogue>> {
      const found = await openSuggestion(db, id)
      if (!found) return refused('not_found')
      const decided = decideSuggestion(db, found, decision, by.id, at)
      if (decision === 'taken') {
        const { lines } = await catalogueNow(db)
        const reason = `退单建议：${found.service.nameZh}`
        return put(withSuggestion(lines, found), { version, reason, by, at }, decided)
      }
      const outcome = await writer.write([
        ...decided,
        liveEvent({ at, kind: 'directory', subjectId: 'rules/catalogue' }),
      ])
      return outcome.ok ? done(await read(at)) : refused('changed_meanwhile')
    },
    /** Where one service goes by default: a new version with its own line changed. Tries again when another came first. */
    async setDefault(
      service: { id: string; nameZh: string },
      to: { agencyId: string | null; isAutoDispatched: boolean },
      by: Viewer,
      at: number,
    ): Promise<Outcome<null>> {
      for (let attempt = 1; attempt <= 5; attempt++) {
        const { version, lines } = await catalogueNow(db)
        const now = defaultOf(lines, service.id)
        if (now.agencyId === to.agencyId && now.isAutoDispatched === to.isAutoDispatched) return done(null)
        const reason = `${service.nameZh}：改派给谁`
        const outcome = await put(withDefault(lines, { ...service, ...to }), { version, reason, by, at })
        if (outcome.ok) return done(null)
        if (outcome.reason !== 'stale') return outcome
      }
      return refused('busy')
    },
  }
}

async function versionsOf(db: Db): Promise<Catalogue['versions']> {
  const rows = await db
    .select({ row: ruleVersions, by: users.name })
    .from(ruleVersions)
    .leftJoin(users, eq(users.id, ruleVersions.createdBy))
    .where(eq(ruleVersions.kind, 'catalogue'))
    .orderBy(desc(ruleVersions.version))
  if (rows.length === 0) return [{ version: 1, reason: '', createdBy: null, createdAt: null }]
  return rows.map(({ row: { version, reason, createdAt }, by }) => ({ version, reason, createdBy: by, createdAt }))
}

async function usesOf(db: Db, since: number): Promise<Catalogue['uses']> {
  const line = sql<string | null>`json_extract(${issueEvents.body}, '$.catalogueLineId')`
  const over = sql<string | null>`json_extract(${issueEvents.body}, '$.overriddenLineId')`
  const rows = await db
    .select({ sent: line, overridden: over, count: sql<number>`count(*)` })
    .from(issueEvents)
    .innerJoin(issues, and(eq(issues.id, issueEvents.issueId), eq(issues.isTest, false), isNull(issues.erasedAt)))
    .where(and(gte(issueEvents.at, since), eq(issueEvents.kind, 'transition'), eq(issueEvents.toState, 'dispatched')))
    .groupBy(line, over)
  const uses: Catalogue['uses'] = {}
  for (const { sent, overridden, count } of rows) {
    const id = sent ?? overridden
    if (id === null) continue
    uses[id] ??= { sent: 0, overridden: 0 }
    uses[id][sent === null ? 'overridden' : 'sent'] += count
  }
  return uses
}
