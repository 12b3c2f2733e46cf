import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import type { AppContext, AppRouter } from './app-env.ts'
import { FAILURE } from './endpoint.ts'

const PING_MS = 1_000

const aliveSchema = z.strictObject({ status: z.literal('alive') })
const readySchema = z.strictObject({
  status: z.enum(['ready', 'not_ready']),
  /** Names of what is wrong: `database`, `broker`, `storage`, `canary`, `disk`, `draining`. */
  faults: z.array(z.string()),
})

/** True when the database answers within a second. */
async function answers(deps: Deps): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), PING_MS).unref())
  const ping = deps.store.health.ping().then(
    () => true,
    () => false,
  )
  return Promise.race([ping, late])
}

const describe = <S extends z.ZodType, P extends string>(path: P, id: string, summary: string, schema: S) =>
  createRoute({
    method: 'get',
    path,
    operationId: id,
    summary,
    tags: ['health'],
    security: [],
    responses: { 200: { description: 'Yes', content: { 'application/json': { schema } } }, default: FAILURE },
  })

/** `/healthz`: the process lives. `/readyz`: it can serve; 503 with the names of what is wrong. */
export function mountHealth(app: AppRouter, deps: Deps): void {
  const send = (c: AppContext, body: unknown, status: 200 | 503): Response =>
    c.body(JSON.stringify(body), status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      ...(status === 503 ? { 'Retry-After': '5' } : {}),
    })
  const healthz = describe('/healthz', 'isAlive', '活着没有 Whether the process lives', aliveSchema)
  app.openapi(healthz, ((c: AppContext) => send(c, { status: 'alive' }, 200)) as never)
  const readyz = describe('/readyz', 'isReady', '能不能用 Whether it can serve', readySchema)
  app.openapi(readyz, (async (c: AppContext) => {
    const faults = [...((await answers(deps)) ? [] : ['database']), ...(await deps.health.faults())]
    const isReady = faults.length === 0
    return send(c, { status: isReady ? 'ready' : 'not_ready', faults }, isReady ? 200 : 503)
  }) as never)
}
