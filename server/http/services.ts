import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { serviceBody, serviceSchema } from '../wire/people.ts'
import type { Outcome } from '../wire/refusal.ts'
import { serviceSettings } from '../wire/services.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

const idParams = z.strictObject({ id: z.string().min(1).max(64) })

/** What can go wrong: added, described, and given to an agency. */
export function mountServices(app: AppRouter, deps: Deps): void {
  const { services } = deps.store
  const woken = <T>(outcome: Outcome<T>): Outcome<T> => {
    if (outcome.ok) deps.live.wake()
    return outcome
  }
  const manages = { tag: 'directory', may: 'directory.manage', answer: serviceSchema } as const
  endpoint(
    app,
    deps,
    {
      ...manages,
      method: 'post',
      path: '/services',
      id: 'addService',
      summary: '加事项 Add a service',
      body: serviceSettings,
      status: 201,
    },
    async ({ at, user, body }) => woken(await services.add(body, user, at)),
  )
  endpoint(
    app,
    deps,
    {
      ...manages,
      method: 'put',
      path: '/services/{id}',
      id: 'changeService',
      summary: '事项派给谁 Who a service goes to',
      params: idParams,
      body: serviceBody,
    },
    async ({ at, user, body, params }) => woken(await services.setAgency(params.id, body, user, at)),
  )
  endpoint(
    app,
    deps,
    {
      ...manages,
      method: 'put',
      path: '/services/{id}/settings',
      id: 'changeServiceSettings',
      summary: '事项怎么说、怎么问 What a service tells and asks',
      params: idParams,
      body: serviceSettings,
    },
    async ({ at, user, body, params }) => woken(await services.change(params.id, body, user, at)),
  )
}
