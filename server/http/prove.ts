import { createHash } from 'node:crypto'
import { isIPv4 } from 'node:net'
import type { Deps } from '../deps.ts'
import { done, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import type { SignedIn } from './access.ts'
import { networkOf } from './address.ts'
import type { AppContext } from './app-env.ts'
import { checkPassword } from './password-hash.ts'
import { isTotp, plainCode, purposeOf, recoveryHash, stepOf } from './second-factor.ts'

/** After this many failures each further one doubles the wait, up to the longest. */
const DELAYS = {
  account: { free: 5, longestMs: 30_000 },
  address: { free: 15, longestMs: 60_000 },
} as const
/** Failures are forgotten after an hour of quiet. */
export const FAILURES_KEPT_MS = 3_600_000

const subjectOf = (kind: keyof typeof DELAYS, name: string): string =>
  `${kind}:${createHash('sha256').update(name.toLowerCase()).digest('hex').slice(0, 32)}`

/** How long after its latest failure a subject has to wait, ms. Never for good. */
export function delayAfter(kind: keyof typeof DELAYS, count: number): number {
  const { free, longestMs } = DELAYS[kind]
  return count <= free ? 0 : Math.min(longestMs, 1_000 * 2 ** Math.min(20, count - free - 1))
}

/** Somebody who says who they are: whose failures count, and from where. */
export interface Claimant {
  login: string
  address: string
  /** Subjects of the failures: the account, the address. */
  account: string
  network: string
}

export const claimantOf = (c: AppContext, login: string): Claimant => {
  const address = networkOf(c.get('address'))
  return { login, address, account: subjectOf('account', login), network: subjectOf('address', address) }
}

/** An address as the audit log keeps it for good: without its last part. */
export const coarse = (address: string): string =>
  isIPv4(address) ? address.replace(/\.\d+$/, '.0/24') : address.replace(/^((?:[^:]*:){3}).*$/, '$1:/48')

/** Refuses while a claimant has to wait after too many failures. */
export async function waitRefusal(deps: Deps, who: Claimant, at: number): Promise<Refused | null> {
  const failures = await deps.store.sessions.failures([who.account, who.network])
  const left = (kind: keyof typeof DELAYS, subject: string): number => {
    const failure = failures.get(subject)
    if (!failure || at - failure.lastAt > FAILURES_KEPT_MS) return 0
    // A failure in the future is from before the clock was set back: nobody waits for it to come again.
    if (failure.lastAt > at) return 0
    return Math.max(0, failure.lastAt + delayAfter(kind, failure.count) - at)
  }
  const accountMs = left('account', who.account)
  const isOwner = accountMs > 0 && (await deps.store.sessions.isKnownMachine(who.login, who.address, at))
  const waitMs = Math.max(isOwner ? 0 : accountMs, left('address', who.network))
  return waitMs > 0 ? refused('try_later', { retryAfterMs: waitMs }) : null
}

/** Counts a failure and tells it to the audit log, without what was typed. */
export const countFailure = (
  deps: Deps,
  who: Claimant,
  failure: { userId: string | null; cause: 'password' | 'code' },
  at: number,
): Promise<void> =>
  deps.store.sessions.countFailure([who.account, who.network], at, FAILURES_KEPT_MS, {
    ...failure,
    network: coarse(who.address),
  })

/** Whether a code is the person's: of the telephone, each step once, or a recovery code, each once. */
export async function isRightCode(
  deps: Deps,
  person: { userId: string; role: string; secondFactor: { sealed: string; lastStep: number | null } },
  given: string,
  at: number,
): Promise<boolean> {
  const { userId, role, secondFactor } = person
  const code = plainCode(given)
  if (!isTotp(code)) return deps.store.secondFactor.spendRecoveryCode(userId, role, recoveryHash(code), at)
  const secret = deps.sealer.open(secondFactor.sealed, purposeOf(userId))
  if (!secret) {
    deps.log.error({ userId }, 'a second factor was sealed with another key: the installation key has changed')
    return false
  }
  const step = stepOf(secret, code, at, secondFactor.lastStep)
  return step !== null && deps.store.secondFactor.spendStep(userId, step)
}

const wrong = (reason: 'password_wrong' | 'code_wrong', pointer: string): Refused =>
  refused(reason, { errors: [{ pointer, code: 'wrong', detail: '' }] })

/** Demands the person's own password again, and their code where they have a second factor and one is asked for. */
export async function proveSelf(
  c: AppContext,
  deps: Deps,
  user: SignedIn,
  given: { password: string; code?: string; pointer: string },
  at: number,
): Promise<Outcome<void>> {
  const who = claimantOf(c, user.login)
  const wait = await waitRefusal(deps, who, at)
  if (wait) return wait
  const credential = await deps.store.sessions.credentialOf(user.id)
  const isRight = await checkPassword(given.password, credential?.passwordHash ?? null)
  if (isRight === null) return refused('busy')
  if (!isRight || !credential) {
    await countFailure(deps, who, { userId: user.id, cause: 'password' }, at)
    return wrong('password_wrong', given.pointer)
  }
  const { secondFactor } = credential
  if (given.code !== undefined && secondFactor) {
    if (!(await isRightCode(deps, { ...credential, secondFactor }, given.code, at))) {
      await countFailure(deps, who, { userId: user.id, cause: 'code' }, at)
      return wrong('code_wrong', '/code')
    }
  }
  return done(undefined)
}

export { wrong }
