import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { previewBody, previewSchema, siteNamesBody, siteNamesSchema } from '../wire/intake.ts'
import { done } from '../wire/refusal.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

/** What the desk sees while somebody speaks. The end of the conversation is `POST /issues`. */
export function mountIntake(app: AppRouter, deps: Deps): void {
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/intake/preview',
      id: 'previewIntake',
      summary: '边听边认 While the caller speaks',
      tag: 'issues',
      may: 'issues.create',
      body: previewBody,
      answer: previewSchema,
    },
    async ({ body, at }) => done(await deps.store.intake.preview(body, at)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/site-names',
      id: 'listSiteNames',
      summary: '人们怎么叫这些地方 What people call places',
      tag: 'sites',
      may: 'sites.read',
      answer: z.array(siteNamesSchema),
    },
    async () => done(await deps.store.siteNames.list()),
  )
  endpoint(
    app,
    deps,
    {
      method: 'put',
      path: '/site-names/{id}',
      id: 'changeSiteNames',
      summary: '改叫法 What people call a place',
      tag: 'sites',
      may: 'sites.manage',
      params: z.strictObject({ id: z.string().min(1).max(64) }),
      body: siteNamesBody,
      answer: siteNamesSchema,
    },
    async ({ params, body, at }) => {
      const outcome = await deps.store.siteNames.change(params.id, body.aliases, at)
      if (outcome.ok) deps.live.wake()
      return outcome
    },
  )
}
