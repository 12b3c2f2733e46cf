import type { Deps } from '../deps.ts'
import { sessionSchema, setupBody, setupCodeBody, setupStateSchema } from '../wire/people.ts'
import { done, type Refused, refused } from '../wire/refusal.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { hashPassword } from './password-hash.ts'
import { isGuessable } from './password-rules.ts'
import { describeSession } from './session.ts'
import { openSession } from './sign-in.ts'

export function mountSetup(app: AppRouter, deps: Deps): void {
  const tag = 'setup'

  /** Why the code opens nothing, or null. */
  async function codeRefusal(code: string, at: number): Promise<Refused | null> {
    if (await deps.store.people.isClaimed()) return refused('already_set_up')
    const verdict = deps.setupCode.check(code, at)
    if (verdict === 'right') return null
    deps.log.warn({ verdict }, 'setup code refused')
    return refused(verdict === 'wrong' ? 'setup_code_wrong' : 'setup_code_expired')
  }

  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/setup',
      id: 'getSetup',
      summary: '要不要认领 Whether this installation has an administrator',
      tag,
      may: 'anyone',
      limit: 'publicRead',
      answer: setupStateSchema,
    },
    async ({ at }) => {
      const isNeeded = !(await deps.store.people.isClaimed())
      const endsAt = deps.setupCode.endsAt()
      return done({ isNeeded, codeEndsAt: isNeeded && endsAt !== null && endsAt > at ? endsAt : null })
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/setup/code',
      id: 'checkSetupCode',
      summary: '核对设置代码 Check the setup code',
      tag,
      may: 'anyone',
      limit: 'setup',
      body: setupCodeBody,
    },
    async ({ at, body }) => (await codeRefusal(body.code, at)) ?? done(undefined),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/setup',
      id: 'setUp',
      summary: '建第一个管理员 Make the first administrator',
      tag,
      may: 'anyone',
      limit: 'setup',
      body: setupBody,
      answer: sessionSchema,
      status: 201,
    },
    async ({ c, at, body }) => {
      const { code, districtZh, districtEn, name, login, password } = body
      const refusal = await codeRefusal(code, at)
      if (refusal) return refusal
      if (isGuessable(password, [login, name, districtZh, districtEn])) return weakPassword
      const passwordHash = await hashPassword(password)
      if (passwordHash === null) return refused('busy')
      const administrator = { login, name, role: 'administrator' as const, agencyId: null, passwordHash }
      const outcome = await deps.store.people.claim(administrator, { nameZh: districtZh, nameEn: districtEn }, at)
      if (!outcome.ok) return outcome
      deps.setupCode.spend()
      deps.live.wake()
      deps.log.info({ requestId: c.get('requestId') }, 'the first administrator was made')
      const first = { userId: outcome.value.id, role: 'administrator', secondFactorAt: null }
      return describeSession(c, deps, await openSession(c, deps, first, at), at)
    },
  )
}

export const weakPassword: Refused = refused('weak_password', {
  errors: [{ pointer: '/password', code: 'guessable', detail: '' }],
})
