import { and, asc, eq, gt, gte, inArray, isNotNull, lte, max, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents } from '../../db/schema/issues.ts'
import { kpiFacts } from '../../db/schema/kpis.ts'
import { settings } from '../../db/schema/settings.ts'
import { callBacks } from '../../db/schema/supervision.ts'
import { type Statement, statement } from '../../db/writer.ts'
import type { KpiFact } from '../domain/kpi.ts'
import { kpiFactsOf } from '../domain/kpi-facts.ts'
import { changesOf } from '../domain/kpi-sums.ts'
import { kpiSources } from './kpi-load.ts'
import { factRows, removals, sumRows } from './kpi-statements.ts'
import type { StorePorts } from './ports.ts'

const KEY = 'kpis'
const ISSUES_AT_ONCE = 100
const EVENTS_AT_ONCE = 1_000
/** A call-back is found again this long after it: its row has no number that grows. */
const OVERLAP_MS = 10 * 60_000

/** How far the figures have read: the newest event, and call-backs up to an instant (epoch ms). */
export interface KpiCursor {
  eventId: number
  calledAt: number
  /** Grows with every write, so that two followers never both keep theirs. */
  writes: number
}
const START: KpiCursor = { eventId: 0, calledAt: 0, writes: 0 }

/** How far the figures have read. */
export async function kpiCursor(db: Db): Promise<{ cursor: KpiCursor; text: string | null }> {
  const [row] = await db.select().from(settings).where(eq(settings.key, KEY))
  return row ? { cursor: JSON.parse(row.value) as KpiCursor, text: row.value } : { cursor: START, text: null }
}

/**
 * One piece of following: the issues with events beyond the cursor, and those of which something comes true by now, are
 * counted anew; their facts, the sums and the cursor change in one write. Gives how many issues it looked at: 0 when
 * the figures are as new as the events. A piece another process wrote meanwhile is not kept, and gives -1.
 */
export async function followKpis({ db, writer }: StorePorts, at: number): Promise<number> {
  const { cursor, text } = await kpiCursor(db)
  const touched = await touchedSince(db, cursor, at)
  if (touched.ids.length === 0) return 0
  const [sources, known] = await Promise.all([kpiSources(db, touched.ids), factsOf(db, touched.ids)])
  const changed = sources.flatMap((source) => {
    const before = known.get(source.issue.id) ?? []
    const after = kpiFactsOf(source).map((fact) => settled(fact, at))
    return isSame(before, after) ? [] : [{ before, after }]
  })
  if (changed.length === 0 && touched.next.eventId === cursor.eventId) return 0
  const [before, after] = [changed.flatMap((one) => one.before), changed.flatMap((one) => one.after)]
  const outcome = await writer.write([
    advanced(db, text, { ...touched.next, writes: cursor.writes + 1 }, at),
    ...removals(before),
    ...factRows(after),
    ...sumRows(changesOf(before, after)),
  ])
  return outcome.ok ? Math.max(1, touched.ids.length) : -1
}

/** A fact whose instant has come is true from now on. */
const settled = (fact: KpiFact, at: number): KpiFact =>
  fact.pendingAt !== null && fact.pendingAt <= at ? { ...fact, pendingAt: null } : fact

function advanced(db: Db, before: string | null, next: KpiCursor, at: number): Statement {
  const value = JSON.stringify(next)
  if (before === null)
    return statement(db.insert(settings).values({ key: KEY, value, changedAt: at }).onConflictDoNothing(), 1)
  const isOwn = and(eq(settings.key, KEY), eq(settings.value, before))
  return statement(db.update(settings).set({ value, changedAt: at }).where(isOwn), 1)
}

interface Touched {
  ids: string[]
  next: KpiCursor
}

/** Events come first; once they are few, the call-backs since and what comes true by now. */
async function touchedSince(db: Db, cursor: KpiCursor, at: number): Promise<Touched> {
  const events = await db
    .select({ id: issueEvents.id, issueId: issueEvents.issueId })
    .from(issueEvents)
    .where(gt(issueEvents.id, cursor.eventId))
    .orderBy(asc(issueEvents.id))
    .limit(EVENTS_AT_ONCE)
  const read = wholeIssues(events)
  const eventId = read.lastId ?? cursor.eventId
  // What was called before the first look is counted with the issues themselves.
  const calledAt = cursor.calledAt || at
  if (read.ids.length === ISSUES_AT_ONCE || events.length === EVENTS_AT_ONCE)
    return { ids: read.ids, next: { ...cursor, eventId, calledAt } }
  const [calls, pending] = await Promise.all([
    db
      .select({ issueId: callBacks.issueId })
      .from(callBacks)
      .where(and(isNotNull(callBacks.outcome), gte(callBacks.calledAt, calledAt - OVERLAP_MS))),
    db
      .selectDistinct({ issueId: kpiFacts.issueId })
      .from(kpiFacts)
      .where(and(isNotNull(kpiFacts.pendingAt), lte(kpiFacts.pendingAt, at)))
      .limit(ISSUES_AT_ONCE),
  ])
  const ids = new Set([...read.ids, ...[...calls, ...pending].map(({ issueId }) => issueId)])
  return { ids: [...ids], next: { ...cursor, eventId, calledAt: at } }
}

/** As many events as belong to at most so many issues. */
function wholeIssues(events: readonly { id: number; issueId: string }[]): { ids: string[]; lastId: number | null } {
  const ids = new Set<string>()
  let lastId: number | null = null
  for (const { id, issueId } of events) {
    if (!ids.has(issueId) && ids.size === ISSUES_AT_ONCE) break
    ids.add(issueId)
    lastId = id
  }
  return { ids: [...ids], lastId }
}

async function factsOf(db: Db, ids: readonly string[]): Promise<Map<string, KpiFact[]>> {
  const facts = new Map<string, KpiFact[]>()
  if (ids.length === 0) return facts
  const rows = await db
    .select()
    .from(kpiFacts)
    .where(inArray(kpiFacts.issueId, [...ids]))
  for (const row of rows as KpiFact[]) {
    const list = facts.get(row.issueId)
    if (list) list.push(row)
    else facts.set(row.issueId, [row])
  }
  return facts
}

const textOf = (facts: readonly KpiFact[]): string =>
  facts
    .map((f) =>
      [
        f.kpi,
        f.day,
        f.occurrence,
        f.serviceId,
        f.agencyId,
        f.siteId,
        f.isCounted,
        f.isInNumerator,
        f.exclusion,
        f.minutes,
        f.untilDay,
        f.pendingAt,
      ].join('|'),
    )
    .sort()
    .join('\n')
const isSame = (before: readonly KpiFact[], after: readonly KpiFact[]): boolean =>
  before.length === after.length && textOf(before) === textOf(after)

/**
 * Up to which instant the figures hold (epoch ms): now, unless something waits to be counted; then just before it.
 * `eventId` is the newest event they contain.
 */
export async function cutOffOf(db: Db, now: number): Promise<{ at: number; eventId: number; waiting: number }> {
  const { cursor } = await kpiCursor(db)
  const [[newest], [first], [pending]] = await Promise.all([
    db.select({ id: max(issueEvents.id) }).from(issueEvents),
    db
      .select({ at: issueEvents.at })
      .from(issueEvents)
      .where(gt(issueEvents.id, cursor.eventId))
      .orderBy(asc(issueEvents.id))
      .limit(1),
    db
      .select({ at: sql<number | null>`min(${kpiFacts.pendingAt})` })
      .from(kpiFacts)
      .where(isNotNull(kpiFacts.pendingAt)),
  ])
  const ends = [now, ...(first ? [first.at - 1] : []), ...(pending?.at != null ? [pending.at - 1] : [])]
  return { at: Math.min(...ends), eventId: cursor.eventId, waiting: Math.max(0, (newest?.id ?? 0) - cursor.eventId) }
}
