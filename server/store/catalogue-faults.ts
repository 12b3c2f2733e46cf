import { eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { services } from '../../db/schema/issues.ts'
import { knowledgeEntries } from '../../db/schema/knowledge.ts'
import { agencies } from '../../db/schema/people.ts'
import { sites, supplies } from '../../db/schema/sites.ts'
import type { CatalogueLine } from '../domain/catalogue.ts'
import { type CatalogueFault, faultsOf, type Known } from '../domain/catalogue-check.ts'
import { type Fault, type Refused, refused } from '../wire/refusal.ts'

/** Everything a line may point at, as it stands. */
export async function knownThings(db: Db): Promise<Known> {
  const [agencyRows, serviceRows, siteRows, supplyRows, entryRows] = await Promise.all([
    db.select({ id: agencies.id }).from(agencies),
    db.select({ id: services.id, kind: services.kind, parentId: services.parentId }).from(services),
    db.select({ id: sites.id, kind: sites.kind, supplyId: sites.supplyId }).from(sites),
    db.select({ id: supplies.id }).from(supplies),
    db.select({ id: knowledgeEntries.id }).from(knowledgeEntries).where(eq(knowledgeEntries.status, 'published')),
  ])
  const ids = (rows: { id: string }[]): Set<string> => new Set(rows.map(({ id }) => id))
  return {
    agencies: ids(agencyRows),
    services: new Map(serviceRows.map(({ id, ...rest }) => [id, rest])),
    sites: new Map(siteRows.map(({ id, ...rest }) => [id, rest])),
    supplies: ids(supplyRows),
    entries: ids(entryRows),
  }
}

const WORDS: Record<CatalogueFault['code'], (other: number) => string> = {
  no_fallback: () =>
    '最后一条要什么都不挑，派给一个单位或留给受理台，不然有事没人接 · the last line must ask for nothing and name an owner',
  fallback_not_last: () => '这一条什么都不挑，只能放最后 · a line that asks for nothing can only be the last',
  repeated_id: (other) => `和第${other}条编号一样 · same id as line ${other}`,
  unknown_agency: () => '没有这个单位 · there is no such agency',
  unknown_service: () => '没有这类事项 · there is no such service',
  unknown_site: () => '没有这个地点 · there is no such site',
  unknown_supply: () => '没有这路电 · there is no such supply line',
  unknown_entry: () => '没有这条知识，或者还没发布 · there is no such published entry',
  never_matches: () => '条件互相打架，永远不会中 · its conditions contradict each other, it never matches',
  unreachable: (other) => `永远走不到：第${other}条在前面全接走了 · line ${other} takes everything before it`,
  loop: () => '转来转去转回原地 · these lines send a matter round in a circle',
}

/** A fault in words, at the line it is about. */
export const asFault = ({ code, line, other }: CatalogueFault): Fault => ({
  pointer: `/lines/${line}`,
  code,
  detail: WORDS[code]((other ?? 0) + 1),
})

/** The refusal of a list with faults; null when it can become a version. */
export async function refusedLines(db: Db, lines: readonly CatalogueLine[]): Promise<Refused | null> {
  const faults = faultsOf(lines, await knownThings(db))
  return faults.length ? refused('invalid', { errors: faults.slice(0, 20).map(asFault) }) : null
}
