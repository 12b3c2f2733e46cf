import { createHash, randomBytes } from 'node:crypto'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppContext } from './app-env.ts'

/** Over TLS the name that binds the cookie to this host; browsers refuse it on plain http, so there another. */
const SECURE_NAME = '__Host-mingchuang'
const PLAIN_NAME = 'mingchuang'
export const SESSION_COOKIES = [SECURE_NAME, PLAIN_NAME] as const

const nameOf = (c: AppContext): string => (c.get('isSecure') ? SECURE_NAME : PLAIN_NAME)

/** 256 random bits; what is stored is their SHA-256. */
export const newToken = (): string => randomBytes(32).toString('base64url')
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

export function tokenOf(c: AppContext): string | null {
  const token = getCookie(c, nameOf(c))
  return token && /^[\w-]{43}$/.test(token) ? token : null
}

export function giveCookie(c: AppContext, token: string, lifetimeMs: number): void {
  setCookie(c, nameOf(c), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: c.get('isSecure'),
    maxAge: Math.floor(lifetimeMs / 1_000),
  })
}

export function takeCookie(c: AppContext): void {
  deleteCookie(c, nameOf(c), { path: '/', secure: c.get('isSecure') })
}
