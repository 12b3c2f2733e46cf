import { z } from 'zod'
import type { Deps } from '../deps.ts'
import {
  coordinatesBody,
  newOpenDataKeyBody,
  newOpenDataKeySchema,
  type OpenData,
  openDataBody,
  openDataSchema,
  sentUpdateSchema,
} from '../wire/open311.ts'
import { done, type Outcome } from '../wire/refusal.ts'
import type { AppContext, AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { hashOf, newToken } from './link-token.ts'
import { originOf } from './qr.ts'

const idParams = z.strictObject({ id: z.string().min(1).max(200) })

/** The switch of open data, the keys of programs, and where the sites are. */
export function mountOpenData(app: AppRouter, deps: Deps): void {
  const { openData } = deps.store
  const [tag, may] = ['open-data', 'rules.manage'] as const
  const shown = async (c: AppContext): Promise<Outcome<OpenData>> => {
    const [settings, keys, sites] = await Promise.all([openData.read(), openData.keys(), openData.sites()])
    const root = `${originOf(c, deps)}/open311`
    const urls = {
      discoveryUrl: `${root}/discovery.json`,
      productionUrl: `${root}/v2`,
      testUrl: `${root}/test/v2`,
      bulkUrl: `${root}/bulk/requests.csv`,
    }
    return done({ ...settings, ...urls, keys, sites })
  }
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/open-data',
      id: 'getOpenData',
      summary: '开放数据 Open data',
      tag,
      may,
      answer: openDataSchema,
    },
    ({ c }) => shown(c),
  )
  endpoint(
    app,
    deps,
    {
      method: 'put',
      path: '/open-data',
      id: 'changeOpenData',
      summary: '开放数据的开关 Turn open data on or off',
      tag,
      may,
      body: openDataBody,
      answer: openDataSchema,
    },
    async ({ c, body, user, at }) => {
      await openData.change(body, user, at)
      deps.live.wake()
      return shown(c)
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/open-data/keys',
      id: 'addOpenDataKey',
      summary: '发一把钥匙 Make a key',
      tag,
      may,
      body: newOpenDataKeyBody,
      answer: newOpenDataKeySchema,
      status: 201,
    },
    async ({ body, user, at }) => {
      const key = newToken()
      const made = await openData.addKey(body.name, hashOf(key), user, at)
      deps.live.wake()
      return done({ ...made, key })
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/open-data/keys/{id}/revocation',
      id: 'revokeOpenDataKey',
      summary: '作废一把钥匙 Revoke a key',
      tag,
      may,
      params: idParams,
    },
    async ({ params, user, at }) => woken(deps, await openData.revokeKey(params.id, user, at)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'put',
      path: '/open-data/sites/{id}',
      id: 'placeSite',
      summary: '地点的坐标 Where a site is',
      tag,
      may,
      params: idParams,
      body: coordinatesBody,
    },
    async ({ params, body, user, at }) => woken(deps, await openData.place(params.id, body, user, at)),
  )
  mountSentUpdates(app, deps)
}

function mountSentUpdates(app: AppRouter, deps: Deps): void {
  const { open311 } = deps.store
  const [tag, may] = ['open-data', 'issues.dispatch'] as const
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/open-data/updates',
      id: 'listSentUpdates',
      summary: '外系统发来的进展 Updates other systems sent',
      tag,
      may,
      answer: z.array(sentUpdateSchema),
    },
    async () => done(await open311.unseenUpdates()),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/open-data/updates/{id}/seen',
      id: 'markSentUpdateSeen',
      summary: '看过了 Mark an update as seen',
      tag,
      may,
      params: idParams,
    },
    async ({ params, at }) => woken(deps, await open311.markSeen(params.id, at)),
  )
}

function woken(deps: Deps, outcome: Outcome<null>): Outcome<undefined> {
  if (!outcome.ok) return outcome
  deps.live.wake()
  return done(undefined)
}
