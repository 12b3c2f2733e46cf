import { and, asc, desc, eq, gt, gte, isNull, lte, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { plannedOutages, sites, supplies } from '../../db/schema/sites.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { type OutageRow, outageRowsIn } from '../domain/outage-file.ts'
import {
  type NewOutage,
  OUTAGE_MAX_MS,
  type OutageImport,
  type OutageList,
  type PlannedOutage,
} from '../wire/outages.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { unknownReference } from './issues.ts'
import { liveEvent } from './live.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'

const siteName = { id: sites.id, nameZh: sites.nameZh, nameEn: sites.nameEn }
const supplyName = { id: supplies.id, nameZh: supplies.nameZh, nameEn: supplies.nameEn }

const outageRows = (db: Db) =>
  db
    .select({ outage: plannedOutages, site: siteName, supply: supplyName })
    .from(plannedOutages)
    .leftJoin(sites, eq(sites.id, plannedOutages.siteId))
    .leftJoin(supplies, eq(supplies.id, plannedOutages.supplyId))
    .$dynamic()

type Row = Awaited<ReturnType<typeof outageRows>>[number]

const asOutage = ({ outage: { siteId: _, supplyId: __, ...outage }, site, supply }: Row): PlannedOutage => ({
  ...outage,
  site: site?.id ? site : null,
  supply: supply?.id ? supply : null,
})

/** Outages announced for a site itself, or for its whole line. */
const touching = (siteId: string) =>
  or(
    eq(plannedOutages.siteId, siteId),
    and(
      isNull(plannedOutages.siteId),
      sql`${plannedOutages.supplyId} = (SELECT supply_id FROM sites WHERE id = ${siteId})`,
    ),
  )

/** The announced outage that runs at a site at an instant (epoch ms), or null. */
export async function plannedAt(db: Db, siteId: string, at: number): Promise<PlannedOutage | null> {
  const [row] = await outageRows(db)
    .where(
      and(
        gt(plannedOutages.untilAt, at),
        lte(plannedOutages.fromAt, at),
        isNull(plannedOutages.cancelledAt),
        touching(siteId),
      ),
    )
    .orderBy(asc(plannedOutages.fromAt))
    .limit(1)
  return row ? asOutage(row) : null
}

const SHOWN_AHEAD_MS = 30 * 86_400_000

/** What is announced for a site: running, and beginning within 30 days; soonest first. */
export async function plannedOutagesOf(db: Db, siteId: string, at: number): Promise<PlannedOutage[]> {
  const rows = await outageRows(db)
    .where(
      and(
        gt(plannedOutages.untilAt, at),
        lte(plannedOutages.fromAt, at + SHOWN_AHEAD_MS),
        isNull(plannedOutages.cancelledAt),
        touching(siteId),
      ),
    )
    .orderBy(asc(plannedOutages.fromAt), asc(plannedOutages.id))
    .limit(20)
  return rows.map(asOutage)
}

const LISTED = 500

export function createOutageStore({ db, writer }: StorePorts) {
  async function list(query: { site?: string; when: 'coming' | 'all' }, at: number): Promise<OutageList> {
    const isComing = and(gte(plannedOutages.untilAt, at), isNull(plannedOutages.cancelledAt))
    const [rows, lines] = await Promise.all([
      outageRows(db)
        .where(
          and(
            query.when === 'coming' ? isComing : undefined,
            query.site === undefined ? undefined : touching(query.site),
          ),
        )
        .orderBy(
          query.when === 'coming' ? asc(plannedOutages.fromAt) : desc(plannedOutages.fromAt),
          asc(plannedOutages.id),
        )
        .limit(LISTED),
      db.select(supplyName).from(supplies).orderBy(asc(supplies.nameZh)),
    ])
    return { outages: rows.map(asOutage), supplies: lines }
  }

  async function one(id: string): Promise<PlannedOutage | null> {
    const [row] = await outageRows(db).where(eq(plannedOutages.id, id))
    return row ? asOutage(row) : null
  }

  return {
    list,
    plannedAt: (siteId: string, at: number) => plannedAt(db, siteId, at),
    of: (siteId: string, at: number) => plannedOutagesOf(db, siteId, at),
    async add(values: NewOutage, at: number): Promise<Outcome<PlannedOutage>> {
      if ((values.siteId === null) === (values.supplyId === null))
        return invalid('/siteId', 'one_of', '一处地点或一路电，选一样 · one site or one line')
      const wrong = wrongWindow(values)
      if (wrong) return invalid('/untilAt', 'wrong_window', wrong)
      if (values.siteId !== null && (await knownSites(db)).every(({ id }) => id !== values.siteId))
        return unknownReference('/siteId', 'There is no such site.')
      if (values.supplyId !== null && !(await knownSupplies(db)).some(({ id }) => id === values.supplyId))
        return unknownReference('/supplyId', 'There is no such line.')
      const id = newId(at)
      const outcome = await writer.write([insertion(db, { ...values, id }, at), told(values, at)])
      if (!outcome.ok || outcome.rowsAffected[0] === 0) return refused('id_taken')
      return done((await one(id)) as PlannedOutage)
    },
    /** Called off; the row stays. */
    async cancel(id: string, at: number): Promise<Outcome<PlannedOutage>> {
      const found = await one(id)
      if (!found) return refused('not_found')
      const change = db
        .update(plannedOutages)
        .set({ cancelledAt: at })
        .where(and(eq(plannedOutages.id, id), isNull(plannedOutages.cancelledAt)))
      const outcome = await writer.write([
        statement(change, 1),
        told({ siteId: found.site?.id ?? null, supplyId: found.supply?.id ?? null }, at),
      ])
      if (!outcome.ok) return refused('changed_meanwhile')
      return done((await one(id)) as PlannedOutage)
    },
    /** Takes a file of announcements; a number of one source is taken once. */
    async takeFile(csv: string, source: string, at: number): Promise<OutageImport> {
      const read = outageRowsIn(csv)
      const [places, lines] = await Promise.all([knownSites(db), knownSupplies(db)])
      const bad = [...read.bad]
      const good: Statement[] = []
      for (const row of read.rows) {
        const target = targetOf(row, places, lines)
        const why = typeof target === 'string' ? target : wrongWindow(row)
        if (why !== null || typeof target === 'string') bad.push({ line: row.line, why: why ?? '' })
        else good.push(insertion(db, { ...row, ...target, id: newId(at), source, sourceNumber: numberOf(row) }, at))
      }
      const outcome = good.length
        ? await writer.write([...good, liveEvent({ at, kind: 'site', subjectId: 'planned-outages' })])
        : null
      const added = outcome?.ok ? outcome.rowsAffected.slice(0, good.length).reduce((sum, n) => sum + (n ?? 0), 0) : 0
      return { added, known: good.length - added, bad: bad.sort((a, b) => a.line - b.line) }
    },
  }
}

/** Without a number of its own, place and time name an announcement. */
const numberOf = ({ number, site, supply, fromAt }: OutageRow): string => number || `${site || supply}@${fromAt}`

const invalid = (pointer: string, code: string, detail: string) =>
  refused('invalid', { errors: [{ pointer, code, detail }] })

function wrongWindow({ fromAt, untilAt }: { fromAt: number; untilAt: number }): string | null {
  if (untilAt <= fromAt) return '结束要晚于开始 · it ends before it begins'
  return untilAt - fromAt > OUTAGE_MAX_MS ? '最长31天 · at most 31 days' : null
}

const knownSites = (db: Db) =>
  db
    .select({ ...siteName, aliases: sites.aliases })
    .from(sites)
    .where(isNull(sites.closedAt))
const knownSupplies = (db: Db) => db.select(supplyName).from(supplies)

type Place = { id: string; nameZh: string; nameEn: string; aliases?: string }

function targetOf(row: OutageRow, places: readonly Place[], lines: readonly Place[]) {
  const byName = (list: readonly Place[], name: string) =>
    list.find((one) => [one.id, one.nameZh, one.nameEn, ...(one.aliases ?? '').split(/\s+/)].includes(name))
  if (row.site !== '') {
    const place = byName(places, row.site)
    return place ? { siteId: place.id, supplyId: null } : `没有地点“${row.site}” · no such site`
  }
  if (row.supply === '') return '没写地点，也没写线路 · neither site nor line'
  const line = byName(lines, row.supply)
  return line ? { siteId: null, supplyId: line.id } : `没有线路“${row.supply}” · no such line`
}

const insertion = (
  db: Db,
  {
    id,
    siteId,
    supplyId,
    fromAt,
    untilAt,
    reason,
    source,
    sourceNumber,
  }: Pick<NewOutage, 'siteId' | 'supplyId' | 'fromAt' | 'untilAt' | 'reason' | 'source' | 'sourceNumber'> & {
    id: string
  },
  createdAt: number,
): Statement =>
  statement(
    db
      .insert(plannedOutages)
      .values({ id, siteId, supplyId, fromAt, untilAt, reason, source, sourceNumber, createdAt })
      .onConflictDoNothing(),
  )

const told = ({ siteId, supplyId }: { siteId: string | null; supplyId: string | null }, at: number): Statement =>
  liveEvent({ at, kind: 'site', subjectId: siteId ?? supplyId ?? 'planned-outages', siteId })
