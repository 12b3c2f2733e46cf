import type { Problem } from '../../server/wire/problem.ts'
import { learnServerTime, moveOn } from './clock.ts'
import { language } from './i18n.ts'

/** What a request came to. A refusal is a value too: nothing is thrown at a screen. */
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem }

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
type Options = {
  body?: unknown
  file?: File
  ifMatch?: number
  signal?: AbortSignal
  isByItself?: boolean
  key?: string
}

/** URN endings of problems made here, not by the server. */
export const UNREACHABLE = 'urn:mingchuang:problem:unreachable'
export const GARBLED = 'urn:mingchuang:problem:garbled'

// A Date header has whole seconds; the stream's beats are finer and take over.
let isFirst = true
let onSignedOut: () => void = () => {}
/** Calls back when the server says that nobody is signed in. */
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<Answer<T>> => ask<T>('GET', path, { signal })
/** What the page asks for by itself: it keeps nobody signed in who has gone away. */
export const getByItself = <T>(path: string): Promise<Answer<T>> => ask<T>('GET', path, { isByItself: true })
export const post = <T>(path: string, body: unknown, ifMatch?: number): Promise<Answer<T>> =>
  ask<T>('POST', path, { body, ifMatch })
export const put = <T>(path: string, body: unknown, ifMatch?: number): Promise<Answer<T>> =>
  ask<T>('PUT', path, { body, ifMatch })
/** Sends what must not happen twice: a repetition with the same key is answered as the first was. */
export const postOnce = <T>(path: string, body: unknown, key: string): Promise<Answer<T>> =>
  ask<T>('POST', path, { body, key })
/** Sends a file's own bytes. */
export const sendFile = <T>(path: string, file: File): Promise<Answer<T>> => ask<T>('POST', path, { file })
export const remove = (path: string): Promise<Answer<null>> => ask<null>('DELETE', path, {})

async function ask<T>(method: Method, path: string, options: Options): Promise<Answer<T>> {
  let response: Response
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: headersOf(options),
      body: options.file ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
      credentials: 'same-origin',
      signal: options.signal,
    })
  } catch {
    return { ok: false, problem: ownProblem(UNREACHABLE, 0, '') }
  }
  return read<T>(response, path)
}

function headersOf({ body, file, ifMatch, isByItself, key }: Options): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-language': language(),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(file === undefined ? {} : { 'content-type': file.type }),
    ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
    ...(isByItself ? { 'x-background': '1' } : {}),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  }
}

async function read<T>(response: Response, path: string): Promise<Answer<T>> {
  const date = Date.parse(response.headers.get('date') ?? '')
  if (Number.isFinite(date) && isFirst) learnServerTime(date)
  isFirst = false
  moveOn()
  const body = await bodyOf(response)
  if (response.status === 401 && path !== '/session') onSignedOut()
  if (response.ok && body !== undefined) return { ok: true, value: body as T }
  if (isProblem(body)) return { ok: false, problem: body }
  return { ok: false, problem: ownProblem(GARBLED, response.status, response.headers.get('x-request-id') ?? '') }
}

/** null when the answer has no body, undefined when it is not JSON. */
async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => undefined)
  if (text === '') return null
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'type' in body && 'status' in body && 'title' in body

const ownProblem = (type: string, status: number, instance: string): Problem => ({
  type,
  title: '',
  status,
  detail: '',
  instance,
})
