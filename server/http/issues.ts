import type { Deps } from '../deps.ts'
import { issueDetailSchema, issueListQuery, issueListSchema, newIssueBody } from '../wire/issues.ts'
import { done, refused } from '../wire/refusal.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { mountIssueBulk } from './issue-bulk.ts'
import { mountIssueRequests } from './issue-requests.ts'
import { idParams, mountIssueSteps, versionOf, woken } from './issue-steps.ts'

export function mountIssues(app: AppRouter, deps: Deps): void {
  const { issues } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/issues',
      id: 'listIssues',
      summary: '诉求 Issues',
      tag: 'issues',
      may: 'issues.read',
      query: issueListQuery,
      answer: issueListSchema,
    },
    async ({ user, query, at }) => done(await issues.list(user, query, at)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/issues',
      id: 'takeDownIssue',
      summary: '记一件 Take down an issue',
      tag: 'issues',
      may: 'issues.create',
      body: newIssueBody,
      answer: issueDetailSchema,
      status: 201,
      versionOf,
      isRepeatable: true,
      revive: async (kept, user, at) => {
        const issue = await issues.detail((kept as { issueId: string }).issueId, user, at)
        return issue ? done(issue) : refused('not_found')
      },
    },
    async ({ user, body, at, repeatable }) => woken(deps, await issues.takeDown(body, user, at, repeatable)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/issues/{id}',
      id: 'readIssue',
      summary: '一件诉求 One issue',
      tag: 'issues',
      may: 'issues.read',
      params: idParams,
      answer: issueDetailSchema,
    },
    async ({ c, user, params, at }) => {
      const issue = await issues.detail(params.id, user, at)
      if (!issue) return refused('not_found')
      // Lights and supply move without a new version, so the tag is for If-Match and nothing is answered 304.
      c.header('ETag', `"${issue.version}"`)
      return done(issue)
    },
  )
  mountIssueBulk(app, deps)
  mountIssueSteps(app, deps)
  mountIssueRequests(app, deps)
}
