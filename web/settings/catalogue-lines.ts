import type { Catalogue, CatalogueLineView } from '../../server/wire/catalogue.ts'
import type { Named } from '../../server/wire/common.ts'
import type { Directory } from '../../server/wire/people.ts'
import { named, w } from '../lib/i18n.ts'
import { words } from './catalogue-words.ts'

export type Line = CatalogueLineView
/** The things lines point at, by which they are told in words. */
export type Things = Pick<Directory, 'agencies' | 'services' | 'sites'> & Pick<Catalogue, 'supplies' | 'entries'>

const nameIn = (list: readonly Named[], id: string): string => {
  const found = list.find((one) => one.id === id)
  return found ? named(found) : id
}

/** When a line holds, in words; a line that asks for nothing says so. */
export function whenWords({ when }: Line, things: Things): string {
  const list = w().common.list
  const or = (parts: readonly string[]): string => list(parts)
  const parts = [
    when.serviceIds.length > 0 ? or(when.serviceIds.map((id) => nameIn(things.services, id))) : '',
    when.kinds.length > 0 ? or(when.kinds.map((kind) => w().common.kinds[kind])) : '',
    or([
      ...when.siteIds.map((id) => nameIn(things.sites, id)),
      ...when.siteKinds.map((kind) => w().common.siteKinds[kind]),
      ...when.supplyIds.map((id) => nameIn(things.supplies, id)),
    ]),
    when.channels.length > 0 ? or(when.channels.map((channel) => w().common.channels[channel] ?? channel)) : '',
    when.hours === 'any' ? '' : words().hours[when.hours],
    when.days === 'any' ? '' : words().days[when.days],
    when.words.length > 0 ? `“${or(when.words)}”` : '',
    when.plannedOutage === 'any' ? '' : words().plannedOutage[when.plannedOutage],
    when.evidence === 'any' ? '' : words().evidence[when.evidence],
  ].filter((part) => part !== '')
  return parts.length === 0 ? words().always : parts.join(words().and)
}

/** What a line decides, in words. */
export function targetWords({ to }: Pick<Line, 'to'>, things: Things): string {
  if (to.is === 'agency') return words().to.toAgency(nameIn(things.agencies, to.agencyId), to.isAutomatic)
  if (to.is === 'answer') return words().to.toAnswer(to.entryId)
  if (to.is === 'as_service') return words().to.toService(nameIn(things.services, to.serviceId))
  return words().to.desk
}

/** A new line that asks for nothing yet. */
export const blankLine = (lines: readonly Line[]): Line => ({
  id: freeId(lines),
  name: '',
  when: {
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
  },
  to: { is: 'desk' },
})

/** The next id of its own; an id once used in the list is not used again. */
export function freeId(lines: readonly Line[]): string {
  for (let n = lines.length + 1; ; n++) if (lines.every(({ id }) => id !== `line-${n}`)) return `line-${n}`
}
