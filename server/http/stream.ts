import { createRoute } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import type { LoggedEvent } from '../live/port.ts'
import { type LiveEvent, streamQuery } from '../wire/live.ts'
import { refused } from '../wire/refusal.ts'
import { narrowedTo } from './access.ts'
import type { AppContext, AppRouter } from './app-env.ts'
import { accessRefusal, FAILURE, guardOf } from './endpoint.ts'
import { problem } from './problem.ts'
import { openStream } from './sse.ts'

/** The newest event the reader has: a reconnecting browser says it in a header, a page in its address. */
function afterOf(c: AppContext, query: { after?: number }): number | undefined {
  const header = c.req.header('last-event-id')
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : query.after
}

/** Of another agency's issue an officer learns that something changed, and no more. */
function ownOnly(agencyId: string | null): (event: LoggedEvent) => LiveEvent {
  return ({ at, kind, subjectId, siteId, body }) => {
    const isOwn = agencyId !== null && Array.isArray(body.agencyIds) && body.agencyIds.includes(agencyId)
    return (kind !== 'issue' && kind !== 'supervision') || isOwn
      ? { at, subjectId, siteId, body }
      : { at, subjectId: '', siteId: null, body: {} }
  }
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
    ...guardOf('stream.read'),
    request: { query: streamQuery },
    responses: {
      200: { description: 'Server-sent events', content: { 'text/event-stream': { schema: { type: 'string' } } } },
      default: FAILURE,
    },
  })
  app.openapi(route, ((c: AppContext) => {
    const user = c.get('user')
    const refusal = accessRefusal(user, 'stream.read')
    if (!user || refusal) return problem(c, refusal ?? refused('not_signed_in'))
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
      view: narrowedTo(user, 'issues.read') === null ? undefined : ownOnly(user.agencyId),
      // A new role or agency may see something else: the page comes back and is asked who it is.
      isStillAllowed: async () => {
        const session = await deps.store.sessions.find(user.sessionHash, deps.now(), idleMs)
        return session?.user.role === user.role && (session.user.agency?.id ?? null) === user.agencyId
      },
    })
  }) as never)
}
