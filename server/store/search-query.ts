import type { Db } from '../../db/drizzle.ts'
import { services } from '../../db/schema/issues.ts'
import { sites } from '../../db/schema/sites.ts'
import { foldText, holdsWords, phraseOf, type SearchWord, wordsOf } from '../domain/search-terms.ts'
import { facets } from './search-index.ts'
import type { Viewer } from './viewer.ts'

/** A word that names more sites than these says nothing about where: “市场” is looked for in the texts alone. */
const NAMED_MAX = 12

export interface NamedSite {
  id: string
  nameZh: string
  nameEn: string
  aliases: string
  address: string
  closedAt: number | null
}

/** The places a district has; a few hundred rows. */
export const allSites = (db: Db): Promise<NamedSite[]> =>
  db
    .select({
      id: sites.id,
      nameZh: sites.nameZh,
      nameEn: sites.nameEn,
      aliases: sites.aliases,
      address: sites.address,
      closedAt: sites.closedAt,
    })
    .from(sites)

const namesOf = ({ nameZh, nameEn, aliases = '' }: { nameZh: string; nameEn: string; aliases?: string }): string =>
  `${nameZh}\n${nameEn}\n${aliases}`

/** The sites in use whose names hold every word. */
export const sitesNamed = (all: readonly NamedSite[], words: readonly SearchWord[]): NamedSite[] =>
  all.filter((site) => site.closedAt === null && holdsWords(`${namesOf(site)}\n${site.address}`, words))

/** What a query asks of the index of issues; null when nothing in it can be searched for. */
export interface IssueMatch {
  words: SearchWord[]
  expression: string
}

/**
 * A query over issues. Each piece between spaces stands in the texts, or names the site or the service, or is the
 * running number.
 */
export async function issueMatch(db: Db, query: string): Promise<IssueMatch | null> {
  const words = wordsOf(query)
  if (words.length === 0) return null
  const [places, things] = await Promise.all([
    db.select({ id: sites.id, nameZh: sites.nameZh, nameEn: sites.nameEn, aliases: sites.aliases }).from(sites),
    db.select({ id: services.id, nameZh: services.nameZh, nameEn: services.nameEn }).from(services),
  ])
  const named = [
    ...places.map((site) => ({ facet: facets.site(site.id), names: foldText(namesOf(site)) })),
    ...things.map((service) => ({ facet: facets.service(service.id), names: foldText(namesOf(service)) })),
  ]
  const pieces = query.split(/\s+/).flatMap((piece) => {
    const own = wordsOf(piece)
    if (own.length === 0) return []
    const texts = own.map(phraseOf).join(' AND ')
    const folded = foldText(piece)
    const meant = named.filter(({ names }) => names.includes(folded)).map(({ facet }) => facet)
    const digits = /^\d{1,6}$/.exec(folded)?.[0]
    const others = [
      ...(meant.length > NAMED_MAX ? [] : meant),
      ...(digits === undefined ? [] : [facets.running(String(Number(digits)))]),
    ]
    return [anyOf([own.length > 1 && others.length > 0 ? `(${texts})` : texts, ...others.map(quoted)])]
  })
  return { words, expression: pieces.join(' AND ') }
}

const quoted = (facet: string): string => `"${facet}"`
const anyOf = (terms: readonly string[]): string => (terms.length === 1 ? (terms[0] ?? '') : `(${terms.join(' OR ')})`)

/** An expression narrowed to issues that have one of each of these facets. */
export const narrowedTo = (expression: string, sets: readonly (readonly string[])[]): string =>
  [expression, ...sets.map((set) => anyOf(set.map(quoted)))].join(' AND ')

/** What an officer's search is narrowed by: the same rule as `seenBy`, without secrecy. */
export const facetsOfViewer = ({ role, agencyId }: Viewer): string[][] =>
  role === 'officer' ? [[facets.concerned(agencyId ?? '')]] : []

const WHOLE_NUMBER = /^(?:mc)?[\s-]*(\d{8})[\s-]*(\d{1,6})(?:[\s-]+\d{2,3})?$/

/** The issue number a query spells out, also a report's, also without its letters; null when it spells none. */
export function numberIn(query: string): string | null {
  const match = WHOLE_NUMBER.exec(foldText(query).trim())
  return match ? `MC-${match[1]}-${(match[2] ?? '').padStart(4, '0')}` : null
}
