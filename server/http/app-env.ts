import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { SignedIn } from './access.ts'

export interface AppEnv {
  /** Absent when a test calls `app.request()` without a socket. */
  Bindings: Partial<HttpBindings>
  Variables: {
    /** Printed on every error, so that a person can read it out. */
    requestId: string
    /** The client's address: the socket's, or what a trusted proxy says. */
    address: string
    isSecure: boolean
    user: SignedIn | null
  }
}
export type AppContext = Context<AppEnv>
export type AppRouter = OpenAPIHono<AppEnv>

export const newRouter = (): AppRouter => new OpenAPIHono<AppEnv>()
