import { type CatalogueLine, type Conditions, folded, hasArea, isUnconditional } from './catalogue.ts'

/** The things a catalogue may point at. */
export type Known = {
  agencies: ReadonlySet<string>
  services: ReadonlyMap<string, { kind: string; parentId: string | null }>
  sites: ReadonlyMap<string, { kind: string; supplyId: string | null }>
  supplies: ReadonlySet<string>
  /** Knowledge entries one may answer from. */
  entries: ReadonlySet<string>
}

/** What is wrong with a catalogue; `line` is its place from 0, `other` the line that stands in the way. */
export const CATALOGUE_FAULTS = [
  'no_fallback',
  'fallback_not_last',
  'repeated_id',
  'unknown_agency',
  'unknown_service',
  'unknown_site',
  'unknown_supply',
  'unknown_entry',
  'never_matches',
  'unreachable',
  'loop',
] as const
export type CatalogueFault = { code: (typeof CATALOGUE_FAULTS)[number]; line: number; other: number | null }

/** Everything that keeps a list from becoming a version: nothing unowned, unreachable, circular or pointing nowhere. */
export function faultsOf(lines: readonly CatalogueLine[], known: Known): CatalogueFault[] {
  const faults: CatalogueFault[] = [...ends(lines)]
  lines.forEach((line, n) => {
    const add = (code: CatalogueFault['code'], other: number | null = null) => faults.push({ code, line: n, other })
    const same = lines.findIndex(({ id }) => id === line.id)
    if (same < n) add('repeated_id', same)
    for (const code of missing(line, known)) add(code)
    if (neverMatches(line.when, known)) add('never_matches')
    else {
      const hiding = lines.findIndex((other, at) => at < n && covers(other.when, line.when, known))
      if (hiding >= 0) add('unreachable', hiding)
    }
  })
  return [...faults, ...loops(lines, known)]
}

function ends(lines: readonly CatalogueLine[]): CatalogueFault[] {
  const last = lines.at(-1)
  if (!last || !isUnconditional(last.when))
    return [{ code: 'no_fallback', line: Math.max(0, lines.length - 1), other: null }]
  if (last.to.is !== 'agency' && last.to.is !== 'desk')
    return [{ code: 'no_fallback', line: lines.length - 1, other: null }]
  const early = lines.findIndex(({ when }) => isUnconditional(when))
  return early < lines.length - 1 ? [{ code: 'fallback_not_last', line: early, other: null }] : []
}

function missing({ when, to }: CatalogueLine, known: Known): CatalogueFault['code'][] {
  const found: CatalogueFault['code'][] = []
  if (when.serviceIds.some((id) => !known.services.has(id))) found.push('unknown_service')
  if (when.siteIds.some((id) => !known.sites.has(id))) found.push('unknown_site')
  if (when.supplyIds.some((id) => !known.supplies.has(id))) found.push('unknown_supply')
  if (to.is === 'agency' && !known.agencies.has(to.agencyId)) found.push('unknown_agency')
  if (to.is === 'as_service' && !known.services.has(to.serviceId)) found.push('unknown_service')
  if (to.is === 'answer' && !known.entries.has(to.entryId)) found.push('unknown_entry')
  return found
}

/** Conditions that contradict each other: a day off is never inside opening hours, a service has one kind only. */
function neverMatches(when: Conditions, { services }: Known): boolean {
  if (when.days === 'off' && when.hours === 'inside') return true
  if (when.kinds.length === 0 || when.serviceIds.length === 0) return false
  return ![...services].some(
    ([id, { kind, parentId }]) =>
      (when.serviceIds.includes(id) || (parentId !== null && when.serviceIds.includes(parentId))) &&
      (when.kinds as readonly string[]).includes(kind),
  )
}

const within = (narrow: readonly string[], wide: readonly string[]): boolean =>
  wide.length === 0 || (narrow.length > 0 && narrow.every((one) => wide.includes(one)))

/** Whether whatever matches `narrow` matches `wide` too. Errs on the side of no. */
export function covers(wide: Conditions, narrow: Conditions, known: Pick<Known, 'services' | 'sites'>): boolean {
  return (
    coversKinds(wide, narrow, known) &&
    coversServices(wide, narrow, known) &&
    coversArea(wide, narrow, known) &&
    within(narrow.channels, wide.channels) &&
    (wide.hours === 'any' || wide.hours === narrow.hours || (wide.hours === 'outside' && narrow.days === 'off')) &&
    (wide.days === 'any' || wide.days === narrow.days || (wide.days === 'working' && narrow.hours === 'inside')) &&
    coversWords(wide.words, narrow.words) &&
    (wide.plannedOutage === 'any' || wide.plannedOutage === narrow.plannedOutage) &&
    (wide.evidence === 'any' || wide.evidence === narrow.evidence)
  )
}

function coversKinds(wide: Conditions, narrow: Conditions, { services }: Pick<Known, 'services'>): boolean {
  if (within(narrow.kinds, wide.kinds)) return true
  const own = narrow.serviceIds.map((id) => services.get(id)?.kind)
  const isLeaf = narrow.serviceIds.every((id) => ![...services.values()].some(({ parentId }) => parentId === id))
  return own.length > 0 && isLeaf && own.every((kind) => kind && (wide.kinds as readonly string[]).includes(kind))
}

function coversServices(wide: Conditions, narrow: Conditions, { services }: Pick<Known, 'services'>): boolean {
  if (wide.serviceIds.length === 0) return true
  const isCovered = (id: string): boolean => {
    const parentId = services.get(id)?.parentId ?? null
    return wide.serviceIds.includes(id) || (parentId !== null && wide.serviceIds.includes(parentId))
  }
  return narrow.serviceIds.length > 0 && narrow.serviceIds.every(isCovered)
}

function coversArea(wide: Conditions, narrow: Conditions, { sites }: Pick<Known, 'sites'>): boolean {
  if (!hasArea(wide)) return true
  if (!hasArea(narrow)) return false
  const isCovered = (id: string): boolean => {
    const site = sites.get(id)
    if (wide.siteIds.includes(id)) return true
    if (!site) return false
    return wide.siteKinds.includes(site.kind) || (site.supplyId !== null && wide.supplyIds.includes(site.supplyId))
  }
  return (
    narrow.siteIds.every(isCovered) &&
    narrow.siteKinds.every((kind) => wide.siteKinds.includes(kind)) &&
    narrow.supplyIds.every((id) => wide.supplyIds.includes(id))
  )
}

const coversWords = (wide: readonly string[], narrow: readonly string[]): boolean =>
  wide.length === 0 ||
  (narrow.length > 0 && narrow.every((word) => wide.some((shorter) => folded(word).includes(folded(shorter)))))

/** Lines that send a matter from one named service to another in a circle. */
function loops(lines: readonly CatalogueLine[], { services }: Known): CatalogueFault[] {
  const jumps = lines.flatMap(({ when, to }, line) => {
    if (to.is !== 'as_service') return []
    const from = [...services]
      .filter(
        ([id, { parentId }]) =>
          when.serviceIds.includes(id) || (parentId !== null && when.serviceIds.includes(parentId)),
      )
      .map(([id]) => id)
    // The services of a group may become one of them: a matter that is it already goes on down the list.
    const others = from.filter((id) => id !== to.serviceId || when.serviceIds.includes(id))
    return others.map((id) => ({ from: id, to: to.serviceId, line }))
  })
  const reaches = (from: string, to: string, been = new Set<string>()): boolean =>
    jumps.some((jump) => {
      if (jump.from !== from || been.has(jump.to)) return false
      return jump.to === to || reaches(jump.to, to, new Set([...been, jump.to]))
    })
  const circular = jumps.filter(({ from, to }) => from === to || reaches(to, from))
  return [...new Set(circular.map(({ line }) => line))].map((line) => ({ code: 'loop', line, other: null }))
}
