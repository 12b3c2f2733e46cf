import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import {
  merchantSiteSchema,
  merchantSitesSchema,
  type ReportAnswer,
  reportAnswer,
  reportBody,
  tokenBody,
  trackingSchema,
} from '../wire/merchant.ts'
import { done, refused } from '../wire/refusal.ts'
import type { AppContext, AppRouter } from './app-env.ts'
import { endpoint, FAILURE } from './endpoint.ts'
import { hashOf, newToken } from './link-token.ts'
import { mountMerchantSteps } from './merchant-steps.ts'
import { problem } from './problem.ts'
import { originOf, qrOf } from './qr.ts'
import { openStream } from './sse.ts'

const idParams = z.strictObject({ id: z.string().min(1).max(64) })

/** What a merchant's phone uses: no account, a budget per address, links by their secret. */
export function mountMerchant(app: AppRouter, deps: Deps): void {
  const { merchant, settings } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/merchant/sites',
      id: 'listMerchantSites',
      summary: '选地方 Places to report from',
      tag: 'merchant',
      may: 'anyone',
      limit: 'publicRead',
      answer: merchantSitesSchema,
    },
    async () =>
      done({ district: (await settings.district()) ?? { nameZh: '', nameEn: '' }, sites: await merchant.sites() }),
  )
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/merchant/sites/{id}',
      id: 'readMerchantSite',
      summary: '这儿报过的事 What is open here',
      tag: 'merchant',
      may: 'anyone',
      limit: 'publicRead',
      params: idParams,
      answer: merchantSiteSchema,
    },
    async ({ params, at }) => {
      const site = await merchant.site(params.id, at)
      return site ? done(site) : refused('not_found')
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/merchant/reports',
      id: 'report',
      summary: '报一件事 Report something',
      tag: 'merchant',
      may: 'anyone',
      limit: 'report',
      body: reportBody,
      answer: reportAnswer,
      status: 201,
      isRepeatable: true,
    },
    async ({ c, body, repeatable, at }) => {
      const token = newToken()
      const trackingPath = `/m/#k=${token}`
      const qr = qrOf(originOf(c, deps) + trackingPath)
      const { siteId, serviceId, joinIssueId, answers, isSecret, hidesContact, ...words } = body
      const isHiddenFromAgency = hidesContact || isSecret
      const report = { ...words, channel: 'phone_page' as const, tokenHash: hashOf(token), isHiddenFromAgency }
      const answerOf = (receipt: Omit<ReportAnswer, 'token' | 'trackingPath' | 'qr'>): ReportAnswer => ({
        ...receipt,
        token,
        trackingPath,
        qr,
      })
      const asked = { siteId, serviceId, joinIssueId, report, answers, isSecret }
      const outcome = await merchant.report(asked, { repeatable, answerOf }, at)
      if (!outcome.ok) return outcome
      deps.live.wake()
      return done(answerOf(outcome.value))
    },
  )
  mountTracking(app, deps)
}

function mountTracking(app: AppRouter, deps: Deps): void {
  const { merchant } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/merchant/tracking',
      id: 'track',
      summary: '查到哪一步 How far it is',
      tag: 'merchant',
      may: 'anyone',
      limit: 'token',
      body: tokenBody,
      answer: trackingSchema,
    },
    async ({ body, at }) => {
      const found = await merchant.reportBy(hashOf(body.token))
      const tracking = found && (await merchant.tracking(found.reportId, at))
      if (tracking) await merchant.markRead(found.reportId, at)
      return tracking ? done(tracking) : refused('link_unknown')
    },
  )
  mountMerchantSteps(app, deps)
  mountTrackingStream(app, deps)
}

/** A POST, so that the link's secret stands in no address and no log. */
function mountTrackingStream(app: AppRouter, deps: Deps): void {
  const { merchant } = deps.store
  const route = createRoute({
    method: 'post',
    path: '/merchant/tracking/stream',
    operationId: 'followTracking',
    summary: '跟着看 Follow one report',
    description: 'Like `/stream`, for one report: an event says only that it changed; ask `/merchant/tracking` again.',
    tags: ['merchant'],
    security: [],
    request: { body: { required: true, content: { 'application/json': { schema: tokenBody } } } },
    responses: {
      200: { description: 'Server-sent events', content: { 'text/event-stream': { schema: { type: 'string' } } } },
      default: FAILURE,
    },
  })
  app.openapi(route, (async (c: AppContext) => {
    const waitMs = deps.limits.take('token', c.get('address'), deps.now())
    if (waitMs > 0) return problem(c, refused('too_many', { retryAfterMs: waitMs }))
    const { token } = (c.req as unknown as { valid(target: 'json'): z.output<typeof tokenBody> }).valid('json')
    const hash = hashOf(token)
    const found = await merchant.reportBy(hash)
    if (!found) return problem(c, refused('link_unknown'))
    const header = c.req.header('last-event-id')
    return openStream(c, deps, {
      after: header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined,
      userId: null,
      // Power of the merchant's own site bears on the page as well; of neither is more said than that it changed.
      view: ({ at, kind, subjectId, siteId }) =>
        subjectId === found.issueId || (kind === 'power' && siteId !== null && siteId === found.siteId)
          ? { at, subjectId: found.issueId, siteId: null, body: {} }
          : null,
      // A report that moved to another issue is followed there by a new stream.
      isStillAllowed: async () => (await merchant.reportBy(hash))?.issueId === found.issueId,
    })
  }) as never)
}
