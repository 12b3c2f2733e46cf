import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { issueDetailSchema } from '../wire/issues.ts'
import { done } from '../wire/refusal.ts'
import {
  callBackOutcomeBody,
  callBackSchema,
  callBacksSchema,
  manualNoticeBody,
  noticeSchema,
  noticesQuery,
  noticesSchema,
  supervisionQuery,
  supervisionSchema,
} from '../wire/supervision.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { idParams, versionOf, woken } from './issue-steps.ts'

/** What supervisors look at, and the notices of the ladder with their receipts. */
export function mountSupervision(app: AppRouter, deps: Deps): void {
  const { supervision } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/supervision',
      id: 'readSupervision',
      summary: '督办 Supervision',
      tag: 'supervision',
      may: 'supervision.read',
      query: supervisionQuery,
      answer: supervisionSchema,
    },
    async ({ query, at }) => done(await supervision.overview(query, at)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/issues/{id}/notice',
      id: 'issue-notice',
      summary: '催办 Remind by hand',
      tag: 'supervision',
      may: 'issues.notice',
      params: idParams,
      body: manualNoticeBody,
      answer: issueDetailSchema,
      isVersioned: true,
      versionOf,
    },
    async ({ user, params, version, at, body }) =>
      woken(deps, await supervision.remind({ id: params.id, viewer: user, version, at }, body)),
  )
  mountNotices(app, deps)
  mountCallBacks(app, deps)
}

function mountNotices(app: AppRouter, deps: Deps): void {
  const { supervision } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/notices',
      id: 'listNotices',
      summary: '催办通知 Notices',
      tag: 'supervision',
      may: 'notices.read',
      query: noticesQuery,
      answer: noticesSchema,
    },
    async ({ user, query }) =>
      done(await supervision.notices(user, { limit: query.limit, isUnread: query.unread !== undefined })),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/notices/{id}/receipt',
      id: 'receiveNotice',
      summary: '知道了 Receipt',
      tag: 'supervision',
      may: 'notices.read',
      params: idParams,
      answer: noticeSchema,
    },
    async ({ user, params, at }) => woken(deps, await supervision.receipt(params.id, user, at)),
  )
}

function mountCallBacks(app: AppRouter, deps: Deps): void {
  const { supervision } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/call-backs',
      id: 'listCallBacks',
      summary: '撤单质检 Call-backs',
      tag: 'supervision',
      may: 'callbacks.manage',
      query: z.strictObject({}),
      answer: callBacksSchema,
    },
    async ({ at }) => done(await supervision.callBacks(at)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/call-backs/{id}/outcome',
      id: 'recordCallBack',
      summary: '回访结果 Outcome of a call-back',
      tag: 'supervision',
      may: 'callbacks.manage',
      params: idParams,
      body: callBackOutcomeBody,
      answer: callBackSchema,
    },
    async ({ user, params, body, at }) => woken(deps, await supervision.recordCallBack(params.id, body, user, at)),
  )
}
