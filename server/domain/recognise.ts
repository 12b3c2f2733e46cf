import { type Heard, timeIn } from './recognise-time.ts'

/** A place and the names people use for it. */
export type KnownSite = { id: string; nameZh: string; nameEn: string; aliases: string }
/** A service, and words people use for it, separated by spaces. */
export type KnownService = { id: string; nameZh: string; nameEn: string; keywords: string; isSupplyOutage: boolean }

/** A stretch of the text that was understood, in UTF-16 units from 0, `to` exclusive. */
export type Mark = {
  kind: 'site' | 'place' | 'service' | 'since' | 'neighbours' | 'telephone'
  from: number
  to: number
}

/** What a caller's sentence says, as far as it was understood; ids best first. */
export type Recognised = {
  siteIds: string[]
  place: string | null
  serviceIds: string[]
  since: Heard | null
  /** Whether the neighbours have the trouble too: `alone` no, `together` yes. */
  neighbours: 'alone' | 'together' | null
  telephone: string | null
  marks: Mark[]
}

/** Endings a market's name is used without. */
const ENDINGS =
  /(?:农贸市场|菜市场|购物中心|产业园区|产业园|政务服务大厅|服务大厅|步行街|夜市街|批发市场|商业街|文具城|五金城|市场|商场|大厅|广场|园区|大厦|大街|街)$/

/** The names a site goes by, longest first: its own, what people call it, and its name without its kind. */
export function namesOf({ nameZh, nameEn, aliases }: KnownSite): string[] {
  const short = nameZh.replace(ENDINGS, '')
  const names = [nameZh, nameEn, ...aliases.split(/\s+/), ...(short.length >= 2 ? [short] : [])]
  return [...new Set(names.filter((name) => name.length >= 2))].sort((a, b) => b.length - a.length)
}

type Found = { id: string; from: number; to: number }

/** Which of some things a text names: longest name first, a stretch counted once. */
function named(text: string, things: readonly { id: string; names: readonly string[] }[]): Found[] {
  const lower = text.toLowerCase()
  const found = things.flatMap(({ id, names }): Found[] =>
    names.flatMap((name) => {
      const from = lower.indexOf(name.toLowerCase())
      return from < 0 ? [] : [{ id, from, to: from + name.length }]
    }),
  )
  found.sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)
  const kept: Found[] = []
  for (const one of found) {
    const isInside = kept.some((other) => other.id !== one.id && other.from <= one.from && one.to <= other.to)
    const isKnown = kept.some((other) => other.id === one.id)
    if (!isInside && !isKnown) kept.push(one)
  }
  return kept
}

/** Services by how much of the text speaks of them. */
function servicesIn(text: string, services: readonly KnownService[]): { ids: string[]; marks: Mark[] } {
  const scored = services.map((service) => {
    const words = [service.nameZh, service.nameEn.toLowerCase(), ...service.keywords.split(/\s+/)]
    const hits = named(
      text,
      [...new Set(words.filter((word) => word.length >= 2))].map((word) => ({ id: word, names: [word] })),
    )
    return { service, hits, score: hits.reduce((sum, { from, to }) => sum + (to - from), 0) }
  })
  const best = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score)
  return {
    ids: best.map(({ service }) => service.id),
    marks: (best[0]?.hits ?? []).map(({ from, to }) => ({ kind: 'service', from, to })),
  }
}

const PLACE =
  /(?<![\d:：.点年月])(?:[A-Za-z]?\d{1,3}(?:[-－–—]\d{1,4}){1,2}|[A-Za-z]?\d{1,4}号(?:摊位|摊|铺|店|室|档)?|[一二三四五六七八九十\d]{1,3}(?:楼|厅|层)[一二三四五六七八九十A-Za-z\d]{0,4}(?:号|区|排)?)/
const TOGETHER =
  /(?:隔壁|邻居|旁边|左右|周围|别家|整条街|整个市场|全市场)(?:[^，。,.]{0,4})(?:没有|也没|都没|也停|都停|没电|停了|也是|一样)/
const ALONE =
  /(?:(?:隔壁|邻居|旁边|左右|周围|别家)(?:[^，。,.没停]{0,4})(?:有电|有水|有气|有网|正常|好好的|没事|没停|亮着)|就我(?:们|家|一家)|只有我)/
const TELEPHONE = /(?<!\d)(?:(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[- ]?\d{7,8}|[2-9]\d{7})(?!\d)/

const markOf = (kind: Mark['kind'], match: RegExpExecArray | null): Mark[] =>
  match ? [{ kind, from: match.index, to: match.index + match[0].length }] : []

/** What a sentence says of place, matter, time and telephone. `now` in epoch ms; a time heard is never after it. */
export function recognise(
  text: string,
  known: { sites: readonly KnownSite[]; services: readonly KnownService[] },
  now: number,
): Recognised {
  const sites = named(
    text,
    known.sites.map((site) => ({ id: site.id, names: namesOf(site) })),
  )
  const telephone = TELEPHONE.exec(text)
  // A telephone number is no stall.
  const place = PLACE.exec(telephone ? text.replace(telephone[0], ' '.repeat(telephone[0].length)) : text)
  const services = servicesIn(text, known.services)
  const since = timeIn(text, now)
  const [alone, together] = [ALONE.exec(text), TOGETHER.exec(text)]
  return {
    siteIds: sites.map(({ id }) => id),
    place: place?.[0] ?? null,
    serviceIds: services.ids,
    since,
    neighbours: alone ? 'alone' : together ? 'together' : null,
    telephone: telephone ? telephone[0].replace(/[^\d+]/g, '') : null,
    marks: apart([
      ...(sites[0] ? [{ kind: 'site' as const, from: sites[0].from, to: sites[0].to }] : []),
      ...markOf('place', place),
      ...(since ? [{ kind: 'since' as const, from: since.from, to: since.to }] : []),
      ...markOf('neighbours', alone ?? together),
      ...markOf('telephone', telephone),
      ...services.marks,
    ]),
  }
}

/** Marks in order, none over another; the earlier named wins. */
function apart(marks: readonly Mark[]): Mark[] {
  const kept: Mark[] = []
  for (const mark of marks) if (!kept.some((other) => mark.from < other.to && other.from < mark.to)) kept.push(mark)
  return kept.sort((a, b) => a.from - b.from)
}
