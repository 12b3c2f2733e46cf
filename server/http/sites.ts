import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { sitePowerSchema } from '../wire/power.ts'
import { done, refused } from '../wire/refusal.ts'
import { newSiteBody, powerQuery, siteDaySchema, siteDetailSchema, siteSchema } from '../wire/sites.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { originOf, qrOf } from './qr.ts'

const idParams = z.strictObject({ id: z.string().min(1).max(64) })

export function mountSites(app: AppRouter, deps: Deps): void {
  const { sites } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/sites',
      id: 'listSites',
      summary: '场所和供电 Sites and their supply',
      tag: 'sites',
      may: 'sites.read',
      answer: z.array(siteDaySchema),
    },
    async ({ user, at }) => done(await sites.days(user, at)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/sites',
      id: 'addSite',
      summary: '加场所 Add a site',
      tag: 'sites',
      may: 'sites.manage',
      body: newSiteBody,
      answer: siteSchema,
      status: 201,
    },
    async ({ body, at }) => {
      const outcome = await sites.add(body, at)
      if (outcome.ok) deps.live.wake()
      return outcome
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/sites/{id}',
      id: 'readSite',
      summary: '一处场所 One site',
      tag: 'sites',
      may: 'sites.read',
      params: idParams,
      answer: siteDetailSchema,
    },
    async ({ c, user, params, at }) => {
      const site = await sites.detail(params.id, user, at)
      if (!site) return refused('not_found')
      const reportPath = `/m/?s=${encodeURIComponent(params.id)}`
      return done({ ...site, reportPath, qr: qrOf(originOf(c, deps) + reportPath) })
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/sites/{id}/power',
      id: 'readSitePower',
      summary: '电压和停电 Voltages and events',
      tag: 'sites',
      may: 'sites.read',
      params: idParams,
      query: powerQuery,
      answer: sitePowerSchema,
    },
    ({ user, params, query, at }) => sites.power(params.id, query, user, at),
  )
}
