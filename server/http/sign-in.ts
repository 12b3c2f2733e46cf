import { createHash } from 'node:crypto'
import type { Deps } from '../deps.ts'
import type { User } from '../wire/people.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { networkOf } from './address.ts'
import type { AppContext } from './app-env.ts'
import { checkPassword } from './password-hash.ts'
import { giveCookie, hashOf, newToken, tokenOf } from './session-cookie.ts'

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

interface Attempt {
  login: string
  password: string
}

/** Checks a password. Unknown account and wrong password get the same answer after the same work. */
export async function signIn(
  c: AppContext,
  deps: Deps,
  { login, password }: Attempt,
  at: number,
): Promise<Outcome<string>> {
  const address = networkOf(c.get('address'))
  const account = subjectOf('account', login)
  const network = subjectOf('address', address)
  const waitMs = await waitOf(deps, { login, address, account, network, at })
  if (waitMs > 0) return refused('try_later', { retryAfterMs: waitMs })
  const credential = await deps.store.sessions.credential(login)
  const isRight = await checkPassword(password, credential?.passwordHash ?? null)
  if (isRight === null) return refused('busy')
  if (!isRight || !credential) {
    await deps.store.sessions.countFailure([account, network], at, FAILURES_KEPT_MS)
    deps.log.warn({ requestId: c.get('requestId'), address, account }, 'sign-in refused')
    return refused('wrong_credentials')
  }
  return done(await openSession(c, deps, credential.userId, at, [account]))
}

interface Waiting {
  login: string
  address: string
  account: string
  network: string
  at: number
}

async function waitOf(deps: Deps, { login, address, account, network, at }: Waiting): Promise<number> {
  const failures = await deps.store.sessions.failures([account, network])
  const left = (kind: keyof typeof DELAYS, subject: string): number => {
    const failure = failures.get(subject)
    if (!failure || at - failure.lastAt > FAILURES_KEPT_MS) return 0
    // A failure in the future is from before the clock was set back: nobody waits for it to come again.
    if (failure.lastAt > at) return 0
    return Math.max(0, failure.lastAt + delayAfter(kind, failure.count) - at)
  }
  const accountMs = left('account', account)
  const isOwner = accountMs > 0 && (await deps.store.sessions.isKnownMachine(login, address, at))
  return Math.max(isOwner ? 0 : accountMs, left('address', network))
}

/** Opens a sign-in with a new token and hands out its cookie; an older one of this browser ends. Gives the token's hash. */
export async function openSession(
  c: AppContext,
  deps: Deps,
  userId: User['id'],
  at: number,
  forgive: readonly string[] = [],
): Promise<string> {
  const older = tokenOf(c)
  const token = newToken()
  const { absoluteMs } = deps.config.session
  await deps.store.sessions.open(
    {
      tokenHash: hashOf(token),
      userId,
      at,
      expiresAt: at + absoluteMs,
      address: networkOf(c.get('address')),
      agent: (c.req.header('user-agent') ?? '').slice(0, 200),
    },
    forgive,
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
