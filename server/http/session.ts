import type { MiddlewareHandler } from 'hono'
import type { Deps } from '../deps.ts'
import { type Session, sessionSchema, signInBody } from '../wire/people.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import type { SignedIn } from './access.ts'
import { isLocalHost } from './address.ts'
import type { AppContext, AppEnv, AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { hashOf, takeCookie, tokenOf } from './session-cookie.ts'
import { mountOwnSession } from './session-own.ts'
import { endSession, signIn } from './sign-in.ts'

/** The idle end is moved at most this often, so that reading pages writes nothing, ms. */
const TOUCH_EVERY_MS = 60_000

/** Puts the person behind the cookie into the context, and moves the idle end of the sign-in. */
export function knowUser(deps: Deps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    c.set('user', await findUser(c, deps))
    await next()
  }
}

/** Whether a person caused the request: what a page asks for by itself does not keep anybody signed in. */
const isByHand = (c: AppContext): boolean =>
  !c.req.path.endsWith('/stream') && c.req.header('x-background') === undefined

async function findUser(c: AppContext, deps: Deps): Promise<SignedIn | null> {
  const token = tokenOf(c)
  if (!token) return null
  const at = deps.now()
  const tokenHash = hashOf(token)
  const { idleMs } = deps.config.session
  const session = await deps.store.sessions.find(tokenHash, at, idleMs)
  if (!session) return null
  const isTouch = isByHand(c) && at - session.lastSeenAt >= Math.min(TOUCH_EVERY_MS, idleMs / 2)
  if (isTouch)
    deps.store.sessions.touch(tokenHash, at).catch((error) => deps.log.warn({ error }, 'a sign-in was not prolonged'))
  const { user, lastSeenAt, expiresAt } = session
  return {
    id: user.id,
    login: user.login,
    name: user.name,
    role: user.role,
    agencyId: user.agency?.id ?? null,
    rights: user.rights,
    mustSetUpSecondFactor: session.mustSetUpSecondFactor,
    sessionHash: tokenHash,
    idleEndsAt: (isTouch ? at : lastSeenAt) + idleMs,
    endsAt: expiresAt,
  }
}

/** What the page shows of a sign-in. */
export async function describeSession(
  c: AppContext,
  deps: Deps,
  tokenHash: string,
  at: number,
): Promise<Outcome<Session>> {
  const { idleMs } = deps.config.session
  const [session, district] = await Promise.all([
    deps.store.sessions.find(tokenHash, at, idleMs),
    deps.store.settings.district(),
  ])
  if (!session) return refused('not_signed_in')
  return done({
    user: session.user,
    district: district ?? { nameZh: '', nameEn: '' },
    idleEndsAt: Math.min(session.lastSeenAt + idleMs, session.expiresAt),
    endsAt: session.expiresAt,
    isInsecure: !c.get('isSecure') && !isLocalHost(c),
    mustSetUpSecondFactor: session.mustSetUpSecondFactor,
  })
}

export function mountSession(app: AppRouter, deps: Deps): void {
  const tag = 'session'
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/session',
      id: 'signIn',
      summary: '登录 Sign in',
      tag,
      may: 'anyone',
      limit: 'signIn',
      body: signInBody,
      answer: sessionSchema,
    },
    async ({ c, at, body }) => {
      const outcome = await signIn(c, deps, body, at)
      return outcome.ok ? describeSession(c, deps, outcome.value, at) : outcome
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/session',
      id: 'getSession',
      summary: '当前登录 The present sign-in',
      tag,
      may: 'session.own',
      answer: sessionSchema,
    },
    async ({ c, at, user }) => describeSession(c, deps, user.sessionHash, at),
  )
  endpoint(
    app,
    deps,
    { method: 'delete', path: '/session', id: 'signOut', summary: '退出 Sign out', tag, may: 'session.own' },
    async ({ c, at, user }) => {
      await endSession(deps, user.sessionHash, at)
      takeCookie(c)
      c.header('Clear-Site-Data', '"cache", "storage"')
      return done(undefined)
    },
  )
  mountOwnSession(app, deps)
}
