import { z } from 'zod'
import type { Deps } from '../deps.ts'
import {
  confirmationBody,
  contactBody,
  dispatchBody,
  followUpBody,
  type IssueDetail,
  issueDetailSchema,
  issueListQuery,
  issueListSchema,
  mergeBody,
  newIssueBody,
  replyBody,
  signatureBody,
} from '../wire/issues.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import type { Action, SignedIn } from './access.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

const idParams = z.strictObject({ id: z.string().min(1).max(64) })
const versionOf = ({ version }: { version: number }): number => version

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
    },
    async ({ user, body, at }) => woken(deps, await issues.takeDown(body, user, at)),
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
  mountMoves(app, deps)
}

/** Tells open screens when something was written. */
function woken<T>(deps: Deps, outcome: Outcome<T>): Outcome<T> {
  if (outcome.ok) deps.live.wake()
  return outcome
}

interface Asked {
  id: string
  viewer: SignedIn
  version: number
  at: number
}

function mountMoves(app: AppRouter, deps: Deps): void {
  const { issues } = deps.store
  move(app, deps, 'issues.dispatch', 'dispatch', '派单 Dispatch', dispatchBody, issues.dispatch)
  move(app, deps, 'issues.signature', 'signature', '签收 Sign for it', signatureBody, issues.sign)
  move(app, deps, 'issues.contact', 'contact', '联系商户 First contact', contactBody, issues.contact)
  move(app, deps, 'issues.reply', 'reply', '答复 Reply', replyBody, issues.reply)
  move(app, deps, 'issues.follow-up', 'follow-up', '回访 Follow up', followUpBody, issues.followUp)
  move(app, deps, 'issues.confirmation', 'confirmation', '商户回话 Confirmation', confirmationBody, issues.confirm)
  move(app, deps, 'issues.merge', 'merge', '并案 Merge', mergeBody, issues.merge)
}

/** A step of an issue is a resource that is created under it, on the version it was decided on. */
function move<B extends z.ZodType>(
  app: AppRouter,
  deps: Deps,
  may: Action,
  name: string,
  summary: string,
  body: B,
  run: (asked: Asked, body: z.output<B>) => Promise<Outcome<IssueDetail>>,
): void {
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: `/issues/{id}/${name}`,
      id: `issue-${name}`,
      summary,
      tag: 'issues',
      may,
      params: idParams,
      body,
      answer: issueDetailSchema,
      isVersioned: true,
      versionOf,
    },
    async ({ user, params, version, at, body: words }) =>
      woken(deps, await run({ id: params.id, viewer: user, version, at }, words)),
  )
}
