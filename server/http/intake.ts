import type { Deps } from '../deps.ts'
import { previewBody, previewSchema } from '../wire/intake.ts'
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
}
