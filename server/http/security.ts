import type { MiddlewareHandler } from 'hono'
import type { Deps } from '../deps.ts'
import { refused } from '../wire/refusal.ts'
import type { AppContext, AppEnv } from './app-env.ts'
import { problem } from './problem.ts'
import { SESSION_COOKIES } from './session-cookie.ts'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ')

const YEAR_S = 365 * 86_400

/** Headers of every answer. `same-origin` as referrer policy: with none, a plain form sends `Origin: null` to us. */
export const securityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next()
  const { headers } = c.res
  // What people uploaded is sent with a stricter one.
  if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', POLICY)
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Referrer-Policy', 'same-origin')
  headers.set('X-Frame-Options', 'DENY')
  headers.set('Cross-Origin-Opener-Policy', 'same-origin')
  headers.set('Cross-Origin-Resource-Policy', 'same-origin')
  headers.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
  headers.set('X-Request-Id', c.get('requestId'))
  if (c.get('isSecure')) headers.set('Strict-Transport-Security', `max-age=${YEAR_S}; includeSubDomains`)
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses unsafe requests from other sites, JSON included: a present Origin must be ours, and with a cookie an absent
 * one needs `Sec-Fetch-Site: same-origin`. Clients without cookie and Origin (nodes, programs) carry no one's rights.
 */
export function sameOriginOnly(deps: Deps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (!SAFE.has(c.req.method) && !isOwn(c, deps)) {
      deps.log.warn({ requestId: c.get('requestId'), origin: c.req.header('origin') }, 'refused another origin')
      return problem(c, refused('foreign_origin'))
    }
    await next()
  }
}

function isOwn(c: AppContext, deps: Deps): boolean {
  const origin = c.req.header('origin')
  if (origin !== undefined) return origin === ownOrigin(c) || origin === deps.config.publicOrigin
  const cookie = c.req.header('cookie') ?? ''
  const hasSession = SESSION_COOKIES.some((name) => cookie.includes(`${name}=`))
  return !hasSession || c.req.header('sec-fetch-site') === 'same-origin'
}

const ownOrigin = (c: AppContext): string =>
  `${c.get('isSecure') ? 'https' : 'http'}://${c.req.header('host') ?? new URL(c.req.url).host}`
