import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { type ReportAnswer, reportAnswer } from '../wire/merchant.ts'
import { done, refused } from '../wire/refusal.ts'
import { merchantSpotSchema, spotBody, spotPosterSchema, spotReportBody, spotSchema } from '../wire/spots.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { hashOf, newToken } from './link-token.ts'
import { originOf, qrOf } from './qr.ts'

const idParams = z.strictObject({ id: z.string().min(1).max(64) })

/** Codes of “couldn't get it done”: kept by the desk, scanned at the window. */
export function mountSpots(app: AppRouter, deps: Deps): void {
  const { spots } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/spots',
      id: 'listSpots',
      summary: '办不成事码 Codes of “couldn’t get it done”',
      tag: 'spots',
      may: 'spots.read',
      answer: z.array(spotSchema),
    },
    async () => done(await spots.list()),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/spots',
      id: 'addSpot',
      summary: '加一个码 Add a spot',
      tag: 'spots',
      may: 'spots.manage',
      body: spotBody,
      answer: spotSchema,
      status: 201,
    },
    async ({ body, at }) => {
      const outcome = await spots.add(body, at)
      if (outcome.ok) deps.live.wake()
      return outcome
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'put',
      path: '/spots/{id}',
      id: 'changeSpot',
      summary: '改一个码 Change a spot',
      tag: 'spots',
      may: 'spots.manage',
      params: idParams,
      body: spotBody,
      answer: spotSchema,
    },
    async ({ params, body, at }) => {
      const outcome = await spots.change(params.id, body, at)
      if (outcome.ok) deps.live.wake()
      return outcome
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/spots/{id}/poster',
      id: 'readSpotPoster',
      summary: '码的张贴页 A spot to print',
      tag: 'spots',
      may: 'spots.read',
      params: idParams,
      answer: spotPosterSchema,
    },
    async ({ c, params, at }) => {
      const spot = await spots.one(params.id)
      if (!spot) return refused('not_found')
      const path = `/m/?w=${encodeURIComponent(spot.id)}&t=${at}`
      return done({ spot, printedAt: at, path, qr: qrOf(originOf(c, deps) + path) })
    },
  )
  mountMerchantSpots(app, deps)
}

function mountMerchantSpots(app: AppRouter, deps: Deps): void {
  const { spots } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/merchant/spots/{id}',
      id: 'readMerchantSpot',
      summary: '哪儿没办成 The window or item of a code',
      tag: 'merchant',
      may: 'anyone',
      limit: 'publicRead',
      params: idParams,
      answer: merchantSpotSchema,
    },
    async ({ params, at }) => {
      const spot = await spots.shown(params.id, at)
      return spot ? done(spot) : refused('not_found')
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/merchant/spots/{id}/reports',
      id: 'reportNotDone',
      summary: '办不成事 Could not get it done',
      tag: 'merchant',
      may: 'anyone',
      limit: 'report',
      params: idParams,
      body: spotReportBody,
      answer: reportAnswer,
      status: 201,
      isRepeatable: true,
    },
    async ({ c, params, body, repeatable, at }) => {
      const token = newToken()
      const trackingPath = `/m/#k=${token}`
      const link = { token, trackingPath, isJoined: false, qr: qrOf(originOf(c, deps) + trackingPath) }
      const outcome = await spots.report(
        params.id,
        { ...body, tokenHash: hashOf(token) },
        { repeatable, answerOf: (receipt) => ({ ...receipt, ...link }) satisfies ReportAnswer },
        at,
      )
      if (!outcome.ok) return outcome
      deps.live.wake()
      return done({ ...outcome.value, ...link })
    },
  )
}
