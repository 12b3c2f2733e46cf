import { z } from 'zod'
import type { Deps } from '../deps.ts'
import {
  newOutageBody,
  outageImportBody,
  outageImportSchema,
  outageListSchema,
  outageQuery,
  plannedOutageSchema,
} from '../wire/outages.ts'
import { done, type Outcome } from '../wire/refusal.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

const idParams = z.strictObject({ id: z.string().min(1).max(64) })

/** Announced interruptions of supply: entered, called off, imported, listed. */
export function mountOutages(app: AppRouter, deps: Deps): void {
  const { outages } = deps.store
  const woken = <T>(outcome: Outcome<T>): Outcome<T> => {
    if (outcome.ok) deps.live.wake()
    return outcome
  }
  const manages = { tag: 'outages', may: 'outages.manage', method: 'post' } as const
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/outages',
      id: 'listOutages',
      summary: '计划停电 Planned outages',
      tag: 'outages',
      may: 'outages.read',
      query: outageQuery,
      answer: outageListSchema,
    },
    async ({ query, at }) => done(await outages.list(query, at)),
  )
  endpoint(
    app,
    deps,
    {
      ...manages,
      path: '/outages',
      id: 'addOutage',
      summary: '记一次计划停电 Announce an outage',
      body: newOutageBody,
      answer: plannedOutageSchema,
      status: 201,
    },
    async ({ body, at }) => woken(await outages.add(body, at)),
  )
  endpoint(
    app,
    deps,
    {
      ...manages,
      path: '/outages/{id}/cancellation',
      id: 'cancelOutage',
      summary: '取消计划停电 Call an outage off',
      params: idParams,
      answer: plannedOutageSchema,
      status: 201,
    },
    async ({ params, at }) => woken(await outages.cancel(params.id, at)),
  )
  endpoint(
    app,
    deps,
    {
      ...manages,
      path: '/outages/import',
      id: 'importOutages',
      summary: '收一份计划停电 Import planned outages',
      body: outageImportBody,
      answer: outageImportSchema,
    },
    async ({ body, at }) => {
      const taken = await outages.takeFile(body.csv, body.source, at)
      if (taken.added > 0) deps.live.wake()
      return done(taken)
    },
  )
}
