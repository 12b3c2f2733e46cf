import { createRoute } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import { streamQuery } from '../wire/live.ts'
import { refused } from '../wire/refusal.ts'
import { can } from './access.ts'
import type { AppContext, AppRouter } from './app-env.ts'
import { FAILURE } from './endpoint.ts'
import { problem } from './problem.ts'
import { openStream } from './sse.ts'

/** The newest event the reader has: a reconnecting browser says it in a header, a page in its address. */
function afterOf(c: AppContext, query: { after?: number }): number | undefined {
  const header = c.req.header('last-event-id')
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : query.after
}

export function mountStream(app: AppRouter, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/stream',
    operationId: 'follow',
    summary: '实时事件 Live events',
    description:
      'Durable events carry an id and replay after Last-Event-ID or `after`; `reset` asks the page to load anew; ' +
      '`beat` every 4 s; `reading` carries newest values of the watched site, node or queues.',
    tags: ['live'],
    security: [{ session: [] }],
    request: { query: streamQuery },
    responses: {
      200: { description: 'Server-sent events', content: { 'text/event-stream': { schema: { type: 'string' } } } },
      default: FAILURE,
    },
  })
  app.openapi(route, ((c: AppContext) => {
    const user = c.get('user')
    if (!user) return problem(c, refused('not_signed_in'))
    if (!can(user, 'stream.read')) return problem(c, refused('forbidden'))
    const query = (c.req as unknown as { valid(target: 'query'): ReturnType<typeof streamQuery.parse> }).valid('query')
    const { idleMs } = deps.config.session
    return openStream(c, deps, {
      after: afterOf(c, query),
      userId: user.id,
      sessionHash: user.sessionHash,
      watch:
        query.site || query.node || query.queues
          ? { siteId: query.site, nodeId: query.node, queues: query.queues !== undefined }
          : undefined,
      isStillAllowed: async () => (await deps.store.sessions.find(user.sessionHash, deps.now(), idleMs)) !== null,
    })
  }) as never)
}
