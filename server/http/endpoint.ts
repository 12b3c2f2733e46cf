import { createRoute, type RouteConfig } from '@hono/zod-openapi'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { problemSchema } from '../wire/problem.ts'
import { type Outcome, type Refused, refused } from '../wire/refusal.ts'
import type { Right } from '../wire/roles.ts'
import { type Action, can, isByAgency, type SignedIn } from './access.ts'
import type { AppContext, AppRouter } from './app-env.ts'
import { onValidated } from './faults.ts'
import { type OpenAnswer, repeatableOf } from './idempotency.ts'
import { problem } from './problem.ts'
import type { LimitName } from './rate-limit.ts'
import { reply } from './reply.ts'

/** One route: what it is called, who may use it, what goes in and what comes out. */
export interface EndpointSpec<
  M extends Action | 'anyone',
  B extends z.ZodType,
  Q extends z.ZodObject,
  P extends z.ZodObject,
  A extends z.ZodType,
> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below `/api/v1`, with `{id}` for parameters. */
  path: `/${string}`
  /** operationId. */
  id: string
  summary: string
  tag: string
  may: M
  /** A right it demands beside the role. */
  right?: Right
  params?: P
  query?: Q
  body?: B
  /** The body is a file's bytes: the handler reads them itself. */
  isUpload?: boolean
  /** Schema of the answer; absent = 204 without a body. */
  answer?: A
  status?: 200 | 201
  /** Demands If-Match with the version the decision was made on. */
  isVersioned?: boolean
  /** Honours Idempotency-Key. */
  isRepeatable?: boolean
  /** The answer of a repetition from what was kept for it; absent: what was kept is the answer. */
  revive?: (
    kept: unknown,
    user: M extends 'anyone' ? SignedIn | null : SignedIn,
    at: number,
  ) => Promise<Outcome<z.input<A>>>
  /** Budget per address. */
  limit?: LimitName
  /** Version of the answer, sent as a strong ETag; If-None-Match is answered with 304. */
  versionOf?: (answer: z.input<A>) => number
}

/** The answer of a route that sends a file: the response itself. */
export const bytesSchema = z.custom<Response>().meta({ type: 'string', format: 'binary' })

/** What a handler is given: everything parsed, the person known. */
export interface Call<M extends Action | 'anyone', B, Q, P> {
  c: AppContext
  /** The instant of the request, epoch ms. */
  at: number
  user: M extends 'anyone' ? SignedIn | null : SignedIn
  body: B
  query: Q
  params: P
  /** From If-Match; 0 where the route is not versioned. */
  version: number
  /** Where a repeatable request keeps its answer; null without an Idempotency-Key. */
  repeatable: OpenAnswer | null
}

type ResponseConfig = Exclude<RouteConfig['responses'][string], { $ref: string }>

const VERSION = /^"(\d{1,15})"$/
const nothing = z.strictObject({})
const BYTES = { type: 'string' as const, format: 'binary' }

/** Mounts a route: refuse → parse → call → reply. A handler returns its answer or a refusal, and formats neither. */
export function endpoint<
  M extends Action | 'anyone',
  B extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodObject = z.ZodObject<Record<never, never>>,
  P extends z.ZodObject = z.ZodObject<Record<never, never>>,
  A extends z.ZodType = z.ZodUndefined,
>(
  app: AppRouter,
  deps: Deps,
  spec: EndpointSpec<M, B, Q, P, A>,
  run: (call: Call<M, z.output<B>, z.output<Q>, z.output<P>>) => Promise<Outcome<z.input<A>>>,
): void {
  const route = createRoute({
    method: spec.method,
    path: spec.path,
    operationId: spec.id,
    summary: spec.summary,
    tags: [spec.tag],
    ...guardOf(spec.may, spec.right),
    request: {
      query: spec.query ?? nothing,
      ...(spec.params ? { params: spec.params } : {}),
      ...(spec.body ? { body: { required: true, content: { 'application/json': { schema: spec.body } } } } : {}),
      ...(spec.isUpload
        ? { body: { required: true, content: { 'application/octet-stream': { schema: BYTES } } } }
        : {}),
    },
    ...headersOf(spec),
    responses: responsesOf(spec.answer, spec.status ?? 200),
    middleware: [
      async (c: AppContext, next: () => Promise<void>) => {
        const refusal = refuse(c, deps, spec)
        if (refusal) return problem(c, refusal)
        await next()
      },
    ],
  })
  const handle = async (c: AppContext): Promise<Response> => {
    // The library's validators ran just before: these are the schemas' outputs.
    const valid = c.req as unknown as { valid(target: 'json' | 'query' | 'param'): unknown }
    const body = spec.body ? valid.valid('json') : undefined
    const call = {
      c,
      at: deps.now(),
      user: c.get('user'),
      body,
      query: valid.valid('query'),
      params: spec.params ? valid.valid('param') : {},
      version: spec.isVersioned ? Number(VERSION.exec(c.req.header('if-match') ?? '')?.[1]) : 0,
      repeatable: spec.isRepeatable ? repeatableOf(c, spec.id, body) : null,
    } as Call<M, z.output<B>, z.output<Q>, z.output<P>>
    return answer(deps, spec, call, run)
  }
  const known = Object.keys(spec.query?.shape ?? {})
  app.openapi(
    route,
    handle as never,
    ((result: Parameters<typeof onValidated>[0], c: AppContext) => onValidated(result, c, known)) as never,
  )
}

type AnySpec = EndpointSpec<Action | 'anyone', z.ZodType, z.ZodObject, z.ZodObject, z.ZodType>
type AnyCall = Call<Action | 'anyone', unknown, unknown, unknown>

async function answer<S, C>(
  deps: Deps,
  typedSpec: S,
  typedCall: C,
  run: (call: C) => Promise<Outcome<unknown>>,
): Promise<Response> {
  const spec = typedSpec as unknown as AnySpec
  const call = typedCall as unknown as AnyCall
  const earlier = await replay(deps, call, spec)
  if (earlier) return earlier
  const outcome = await run(typedCall)
  if (!outcome.ok) {
    if (outcome.reason === 'in_progress') return (await replay(deps, call, spec)) ?? problem(call.c, outcome)
    return problem(call.c, outcome)
  }
  if (outcome.value instanceof Response) return outcome.value
  if (!spec.answer) return call.c.body(null, 204, { 'Cache-Control': 'no-store' })
  if (spec.versionOf) {
    const tag = `"${spec.versionOf(outcome.value)}"`
    call.c.header('ETag', tag)
    if (spec.method === 'get' && call.c.req.header('if-none-match') === tag) return call.c.body(null, 304)
  }
  return reply(call.c, spec.answer, outcome.value, spec.status ?? 200)
}

/** The answer an earlier request with the same key was given, if there was one. */
async function replay(deps: Deps, call: AnyCall, spec: AnySpec): Promise<Response | null> {
  if (!call.repeatable) return null
  const earlier = await deps.store.idempotency.find(call.repeatable, call.at)
  if (earlier.kind === 'none') return null
  if (earlier.kind === 'other_body') return problem(call.c, { reason: 'key_reused' })
  const text = call.repeatable.open(earlier.sealed)
  if (text === null || !spec.answer) return problem(call.c, { reason: 'key_reused' })
  const kept = JSON.parse(text) as unknown
  const revived = spec.revive ? await spec.revive(kept, call.user as SignedIn, call.at) : null
  if (revived && !revived.ok) return problem(call.c, revived)
  call.c.header('Idempotent-Replayed', 'true')
  return reply(call.c, spec.answer, revived ? revived.value : kept, earlier.status as 200 | 201)
}

type Guards = Pick<AnySpec, 'may' | 'right' | 'isVersioned' | 'isRepeatable' | 'limit'>

function refuse(c: AppContext, deps: Deps, spec: Guards): Refused | null {
  if (spec.limit) {
    const waitMs = deps.limits.take(spec.limit, c.get('address'), deps.now())
    if (waitMs > 0) return refused('too_many', { retryAfterMs: waitMs })
  }
  const user = c.get('user')
  if (spec.may !== 'anyone') {
    const refusal = accessRefusal(user, spec.may, spec.right)
    if (refusal) return refusal
  }
  if (spec.isRepeatable) {
    const key = c.req.header('idempotency-key')
    if (key !== undefined && !/^[\x21-\x7e]{16,200}$/.test(key))
      return refused('invalid', {
        errors: [{ pointer: 'Idempotency-Key', code: 'wrong_form', detail: '16 to 200 visible ASCII characters' }],
      })
  }
  return spec.isVersioned ? versionRefusal(c) : null
}

/** Why the person may not, or null: signed in, a second factor where it is demanded, the role, the right beside it. */
export function accessRefusal(user: SignedIn | null, may: Action, right?: Right): Refused | null {
  if (!user) return refused('not_signed_in')
  if (user.mustSetUpSecondFactor && may !== 'session.own') return refused('second_factor_required')
  if (!can(user, may)) return refused('forbidden')
  return right === undefined || user.rights.includes(right) ? null : refused('right_missing')
}

function versionRefusal(c: AppContext): Refused | null {
  const given = c.req.header('if-match')
  if (given === undefined) return refused('version_required')
  return VERSION.test(given) ? null : refused('stale')
}

/** Who may, as the description says it: the action of the matrix, and whether it looks at whose row it is. */
export const guardOf = (may: Action | 'anyone', right?: Right) => ({
  security: may === 'anyone' ? [] : [{ session: [] as string[] }],
  'x-action': may,
  ...(may !== 'anyone' && isByAgency(may) ? { 'x-by-agency': true } : {}),
  ...(right ? { 'x-right': right } : {}),
})

function headersOf(spec: Pick<AnySpec, 'isVersioned' | 'isRepeatable'>) {
  const parameter = (name: string, required: boolean, description: string) => ({
    name,
    in: 'header' as const,
    required,
    description,
    schema: { type: 'string' as const },
  })
  const parameters = [
    ...(spec.isVersioned ? [parameter('If-Match', true, 'Version the decision was made on, from ETag: `"7"`')] : []),
    ...(spec.isRepeatable ? [parameter('Idempotency-Key', false, 'Repeats with one key give one record')] : []),
  ]
  return parameters.length > 0 ? { parameters } : {}
}

function responsesOf(answer: z.ZodType | undefined, status: number): Record<string, ResponseConfig> {
  const json = (schema: z.ZodType): ResponseConfig => ({
    description: 'Done',
    content: { [schema === bytesSchema ? 'application/octet-stream' : 'application/json']: { schema } },
  })
  return { [answer ? status : 204]: answer ? json(answer) : { description: 'Done' }, default: FAILURE }
}

/** The answer every route may give instead. */
export const FAILURE: ResponseConfig = {
  description: 'Why not, as an RFC 9457 problem',
  content: { 'application/problem+json': { schema: problemSchema } },
}
