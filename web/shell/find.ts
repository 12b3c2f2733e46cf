import type { IssueRow } from '../../server/wire/issues.ts'
import type { SiteDay } from '../../server/wire/sites.ts'

export type Hit = { path: string; kind: 'issue' | 'site'; title: string; note: string }

/** Issues whose number or title, and sites whose name in either language, contain the typed text; numbers first. */
export function hitsOf(typed: string, issues: readonly IssueRow[], sites: readonly SiteDay[]): Hit[] {
  const text = typed.trim().toLowerCase()
  if (text === '') return []
  const has = (...parts: string[]) => parts.some((part) => part.toLowerCase().includes(text))
  const places = sites.filter(({ site }) => has(site.nameZh, site.nameEn)).map(({ site }) => siteHit(site))
  const found = issues
    .filter((issue) => has(issue.number, issue.title))
    .sort((a, b) => Number(b.number.toLowerCase().endsWith(text)) - Number(a.number.toLowerCase().endsWith(text)))
    .map((issue): Hit => ({ path: `/issues/${issue.id}`, kind: 'issue', title: issue.title, note: issue.number }))
  return [...places.slice(0, 4), ...found].slice(0, 8)
}

const siteHit = (site: SiteDay['site']): Hit => ({
  path: `/sites/${site.id}`,
  kind: 'site',
  title: site.nameZh,
  note: site.nameEn,
})
