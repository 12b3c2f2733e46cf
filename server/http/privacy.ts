import { z } from 'zod'
import type { Deps } from '../deps.ts'
import {
  contactViewBody,
  contactViewSchema,
  retentionCountsSchema,
  retentionPolicyBody,
  retentionRunBody,
  retentionSchema,
} from '../wire/privacy.ts'
import { done } from '../wire/refusal.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

/** Looks at contact data, and how long things are kept. */
export function mountPrivacy(app: AppRouter, deps: Deps): void {
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/issues/{id}/contact-view',
      id: 'viewContact',
      summary: '看商户的联系方式 Look at a merchant’s contact data',
      tag: 'issues',
      may: 'issues.contact-view',
      right: 'contacts.view',
      params: z.strictObject({ id: z.string().min(1).max(64) }),
      body: contactViewBody,
      answer: contactViewSchema,
      status: 201,
    },
    async ({ user, params, body, at }) => {
      const outcome = await deps.store.contacts.view({ id: params.id, viewer: user, at }, body)
      if (outcome.ok) deps.live.wake()
      return outcome
    },
  )
  mountRetention(app, deps)
}

function mountRetention(app: AppRouter, deps: Deps): void {
  const { retention } = deps.store
  const [tag, may] = ['retention', 'retention.manage'] as const
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/retention',
      id: 'getRetention',
      summary: '保存期限 How long things are kept',
      tag,
      may,
      answer: retentionSchema,
    },
    async () => done(await retention.read()),
  )
  endpoint(
    app,
    deps,
    {
      method: 'put',
      path: '/retention',
      id: 'setRetention',
      summary: '改保存期限 Change how long things are kept',
      tag,
      may,
      body: retentionPolicyBody,
      answer: retentionSchema,
    },
    async ({ user, at, body: { reason, ...policy } }) => {
      await retention.setPolicy(policy, reason, user, at)
      deps.live.wake()
      return done(await retention.read())
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/retention/runs',
      id: 'runRetention',
      summary: '试算或清理到期的 Count or remove what has outlived its term',
      tag,
      may,
      body: retentionRunBody,
      answer: retentionCountsSchema,
      status: 201,
    },
    async ({ user, at, body }) => {
      const outcome = await retention.run(body.isDryRun, user, at)
      if (outcome.ok) deps.live.wake()
      return outcome
    },
  )
}
