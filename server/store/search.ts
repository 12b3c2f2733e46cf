import { wordsOf } from '../domain/search-terms.ts'
import type { SearchHits, SearchQuery, SimilarIssues, SimilarQuery } from '../wire/search.ts'
import type { StorePorts } from './ports.ts'
import { createBackfill } from './search-backfill.ts'
import { searchIssues } from './search-issues.ts'
import { missingEntryTerms, searchKnowledge } from './search-knowledge.ts'
import { allSites, sitesNamed } from './search-query.ts'
import { similarIssues } from './search-similar.ts'
import type { Viewer } from './viewer.ts'

export function createSearchStore(ports: StorePorts) {
  const { db } = ports
  const backfill = createBackfill(ports)

  async function siteHits(query: string, limit: number) {
    const found = sitesNamed(await allSites(db), wordsOf(query))
    return {
      hits: found.slice(0, limit).map(({ id, nameZh, nameEn, address }) => ({ id, nameZh, nameEn, address })),
      hasMore: found.length > limit,
    }
  }

  return {
    /** What a person finds by words, kind by kind. */
    async find(viewer: Viewer, { q, kind, limit }: SearchQuery, at: number): Promise<SearchHits> {
      const nothing = { hits: [], hasMore: false }
      const asks = (one: SearchQuery['kind']): boolean => kind === 'all' || kind === one
      const [issues, knowledge, sites] = await Promise.all([
        asks('issues') ? searchIssues(db, viewer, q, limit) : nothing,
        asks('knowledge') ? searchKnowledge(db, q, limit, at) : nothing,
        asks('sites') ? siteHits(q, limit) : nothing,
      ])
      return {
        issues: issues.hits,
        knowledge: knowledge.hits,
        sites: sites.hits,
        more: [
          ...(issues.hasMore ? (['issues'] as const) : []),
          ...(knowledge.hasMore ? (['knowledge'] as const) : []),
          ...(sites.hasMore ? (['sites'] as const) : []),
        ],
      }
    },
    similar: (viewer: Viewer, asked: SimilarQuery, at: number): Promise<SimilarIssues> =>
      similarIssues(db, viewer, asked, at),
    /** Gives terms to what has none yet; gives how many issues and entries got some, and whether there is more to look at. */
    async indexMissing(at: number): Promise<{ indexed: number; hasMore: boolean }> {
      const entries = await missingEntryTerms(db)
      if (entries.length > 0) await ports.writer.write(entries)
      const issues = await backfill.step(at)
      return { indexed: issues.indexed + entries.length, hasMore: issues.hasMore || entries.length > 0 }
    },
  }
}
