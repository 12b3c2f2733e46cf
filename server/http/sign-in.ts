import type { Deps } from '../deps.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { networkOf } from './address.ts'
import type { AppContext } from './app-env.ts'
import { checkPassword } from './password-hash.ts'
import { claimantOf, coarse, countFailure, isRightCode, waitRefusal, wrong } from './prove.ts'
import { giveCookie, hashOf, newToken, tokenOf } from './session-cookie.ts'

export { delayAfter, FAILURES_KEPT_MS } from './prove.ts'

interface Attempt {
  login: string
  password: string
  code?: string
}

/**
 * Checks a password, and a code where the account has a second factor. Unknown account and wrong password get the same
 * answer after the same work; that a code is needed is told only to who knows the password.
 */
export async function signIn(
  c: AppContext,
  deps: Deps,
  { login, password, code }: Attempt,
  at: number,
): Promise<Outcome<string>> {
  const who = claimantOf(c, login)
  const wait = await waitRefusal(deps, who, at)
  if (wait) return wait
  const credential = await deps.store.sessions.credential(login)
  const isRight = await checkPassword(password, credential?.passwordHash ?? null)
  if (isRight === null) return refused('busy')
  if (!isRight || !credential) {
    await countFailure(deps, who, { userId: credential?.userId ?? null, cause: 'password' }, at)
    deps.log.warn({ requestId: c.get('requestId'), address: who.address, account: who.account }, 'sign-in refused')
    return refused('wrong_credentials')
  }
  const { userId, role, secondFactor } = credential
  if (secondFactor) {
    if (code === undefined) return refused('second_factor_needed')
    if (!(await isRightCode(deps, { userId, role, secondFactor }, code, at))) {
      await countFailure(deps, who, { userId, cause: 'code' }, at)
      return wrong('code_wrong', '/code')
    }
  }
  const person = { userId, role, secondFactorAt: secondFactor ? at : null }
  return done(await openSession(c, deps, person, at, [who.account]))
}

/** Opens a sign-in with a new token and hands out its cookie; an older one of this browser ends. Gives the token's hash. */
export async function openSession(
  c: AppContext,
  deps: Deps,
  person: { userId: string; role: string; secondFactorAt: number | null },
  at: number,
  forgive: readonly string[] = [],
): Promise<string> {
  const older = tokenOf(c)
  const token = newToken()
  const { absoluteMs } = deps.config.session
  const address = networkOf(c.get('address'))
  await deps.store.sessions.open(
    {
      ...person,
      tokenHash: hashOf(token),
      at,
      expiresAt: at + absoluteMs,
      address,
      agent: (c.req.header('user-agent') ?? '').slice(0, 200),
    },
    forgive,
    { network: coarse(address) },
  )
  if (older) await endSession(deps, hashOf(older), at)
  giveCookie(c, token, absoluteMs)
  return hashOf(token)
}

/** Ends a sign-in and the streams it opened. */
export async function endSession(deps: Deps, tokenHash: string, at: number): Promise<void> {
  await deps.store.sessions.end(tokenHash, at)
  deps.live.endSession(tokenHash)
}
