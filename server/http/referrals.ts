import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { referralBody, referralSchema, referralStepBody, thirdPartyBody, thirdPartySchema } from '../wire/referrals.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

const idParams = z.strictObject({ id: z.string().min(1).max(64) })
const referralParams = z.strictObject({ id: z.string().min(1).max(64), referral: z.string().min(1).max(64) })
const versionOf = ({ version }: { version: number }): number => version

/** Third parties that help where no agency may, and what was handed to them. */
export function mountReferrals(app: AppRouter, deps: Deps): void {
  const { referrals } = deps.store
  const woken = <T>(outcome: Outcome<T>): Outcome<T> => {
    if (outcome.ok) deps.live.wake()
    return outcome
  }
  mountParties(app, deps, woken)
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/issues/{id}/referral/choices',
      id: 'listReferralChoices',
      summary: '能转给谁 Who may help',
      tag: 'referrals',
      may: 'issues.referral',
      params: idParams,
      answer: z.array(thirdPartySchema),
    },
    async ({ user, params }) => {
      const choices = await referrals.choices(params.id, user)
      return choices ? done(choices) : refused('not_found')
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/issues/{id}/referral',
      id: 'issue-referral',
      summary: '转介 Hand over to a third party',
      tag: 'referrals',
      may: 'issues.referral',
      params: idParams,
      body: referralBody,
      answer: referralSchema,
      status: 201,
      versionOf,
    },
    async ({ user, params, body, at }) => woken(await referrals.hand(params.id, user, body, at)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/issues/{id}/referrals/{referral}/status',
      id: 'moveReferral',
      summary: '转介结果 What came of it',
      tag: 'referrals',
      may: 'issues.referral',
      params: referralParams,
      body: referralStepBody,
      answer: referralSchema,
      isVersioned: true,
      versionOf,
    },
    async ({ user, params, version, body, at }) =>
      woken(await referrals.move(params.id, params.referral, user, version, body, at)),
  )
}

function mountParties(app: AppRouter, deps: Deps, woken: <T>(outcome: Outcome<T>) => Outcome<T>): void {
  const { thirdParties } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/parties',
      id: 'listParties',
      summary: '第三方 Third parties',
      tag: 'referrals',
      may: 'parties.read',
      answer: z.array(thirdPartySchema),
    },
    async () => done(await thirdParties.list()),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/parties',
      id: 'addParty',
      summary: '加第三方 Add a third party',
      tag: 'referrals',
      may: 'parties.manage',
      body: thirdPartyBody,
      answer: thirdPartySchema,
      status: 201,
    },
    async ({ body, at }) => woken(await thirdParties.add(body, at)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'put',
      path: '/parties/{id}',
      id: 'changeParty',
      summary: '改第三方 Change a third party',
      tag: 'referrals',
      may: 'parties.manage',
      params: idParams,
      body: thirdPartyBody,
      answer: thirdPartySchema,
    },
    async ({ params, body, at }) => woken(await thirdParties.change(params.id, body, at)),
  )
}
