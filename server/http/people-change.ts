import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { ownPasswordBody, passwordResetBody, userChangeBody, userSchema } from '../wire/people.ts'
import { done, refused } from '../wire/refusal.ts'
import { secondFactorDemandSchema } from '../wire/second-factor.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { hashPassword } from './password-hash.ts'
import { isGuessable } from './password-rules.ts'
import { proveSelf } from './prove.ts'
import { weakPassword } from './setup.ts'

const idParams = z.strictObject({ id: z.string().min(1).max(64) })
const tag = 'people'
const may = 'users.manage'

/** What an administrator does to a colleague's account; each with their own password again. */
export function mountPeopleChanges(app: AppRouter, deps: Deps): void {
  const { people, secondFactor } = deps.store
  const pointer = '/ownPassword'
  const endStreams = (hashes: readonly string[]): void => {
    for (const hash of hashes) deps.live.endSession(hash)
    deps.live.wake()
  }
  endpoint(
    app,
    deps,
    {
      method: 'put',
      path: '/users/{id}',
      id: 'changeUser',
      summary: '改同事的岗位和权限 Change a colleague’s role and rights',
      tag,
      may,
      params: idParams,
      body: userChangeBody,
      answer: userSchema,
    },
    async ({ c, at, user, params, body: { ownPassword, ...to } }) => {
      const proof = await proveSelf(c, deps, user, { password: ownPassword, pointer }, at)
      if (!proof.ok) return proof
      const outcome = await people.change(params.id, to, user, at)
      if (!outcome.ok) return outcome
      endStreams(outcome.value.endedSessions)
      return done(outcome.value.user)
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/users/{id}/password',
      id: 'resetPassword',
      summary: '给同事重设口令 Give a colleague a new password',
      tag,
      may,
      params: idParams,
      body: passwordResetBody,
    },
    async ({ c, at, user, params, body }) => {
      const proof = await proveSelf(c, deps, user, { password: body.ownPassword, pointer }, at)
      if (!proof.ok) return proof
      if (isGuessable(body.password, [])) return weakPassword
      const hash = await hashPassword(body.password)
      if (hash === null) return refused('busy')
      const ended = await people.setPassword(params.id, hash, user, at)
      if (!ended.ok) return ended
      endStreams(ended.value)
      return done(undefined)
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/users/{id}/second-factor-reset',
      id: 'resetSecondFactor',
      summary: '同事丢了手机，清掉两步登录 Clear a lost second factor',
      tag,
      may,
      params: idParams,
      body: ownPasswordBody,
    },
    async ({ c, at, user, params, body }) => {
      if (params.id === user.id) return refused('forbidden')
      const proof = await proveSelf(c, deps, user, { password: body.ownPassword, pointer }, at)
      if (!proof.ok) return proof
      const ended = await secondFactor.remove(params.id, user, at)
      if (!ended.ok) return ended
      endStreams(ended.value)
      return done(undefined)
    },
  )
  mountDemand(app, deps)
}

function mountDemand(app: AppRouter, deps: Deps): void {
  const { secondFactor } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/second-factor-demand',
      id: 'getSecondFactorDemand',
      summary: '哪些岗位要两步登录 Roles that need a second factor',
      tag,
      may,
      answer: secondFactorDemandSchema,
    },
    async () => done(await secondFactor.demand()),
  )
  endpoint(
    app,
    deps,
    {
      method: 'put',
      path: '/second-factor-demand',
      id: 'setSecondFactorDemand',
      summary: '定哪些岗位要两步登录 Choose roles that need a second factor',
      tag,
      may,
      body: secondFactorDemandSchema,
      answer: secondFactorDemandSchema,
    },
    async ({ at, user, body }) => done(await secondFactor.setDemand(body, user, at)),
  )
}
