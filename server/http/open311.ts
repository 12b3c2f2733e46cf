import { bodyLimit } from 'hono/body-limit'
import type { Deps } from '../deps.ts'
import type { Open311Format } from '../domain/open311-text.ts'
import { open311Failure } from '../wire/open311.ts'
import { type AppContext, type AppRouter, newRouter } from './app-env.ts'
import { refusalOf } from './failure.ts'
import { bulkFile } from './open311-bulk.ts'
import { failure, type Open311Call, preflight } from './open311-call.ts'
import { discovery, oneRequest, requestList, serviceDefinition, serviceList, token } from './open311-read.ts'
import { jurisdictionFault, postRequest, postUpdate, updateFeed } from './open311-write.ts'

type Run = (call: Open311Call) => Promise<Response>
interface Open311Route {
  /** Below `/open311`; the first group is `test/` or nothing, a group `name` what the path names. */
  path: RegExp
  GET?: Run
  POST?: Run
  /** Answered even while open data is off. */
  isAlways?: boolean
}

const ROOT = '/open311'
const below = (path: string): RegExp => new RegExp(`^/(test/)?v2/${path}\\.(?:xml|json)$`)
const NAMED = '(?<name>[^/]{1,200})'

/** Everything the endpoint answers. */
const ROUTES: readonly Open311Route[] = [
  { path: /^\/()discovery\.(?:xml|json)$/, GET: discovery, isAlways: true },
  { path: below('discovery'), GET: discovery, isAlways: true },
  { path: below('services'), GET: serviceList },
  { path: below(`services/${NAMED}`), GET: serviceDefinition },
  { path: below('requests'), GET: requestList, POST: postRequest },
  { path: below(`requests/${NAMED}`), GET: oneRequest },
  { path: below(`tokens/${NAMED}`), GET: token },
  { path: below('servicerequestupdates'), GET: updateFeed, POST: postUpdate },
  { path: /^\/()bulk\/requests\.csv$/, GET: bulkFile },
]

const URL_CHARS = 8_192
const BODY_BYTES = 100_000

const formatOf = (path: string): Open311Format => (path.endsWith('.json') ? 'json' : 'xml')
const notFound = (path: string): Response =>
  failure(formatOf(path), open311Failure(404, `path not found: ${path.slice(0, 200)}`))

/** Open311 GeoReport v2 beside the interface: no session, no cookie, any origin, and errors in its own words. */
export function mountOpen311(app: AppRouter, deps: Deps): void {
  const open = newRouter()
  open.onError((error, c) => broken(deps, error, c))
  open.use(
    bodyLimit({
      maxSize: BODY_BYTES,
      onError: (c) =>
        failure(formatOf(c.req.path), open311Failure(400, 'The body is too large'), { Connection: 'close' }),
    }),
  )
  open.all('/*', (c) => answered(deps, c))
  app.route(ROOT, open)
}

async function answered(deps: Deps, c: AppContext): Promise<Response> {
  const path = c.req.path.slice(ROOT.length)
  const { method } = c.req
  if (method === 'OPTIONS') return preflight()
  const format = formatOf(path)
  const at = deps.now()
  const limit = method === 'POST' ? 'open311Post' : 'publicRead'
  const waitMs = deps.limits.take(limit, c.get('address'), at)
  if (waitMs > 0)
    return failure(format, open311Failure(429, 'Too many requests; try again later'), {
      'Retry-After': String(Math.ceil(waitMs / 1_000)),
    })
  if (c.req.url.length > URL_CHARS) return failure(format, open311Failure(400, 'The address is too long'))
  const found = routeOf(path)
  if (!found) return notFound(path)
  const run = found.route[method === 'HEAD' ? 'GET' : (method as 'GET')]
  if (!run) return failure(format, open311Failure(400, `${method.slice(0, 20)} is not possible here`))
  const call: Open311Call = { c, deps, format, at, ...found, query: new URL(c.req.url).searchParams }
  if (!found.route.isAlways && !(await deps.store.openData.read()).isOn) return notFound(path)
  // A form says its jurisdiction in its body, after the key.
  const fault = method === 'POST' ? null : jurisdictionFault(call, call.query)
  return fault && found.route.GET !== updateFeed ? failure(format, fault) : run(call)
}

function routeOf(path: string): { route: Open311Route; isTest: boolean; name: string } | null {
  for (const route of ROUTES) {
    const found = route.path.exec(path)
    if (found) return { route, isTest: found[1] === 'test/', name: decoded(found.groups?.name ?? '') }
  }
  return null
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Nothing of the exception leaves but that it happened. */
function broken(deps: Deps, error: Error, c: AppContext): Response {
  const { reason } = refusalOf(error, deps.faultOf)
  deps.log.error({ requestId: c.get('requestId'), error }, 'an Open311 request failed')
  const format = formatOf(c.req.path)
  if (reason === 'busy' || reason === 'unavailable' || reason === 'full')
    return failure(format, open311Failure(503, 'Not possible at the moment; try again'), { 'Retry-After': '2' })
  return failure(format, open311Failure(500, `Something went wrong here (${c.get('requestId')})`))
}
