import type { Deps } from '../deps.ts'
import { overviewSchema } from '../wire/overview.ts'
import { done } from '../wire/refusal.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

export function mountOverview(app: AppRouter, deps: Deps): void {
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/overview',
      id: 'readOverview',
      summary: '总览 Overview',
      tag: 'overview',
      may: 'overview.read',
      answer: overviewSchema,
    },
    async ({ user, at }) => done(await deps.store.overview.read(user, at)),
  )
}
