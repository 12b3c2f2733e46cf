import type { MerchantSite, MerchantSites, ReportAnswer, ReportBody, Tracking } from '../../server/wire/merchant.ts'
import type { Problem } from '../../server/wire/problem.ts'
import type { Language } from './language.ts'

const TIMEOUT_MS = 20_000

/** Why there is no answer: `unreachable` leaves open whether the server got it; a refusal says it did nothing. */
export type Failure =
  | { kind: 'unreachable' }
  | { kind: 'refused'; status: number; type: string; instance: string; fields: Fields; retryAfterMs: number }
export type Fields = NonNullable<Problem['errors']>
export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export interface MerchantApi {
  sites(): Promise<Outcome<MerchantSites>>
  site(id: string): Promise<Outcome<MerchantSite>>
  report(body: ReportBody, key: string): Promise<Outcome<ReportAnswer>>
  tracking(token: string): Promise<Outcome<Tracking>>
  /** A step behind the link: `answer`, `grade`, `missed`, …; gives what the route gives. */
  tell<T = Tracking>(step: string, body: object): Promise<Outcome<T>>
  /** A photo's bytes, with the link's secret in a header. */
  upload(token: string, photo: Blob, name: string): Promise<Outcome<Tracking>>
  /** A photo of this report. */
  picture(token: string, id: string): Promise<Outcome<Blob>>
  /** Anything else below `/merchant`, or, with a slash before it, below the interface; a body makes it a POST, a key a repeatable one. */
  ask<T>(path: string, body?: object, key?: string): Promise<Outcome<T>>
  /** The open event stream; rejects when nobody answers. */
  stream(token: string, signal: AbortSignal): Promise<Response>
  /** Learns the server's clock from an instant it sent. */
  heard(at: number): void
}

type Request = { method?: string; body?: unknown; bytes?: Blob; isPicture?: true; headers?: Record<string, string> }

export function createMerchantApi(
  fetcher: typeof fetch,
  language: () => Language,
  heard: (at: number) => void,
): MerchantApi {
  const init = (request: Request, signal: AbortSignal): RequestInit => ({
    method: request.method ?? (request.body === undefined ? 'GET' : 'POST'),
    headers: {
      'accept-language': language(),
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...request.headers,
    },
    body: request.body === undefined ? request.bytes : JSON.stringify(request.body),
    credentials: 'omit',
    cache: 'no-store',
    signal,
  })

  async function ask<T>(path: string, request: Request = {}): Promise<Outcome<T>> {
    const aborter = new AbortController()
    const timer = setTimeout(() => aborter.abort(), TIMEOUT_MS)
    try {
      const response = await fetcher(
        path.startsWith('/') ? `/api/v1${path}` : `/api/v1/merchant/${path}`,
        init(request, aborter.signal),
      )
      if (!response.ok) return { ok: false, failure: await refusal(response) }
      const value = (await (request.isPicture ? response.blob() : response.json())) as T
      heardFrom(value, response, heard)
      return { ok: true, value }
    } catch {
      return { ok: false, failure: { kind: 'unreachable' } }
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    sites: () => ask('sites'),
    site: (id) => ask(`sites/${encodeURIComponent(id)}`),
    report: (body, key) => ask('reports', { body, headers: { 'idempotency-key': key } }),
    tracking: (token) => ask('tracking', { body: { token } }),
    tell: (step, body) => ask(`tracking/${step}`, { body }),
    upload: (token, photo, name) =>
      ask(`tracking/photos?name=${encodeURIComponent(name)}`, {
        method: 'POST',
        bytes: photo,
        headers: { 'content-type': photo.type, 'tracking-token': token },
      }),
    picture: (token, id) => ask('tracking/photo', { body: { token, id }, isPicture: true }),
    ask: (path, body, key) => ask(path, { body, headers: key === undefined ? {} : { 'idempotency-key': key } }),
    stream: (token, signal) => {
      const headers = { accept: 'text/event-stream' }
      return fetcher('/api/v1/merchant/tracking/stream', init({ body: { token }, headers }, signal))
    },
    heard,
  }
}

function heardFrom(value: unknown, response: Response, heard: (at: number) => void): void {
  const said = (value as { at?: unknown }).at
  const at = typeof said === 'number' ? said : Date.parse(response.headers.get('date') ?? '')
  if (Number.isFinite(at)) heard(at)
}

/** A gateway's refusal is no problem document: status alone must do. */
async function refusal(response: Response): Promise<Failure> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>
  const retryAfter = Number(response.headers.get('retry-after'))
  return {
    kind: 'refused',
    status: response.status,
    type: problem.type ?? '',
    instance: problem.instance ?? response.headers.get('x-request-id') ?? '',
    fields: problem.errors ?? [],
    retryAfterMs: Number.isFinite(retryAfter) ? Math.max(0, retryAfter) * 1_000 : 0,
  }
}
