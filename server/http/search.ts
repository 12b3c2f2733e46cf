import type { Deps } from '../deps.ts'
import { done } from '../wire/refusal.ts'
import { searchQuery, searchSchema, similarQuery, similarSchema } from '../wire/search.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

/** Search as one types; mounted before the issues, whose ids would take the path of similar ones. */
export function mountSearch(app: AppRouter, deps: Deps): void {
  const { search } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/search',
      id: 'search',
      summary: '搜索 Search',
      tag: 'search',
      may: 'search.read',
      query: searchQuery,
      answer: searchSchema,
    },
    async ({ user, query, at }) => done(await search.find(user, query, at)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/issues/similar',
      id: 'listSimilarIssues',
      summary: '相似的诉求 Similar issues',
      tag: 'search',
      may: 'issues.read',
      query: similarQuery,
      answer: similarSchema,
    },
    async ({ user, query, at }) => done(await search.similar(user, query, at)),
  )
}
