import type { Deps } from '../deps.ts'
import { decisionBody, requestListQuery, requestListSchema } from '../wire/issue-steps.ts'
import { issueDetailSchema } from '../wire/issues.ts'
import { done } from '../wire/refusal.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { idParams, versionOf, woken } from './issue-steps.ts'

/** What waits for a second person, and their decisions. */
export function mountIssueRequests(app: AppRouter, deps: Deps): void {
  const { issues } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/requests',
      id: 'listRequests',
      summary: '等批的申请 Requests',
      tag: 'issues',
      may: 'requests.read',
      query: requestListQuery,
      answer: requestListSchema,
    },
    async ({ user, query }) => done(await issues.requests(user, query)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/requests/{id}/decision',
      id: 'decideRequest',
      summary: '批或不批 Decide',
      tag: 'issues',
      may: 'requests.decide',
      params: idParams,
      body: decisionBody,
      answer: issueDetailSchema,
      versionOf,
    },
    async ({ user, params, body, at }) =>
      woken(deps, await issues.decide({ id: params.id, viewer: user, at, ...body })),
  )
}
