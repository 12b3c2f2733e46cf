import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { done, type Outcome } from '../wire/refusal.ts'
import { type Template, templateBody, templateListSchema, templateQuery, templateSchema } from '../wire/templates.ts'
import { can } from './access.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

const idParams = z.strictObject({ id: z.string().min(1).max(64) })
const versionOf = ({ version }: { version: number }): number => version

/** Wordings of replies, questions and explanations. */
export function mountTemplates(app: AppRouter, deps: Deps): void {
  const { templates } = deps.store
  const woken = (outcome: Outcome<Template>): Outcome<Template> => {
    if (outcome.ok) deps.live.wake()
    return outcome
  }
  const tag = 'knowledge'
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/templates',
      id: 'listTemplates',
      summary: '答复模板 Templates',
      tag,
      may: 'templates.read',
      query: templateQuery,
      answer: templateListSchema,
    },
    async ({ user, query }) =>
      done({ templates: await templates.list(query), mayManage: can(user, 'templates.manage') }),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/templates',
      id: 'addTemplate',
      summary: '加一条模板 Add a template',
      tag,
      may: 'templates.manage',
      body: templateBody,
      answer: templateSchema,
      status: 201,
      versionOf,
    },
    async ({ body, at }) => woken(await templates.add(body, at)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'put',
      path: '/templates/{id}',
      id: 'changeTemplate',
      summary: '改一条模板 Change a template',
      tag,
      may: 'templates.manage',
      params: idParams,
      body: templateBody,
      answer: templateSchema,
      isVersioned: true,
      versionOf,
    },
    async ({ params, version, body, at }) => woken(await templates.change(params.id, version, body, at)),
  )
}
