import type { Marked, SearchHits } from '../../server/wire/search.ts'

export type HitKind = 'issues' | 'knowledge' | 'sites'

/** One line of the answer, and where it leads. */
export type Hit = {
  path: string
  title: Marked
  /** A number, or a place's other name. */
  note: string
  snippet: Marked | null
  /** Of knowledge: what its dates say. */
  date: 'expired' | 'reviewDue' | null
}
export type HitGroup = { kind: HitKind; hits: Hit[]; hasMore: boolean }

const plain = (text: string): Marked => ({ text, marks: [] })

const dateOf = ({ isExpired, isReviewDue }: SearchHits['knowledge'][number]): Hit['date'] =>
  isExpired ? 'expired' : isReviewDue ? 'reviewDue' : null

/** What was found, kind by kind as it is shown; kinds without hits are left out. */
export function groupsOf(found: SearchHits, named: (site: { nameZh: string; nameEn: string }) => string): HitGroup[] {
  const bare = { snippet: null, date: null }
  const groups: Record<HitKind, Hit[]> = {
    sites: found.sites.map((site) => ({
      ...bare,
      path: `/sites/${site.id}`,
      title: plain(named(site)),
      note: site.address,
    })),
    issues: found.issues.map(({ id, title, number, snippet }) => ({
      ...bare,
      path: `/issues/${id}`,
      title,
      note: number,
      snippet,
    })),
    knowledge: found.knowledge.map((entry) => ({
      path: `/knowledge/${entry.id}`,
      title: entry.title,
      note: entry.id,
      snippet: entry.snippet,
      date: dateOf(entry),
    })),
  }
  return (Object.keys(groups) as HitKind[])
    .map((kind) => ({ kind, hits: groups[kind], hasMore: found.more.includes(kind) }))
    .filter(({ hits }) => hits.length > 0)
}

/** The list of issues narrowed by the words. */
export const allIssuesPath = (text: string): string =>
  `/issues?${new URLSearchParams({ state: 'all', sort: 'received', q: text.trim() })}`
