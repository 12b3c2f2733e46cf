import type { IssueKind } from './issue.ts'

/** When a line holds. Every named condition must hold; an empty list and `any` ask for nothing. */
export type Conditions = {
  kinds: readonly IssueKind[]
  /** Ids of services, or of the groups they stand in. */
  serviceIds: readonly string[]
  /** The area: one of these sites, kinds of site or supplies. */
  siteIds: readonly string[]
  siteKinds: readonly string[]
  supplyIds: readonly string[]
  channels: readonly string[]
  /** Inside the desk's opening hours on a working day, or outside them. */
  hours: 'any' | 'inside' | 'outside'
  days: 'any' | 'working' | 'off'
  /** The text holds one of these words. */
  words: readonly string[]
  /** An announced interruption of supply runs at the place now. */
  plannedOutage: 'any' | 'yes' | 'no'
  /** A confirmed reading says that the place is without supply now. */
  evidence: 'any' | 'confirmed' | 'none'
}

/** What a line decides. `as_service` tries the list anew as if the matter were another service's. */
export type Target =
  | { is: 'agency'; agencyId: string; isAutomatic: boolean }
  | { is: 'answer'; entryId: string }
  | { is: 'as_service'; serviceId: string }
  | { is: 'desk' }

/** One line of the catalogue 派单目录. Its id never changes, wherever the line moves. */
export type CatalogueLine = { id: string; name: string; when: Conditions; to: Target }

/** What is known of a matter when the catalogue is asked. */
export type CatalogueFacts = {
  kind: string
  serviceId: string
  /** The group the service stands in. */
  parentServiceId: string | null
  siteId: string | null
  siteKind: string | null
  supplyId: string | null
  channel: string
  isInsideHours: boolean
  isWorkingDay: boolean
  text: string
  hasPlannedOutage: boolean
  isEvidenceConfirmed: boolean
}

/** The conditions a line can name, in the order they are told; `none`: the line asks for nothing. */
export const CONDITIONS = [
  'kind',
  'service',
  'area',
  'channel',
  'hours',
  'days',
  'words',
  'planned_outage',
  'evidence',
] as const
export type Condition = (typeof CONDITIONS)[number]

/** One condition of a line and whether it holds. */
export type Why = { condition: Condition; isMet: boolean }
/** A line that was looked at: whether it matched, and what spoke for or against it. */
export type Tried = { line: CatalogueLine; didMatch: boolean; why: Why[] }
/** The line that decides, and every line looked at on the way, in order. */
export type Fired = { line: CatalogueLine; tried: Tried[] }

/** A line that asks for nothing. */
export const NO_CONDITIONS: Conditions = {
  kinds: [],
  serviceIds: [],
  siteIds: [],
  siteKinds: [],
  supplyIds: [],
  channels: [],
  hours: 'any',
  days: 'any',
  words: [],
  plannedOutage: 'any',
  evidence: 'any',
}

const holds = (list: readonly string[], value: string | null): boolean => value !== null && list.includes(value)

/** Text as words are looked for in it: NFKC, lower case, without spaces. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')

/** Which conditions a line names and whether each holds for the facts. */
export function whyOf(when: Conditions, facts: CatalogueFacts): Why[] {
  const text = folded(facts.text)
  const asked: [Condition, boolean, boolean][] = [
    ['kind', when.kinds.length > 0, holds(when.kinds, facts.kind)],
    [
      'service',
      when.serviceIds.length > 0,
      holds(when.serviceIds, facts.serviceId) || holds(when.serviceIds, facts.parentServiceId),
    ],
    [
      'area',
      hasArea(when),
      holds(when.siteIds, facts.siteId) ||
        holds(when.siteKinds, facts.siteKind) ||
        holds(when.supplyIds, facts.supplyId),
    ],
    ['channel', when.channels.length > 0, holds(when.channels, facts.channel)],
    ['hours', when.hours !== 'any', (when.hours === 'inside') === facts.isInsideHours],
    ['days', when.days !== 'any', (when.days === 'working') === facts.isWorkingDay],
    ['words', when.words.length > 0, when.words.some((word) => text.includes(folded(word)))],
    ['planned_outage', when.plannedOutage !== 'any', (when.plannedOutage === 'yes') === facts.hasPlannedOutage],
    ['evidence', when.evidence !== 'any', (when.evidence === 'confirmed') === facts.isEvidenceConfirmed],
  ]
  return asked.filter(([, isAsked]) => isAsked).map(([condition, , isMet]) => ({ condition, isMet }))
}

/** Whether a line names an area. */
export const hasArea = ({ siteIds, siteKinds, supplyIds }: Conditions): boolean =>
  siteIds.length + siteKinds.length + supplyIds.length > 0

/** Whether a line asks for nothing, so that it always matches. */
export const isUnconditional = (when: Conditions): boolean =>
  when.kinds.length + when.serviceIds.length + when.channels.length + when.words.length === 0 &&
  !hasArea(when) &&
  when.hours === 'any' &&
  when.days === 'any' &&
  when.plannedOutage === 'any' &&
  when.evidence === 'any'

/** Whether any line asks whether an outage is announced, or what the meters say. */
export const asksSupply = (lines: readonly CatalogueLine[]) => ({
  plannedOutage: lines.some(({ when }) => when.plannedOutage !== 'any'),
  evidence: lines.some(({ when }) => when.evidence !== 'any'),
})

/**
 * The first line that matches decides; a line that names another service sends the search back to the top as that one,
 * once per service, so it always ends. `parentOf` gives the group of a service. Throws on an empty list.
 */
export function fire(
  lines: readonly CatalogueLine[],
  facts: CatalogueFacts,
  parentOf: (serviceId: string) => string | null = () => null,
): Fired {
  const last = lines.at(-1)
  if (!last) throw new Error('a catalogue has at least its fall-back line')
  const tried: Tried[] = []
  const been = new Set([facts.serviceId])
  let asked = facts
  for (let n = 0; n < lines.length; n++) {
    const line = lines[n]!
    const why = whyOf(line.when, asked)
    // A matter that was that service already goes on down the list.
    const isCircle = line.to.is === 'as_service' && been.has(line.to.serviceId)
    const didMatch = !isCircle && why.every(({ isMet }) => isMet)
    tried.push({ line, didMatch, why })
    if (!didMatch) continue
    if (line.to.is !== 'as_service') return { line, tried }
    been.add(line.to.serviceId)
    asked = { ...asked, serviceId: line.to.serviceId, parentServiceId: parentOf(line.to.serviceId) }
    n = -1
  }
  return { line: last, tried }
}

/** A service as the first version of the catalogue is made of. */
export type ServiceDefault = { id: string; nameZh: string; agencyId: string | null; isAutoDispatched: boolean }

/** The id of the fall-back line of a catalogue nobody has written yet. */
export const FALLBACK_LINE = 'fallback'

/** The line of one service and nothing else: where the service goes by default. */
export const serviceLine = ({ id, nameZh, agencyId, isAutoDispatched }: ServiceDefault & { agencyId: string }) => ({
  id,
  name: nameZh,
  when: { ...NO_CONDITIONS, serviceIds: [id] },
  to: { is: 'agency' as const, agencyId, isAutomatic: isAutoDispatched },
})

/** Version 1: a line for every service with an agency, then the service bureau, or the desk where there is none. */
export const firstCatalogue = (
  services: readonly ServiceDefault[],
  bureau: { id: string; nameZh: string } | null,
): CatalogueLine[] => [
  ...services.flatMap((service) =>
    service.agencyId === null ? [] : [serviceLine({ ...service, agencyId: service.agencyId })],
  ),
  {
    id: FALLBACK_LINE,
    name: '',
    when: NO_CONDITIONS,
    to: bureau ? { is: 'agency', agencyId: bureau.id, isAutomatic: false } : { is: 'desk' },
  },
]

/** Whether a line names one service and nothing else. */
const isOwnLine = ({ when }: CatalogueLine, serviceId: string): boolean =>
  when.serviceIds.length === 1 && when.serviceIds[0] === serviceId && isUnconditional({ ...when, serviceIds: [] })

/** Where a service goes when nothing else about the matter is known: its own line's agency, or nobody's. */
export function defaultOf(lines: readonly CatalogueLine[], serviceId: string) {
  const own = lines.find((line) => isOwnLine(line, serviceId))
  if (own?.to.is !== 'agency') return { agencyId: null, isAutoDispatched: false }
  return { agencyId: own.to.agencyId, isAutoDispatched: own.to.isAutomatic }
}

/** The list with another default for one service: its own line changed, added before the fall-back, or taken out. */
export function withDefault(lines: readonly CatalogueLine[], service: ServiceDefault): CatalogueLine[] {
  const { id, agencyId } = service
  if (agencyId === null) return lines.filter((line) => !isOwnLine(line, id) || line.to.is !== 'agency')
  const own = serviceLine({ ...service, agencyId })
  const at = lines.findIndex((line) => isOwnLine(line, id))
  if (at >= 0) return lines.with(at, { ...lines[at]!, to: own.to })
  const taken = lines.some((line) => line.id === own.id)
  return lines.toSpliced(lines.length - 1, 0, taken ? { ...own, id: `${own.id}-own` } : own)
}
