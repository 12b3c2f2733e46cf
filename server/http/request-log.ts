import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { Deps } from '../deps.ts'
import type { AppEnv } from './app-env.ts'

/** One line per request, by the route's pattern: a raw address may hold what must not be logged. */
export const requestLog =
  ({ log }: Deps): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const startedAt = performance.now()
    await next()
    const line = {
      requestId: c.get('requestId'),
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      ms: Math.round(performance.now() - startedAt),
      userId: c.get('user')?.id,
    }
    if (c.res.status >= 400 || c.req.method !== 'GET') log.info(line, 'request')
    else log.debug(line, 'request')
  }
