import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { passwordChangeBody, signInSchema } from '../wire/people.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import {
  enrolBody,
  enrolmentProofBody,
  enrolmentSchema,
  recoveryCodesSchema,
  secondFactorProofBody,
  secondFactorSchema,
} from '../wire/second-factor.ts'
import type { SignedIn } from './access.ts'
import type { AppContext, AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { hashPassword } from './password-hash.ts'
import { isGuessable } from './password-rules.ts'
import { claimantOf, countFailure, proveSelf, waitRefusal, wrong } from './prove.ts'
import { qrOf } from './qr.ts'
import { newRecoveryCodes, newSecret, plainCode, purposeOf, secretToShow, stepOf } from './second-factor.ts'
import { weakPassword } from './setup.ts'

const tag = 'session'
const may = 'session.own'

/** What everybody does with their own account: password, open sign-ins, second factor. */
export function mountOwnSession(app: AppRouter, deps: Deps): void {
  const { people, sessions } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/session/password',
      id: 'changePassword',
      summary: '换自己的口令 Change one’s own password',
      tag,
      may,
      body: passwordChangeBody,
    },
    async ({ c, at, user, body }) => {
      const proof = await proveSelf(c, deps, user, { password: body.ownPassword, pointer: '/ownPassword' }, at)
      if (!proof.ok) return proof
      if (isGuessable(body.password, [user.login, user.name])) return weakPassword
      const hash = await hashPassword(body.password)
      if (hash === null) return refused('busy')
      const ended = await people.setPassword(user.id, hash, user, at)
      if (!ended.ok) return ended
      for (const session of ended.value) deps.live.endSession(session)
      return done(undefined)
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/session/sign-ins',
      id: 'listSignIns',
      summary: '登录设备 One’s open sign-ins',
      tag,
      may,
      answer: z.array(signInSchema),
    },
    async ({ at, user }) => done(await sessions.own(user.id, user.sessionHash, at, deps.config.session.idleMs)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'delete',
      path: '/session/sign-ins',
      id: 'endOtherSignIns',
      summary: '让别处的登录都退出 End one’s other sign-ins',
      tag,
      may,
    },
    async ({ at, user }) => {
      for (const hash of await sessions.endOthers(user, user.sessionHash, at)) deps.live.endSession(hash)
      return done(undefined)
    },
  )
  mountSecondFactor(app, deps)
  mountRecovery(app, deps)
}

function mountSecondFactor(app: AppRouter, deps: Deps): void {
  const { secondFactor, settings } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/session/second-factor',
      id: 'getSecondFactor',
      summary: '自己的两步登录 One’s own second factor',
      tag,
      may,
      answer: secondFactorSchema,
    },
    async ({ user }) => done(await secondFactor.state(user.id, user.role)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/session/second-factor',
      id: 'beginSecondFactor',
      summary: '开始设两步登录 Begin to set up a second factor',
      tag,
      may,
      body: enrolBody,
      answer: enrolmentSchema,
      status: 201,
    },
    async ({ c, at, user, body }) => {
      const proof = await proveSelf(c, deps, user, { password: body.password, pointer: '/password' }, at)
      if (!proof.ok) return proof
      const secret = newSecret()
      const begun = await secondFactor.begin(user.id, deps.sealer.seal(secret, purposeOf(user.id)))
      if (!begun.ok) return begun
      const district = await settings.district()
      const { typed, address } = secretToShow(secret, `明窗 ${district?.nameZh ?? ''}`.trim(), user.login)
      return done({ secret: typed, qr: qrOf(address) })
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/session/second-factor/confirmation',
      id: 'enableSecondFactor',
      summary: '用验证码开启两步登录 Put a second factor in force with its first code',
      tag,
      may,
      body: enrolmentProofBody,
      answer: recoveryCodesSchema,
      status: 201,
    },
    async ({ c, at, user, body }) => {
      const step = await firstStep(c, deps, user, body.code, at)
      if (!step.ok) return step
      const { codes, hashes } = newRecoveryCodes()
      const enabled = await secondFactor.enable(user, { step: step.value, codeHashes: hashes }, at)
      if (!enabled.ok) return enabled
      for (const session of enabled.value) deps.live.endSession(session)
      return done({ recoveryCodes: codes })
    },
  )
}

/** The step of the code that proves that the app has the secret. */
async function firstStep(
  c: AppContext,
  deps: Deps,
  user: SignedIn,
  code: string,
  at: number,
): Promise<Outcome<number>> {
  const who = claimantOf(c, user.login)
  const wait = await waitRefusal(deps, who, at)
  if (wait) return wait
  const sealed = await deps.store.secondFactor.pending(user.id)
  const secret = sealed === null ? null : deps.sealer.open(sealed, purposeOf(user.id))
  if (!secret) return refused('changed_meanwhile')
  const step = stepOf(secret, plainCode(code), at, null)
  if (step !== null) return done(step)
  await countFailure(deps, who, { userId: user.id, cause: 'code' }, at)
  return wrong('code_wrong', '/code')
}

function mountRecovery(app: AppRouter, deps: Deps): void {
  const { secondFactor } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/session/second-factor/removal',
      id: 'removeSecondFactor',
      summary: '关掉两步登录 Take one’s second factor away',
      tag,
      may,
      body: secondFactorProofBody,
    },
    async ({ c, at, user, body }) => {
      const proof = await proveSelf(c, deps, user, { ...body, pointer: '/password' }, at)
      if (!proof.ok) return proof
      const removed = await secondFactor.remove(user.id, user, at)
      return removed.ok ? done(undefined) : removed
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/session/second-factor/recovery-codes',
      id: 'makeRecoveryCodes',
      summary: '换一批备用码 New recovery codes',
      tag,
      may,
      body: secondFactorProofBody,
      answer: recoveryCodesSchema,
      status: 201,
    },
    async ({ c, at, user, body }) => {
      const proof = await proveSelf(c, deps, user, { ...body, pointer: '/password' }, at)
      if (!proof.ok) return proof
      const { codes, hashes } = newRecoveryCodes()
      const made = await secondFactor.newCodes(user, hashes, at)
      return made.ok ? done({ recoveryCodes: codes }) : made
    },
  )
}
