import type { Deps } from '../deps.ts'
import { OPEN311_TYPES, type Open311Format, type Open311Value, open311Body } from '../domain/open311-text.ts'
import type { Open311Failure } from '../wire/open311.ts'
import type { AppContext } from './app-env.ts'
import { originOf } from './qr.ts'

/** One request to the Open311 endpoint, its path taken apart. */
export interface Open311Call {
  c: AppContext
  deps: Deps
  format: Open311Format
  isTest: boolean
  query: URLSearchParams
  /** What the path names: a code, an id, a token. */
  name: string
  /** Epoch ms. */
  at: number
}

/** Anybody's page may read us: no answer depends on who asks with a cookie. */
const OPEN = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Link, Retry-After, Idempotent-Replayed, X-Request-Id',
  'Cache-Control': 'no-store',
}

export const openHeaders = (type: string, more: Record<string, string> = {}): Record<string, string> => ({
  'Content-Type': type,
  ...OPEN,
  ...more,
})

/** An answer under its root element. */
export const answer = (
  format: Open311Format,
  root: string,
  value: Open311Value,
  more: Record<string, string> = {},
): Response => new Response(open311Body(format, root, value), { headers: openHeaders(OPEN311_TYPES[format], more) })

/** Why not, in the format that was asked for: nothing under `/open311` refuses in another way. */
export function failure(
  format: Open311Format,
  { status, errors }: Omit<Open311Failure, 'ok'>,
  more: Record<string, string> = {},
): Response {
  const value = errors.map((description) => ({ code: status, description }))
  return new Response(open311Body(format, 'errors', value), {
    status,
    headers: openHeaders(OPEN311_TYPES[format], more),
  })
}

/** Answer to a browser that asks before it posts. */
export const preflight = (): Response =>
  new Response(null, {
    status: 204,
    headers: {
      ...OPEN,
      'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
      'Access-Control-Allow-Headers': 'Content-Type, Idempotency-Key',
      'Access-Control-Max-Age': '86400',
    },
  })

/** The one jurisdiction: the main web host without www. */
export const jurisdictionOf = (c: AppContext, deps: Deps): string =>
  new URL(originOf(c, deps)).hostname.replace(/^www\./, '')

/** Name of the district, the last part of every address. */
export const districtOf = async ({ deps }: Pick<Open311Call, 'deps'>): Promise<string> =>
  (await deps.store.settings.district())?.nameZh ?? ''

/** A long answer, sent as it is read. */
export function streamed(parts: AsyncGenerator<string>, type: string, more: Record<string, string> = {}): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await parts.return(undefined)
    },
  })
  return new Response(body, { headers: openHeaders(type, more) })
}
