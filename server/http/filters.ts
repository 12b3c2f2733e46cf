import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { newFilterBody, savedFilterListSchema, savedFilterSchema } from '../wire/filters.ts'
import { done } from '../wire/refusal.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

const idParams = z.strictObject({ id: z.string().min(1).max(64) })

/** Filters of lists that a person keeps under a name. */
export function mountFilters(app: AppRouter, deps: Deps): void {
  const { filters } = deps.store
  const own = { tag: 'issues', may: 'filters.own' } as const
  endpoint(
    app,
    deps,
    {
      ...own,
      method: 'get',
      path: '/filters',
      id: 'listFilters',
      summary: '存下的筛选 Saved filters',
      answer: savedFilterListSchema,
    },
    async ({ user }) => done(await filters.list(user.id)),
  )
  endpoint(
    app,
    deps,
    {
      ...own,
      method: 'post',
      path: '/filters',
      id: 'saveFilter',
      summary: '存一个筛选 Save a filter',
      body: newFilterBody,
      answer: savedFilterSchema,
      status: 201,
    },
    async ({ user, body, at }) => filters.add(body, user.id, at),
  )
  endpoint(
    app,
    deps,
    {
      ...own,
      method: 'delete',
      path: '/filters/{id}',
      id: 'removeFilter',
      summary: '删一个筛选 Delete a saved filter',
      params: idParams,
    },
    async ({ user, params }) => filters.remove(params.id, user.id),
  )
}
