import { EXTENDED_STATUSES, type ExtendedStatus } from '../domain/open311.ts'
import { readOpen311Date } from '../domain/open311-date.ts'
import { OPEN311_TYPES, streamEnds, streamItem } from '../domain/open311-text.ts'
import { type Open311Outcome, type Open311Receipt, open311Failure } from '../wire/open311.ts'
import { answerKept, type OpenAnswer } from './idempotency.ts'
import { hashOf } from './link-token.ts'
import { argument, postArguments, windowArgument } from './open311-arguments.ts'
import { answer, failure, jurisdictionOf, type Open311Call, streamed } from './open311-call.ts'

type Key = { id: string; name: string }

/** The key is checked before everything else. */
async function keyOf({ deps }: Open311Call, given: string): Promise<Open311Outcome<Key>> {
  const key = given === '' ? null : await deps.store.openData.keyBy(hashOf(given))
  return key ? { ok: true, value: key } : open311Failure(403, 'Missing or invalid api_key')
}

/** We serve one jurisdiction: it may be left out, not be another. */
export function jurisdictionFault({ c, deps }: Open311Call, from: URLSearchParams) {
  const given = argument(from, 'jurisdiction_id')
  return given === '' || given === jurisdictionOf(c, deps)
    ? null
    : open311Failure(404, `jurisdiction_id not found: ${given}`)
}

/** The form of a POST; anything but a form in UTF-8 is refused. */
async function formOf({ c }: Open311Call): Promise<Open311Outcome<URLSearchParams>> {
  const [type, ...parameters] = (c.req.header('content-type') ?? '').toLowerCase().split(';')
  const charset = parameters.map((part) => part.trim()).find((part) => part.startsWith('charset='))
  const isForm = type?.trim() === 'application/x-www-form-urlencoded'
  if (!isForm || (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)))
    return open311Failure(400, 'The body must be application/x-www-form-urlencoded; charset=utf-8')
  return { ok: true, value: new URLSearchParams(await c.req.text()) }
}

/** Form and key of a POST, in the order the standard checks them. */
async function signedForm(call: Open311Call): Promise<Open311Outcome<{ form: URLSearchParams; key: Key }>> {
  const form = await formOf(call)
  if (!form.ok) return form
  const key = await keyOf(call, argument(form.value, 'api_key'))
  if (!key.ok) return key
  return jurisdictionFault(call, form.value) ?? { ok: true, value: { form: form.value, key: key.value } }
}

/** What a repetition must equal: every argument but the key, in any order. */
const sameness = (form: URLSearchParams): [string, string][] =>
  [...form]
    .filter(([name]) => name !== 'api_key')
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))

function repeatable({ c, isTest }: Open311Call, key: Key, form: URLSearchParams): Open311Outcome<OpenAnswer | null> {
  const given = c.req.header('idempotency-key')
  if (given === undefined) return { ok: true, value: null }
  if (!/^[\x21-\x7e]{1,200}$/.test(given))
    return open311Failure(400, 'Idempotency-Key is 1 to 200 visible ASCII characters')
  return { ok: true, value: answerKept(['open311', key.id, String(isTest)], given, sameness(form)) }
}

/** The answer the same request was given before; null for a new one. */
async function replayed(call: Open311Call, kept: OpenAnswer | null): Promise<Response | null> {
  if (!kept) return null
  const earlier = await call.deps.store.idempotency.find(kept, call.at)
  if (earlier.kind === 'none') return null
  const text = earlier.kind === 'answered' ? kept.open(earlier.sealed) : null
  if (text === null) return failure(call.format, open311Failure(400, 'Idempotency-Key was used for another request'))
  return answer(call.format, 'service_requests', [JSON.parse(text) as Open311Receipt], {
    'Idempotent-Replayed': 'true',
  })
}

/** POST Service Request: one issue, its id at once. */
export async function postRequest(call: Open311Call): Promise<Response> {
  const { deps, format, isTest, at } = call
  const signed = await signedForm(call)
  if (!signed.ok) return failure(format, signed)
  const { form, key } = signed.value
  const kept = repeatable(call, key, form)
  if (!kept.ok) return failure(format, kept)
  const earlier = await replayed(call, kept.value)
  if (earlier) return earlier
  const posted = await deps.store.open311.post(postArguments(form), { key, isTest, repeatable: kept.value, at })
  // Two of the same may have come at once: the second gets the first one's answer.
  if (!posted.ok) return (await replayed(call, kept.value)) ?? failure(format, posted)
  deps.live.wake()
  return answer(format, 'service_requests', [posted.value])
}

/** The feed of changes, oldest first, sent as it is read. */
export async function updateFeed(call: Open311Call): Promise<Response> {
  const { deps, format, query, isTest, at } = call
  const key = await keyOf(call, argument(query, 'api_key'))
  if (!key.ok) return failure(format, key)
  const window = windowArgument(query, at)
  if (!window.ok) return failure(format, window)
  const root = 'service_request_updates'
  const [before, after] = streamEnds(format, root)
  async function* parts(): AsyncGenerator<string> {
    yield before
    let isFirst = true
    for await (const update of deps.store.open311.updates(isTest, window.ok ? window.value : { fromAt: 0, toAt: 0 })) {
      yield streamItem(format, root, update, isFirst)
      isFirst = false
    }
    yield after
  }
  return streamed(parts(), OPEN311_TYPES[format])
}

const NEEDED = ['service_request_id', 'update_id', 'updated_datetime', 'status', 'description'] as const
const STATUSES: readonly string[] = [...EXTENDED_STATUSES, 'open', 'closed']
const UPDATE_ID = /^[\x21-\x7e]{1,100}$/
const TEXT_MAX = 4_000

/** An update of another system: an event and a task of the desk, never a move. */
export async function postUpdate(call: Open311Call): Promise<Response> {
  const { deps, format, isTest, at } = call
  const signed = await signedForm(call)
  if (!signed.ok) return failure(format, signed)
  const { form, key } = signed.value
  const missing = NEEDED.filter((name) => argument(form, name) === '')
  if (missing.length > 0) return failure(format, open311Failure(400, ...missing.map((name) => `Bad request: ${name}`)))
  const [number, updateId, date, status, text] = NEEDED.map((name) => argument(form, name)) as [
    string,
    string,
    string,
    string,
    string,
  ]
  const updatedAt = readOpen311Date(date)
  if (updatedAt === null) return failure(format, open311Failure(400, 'Bad request: updated_datetime has no zone'))
  if (!STATUSES.includes(status)) return failure(format, open311Failure(400, `Bad request: status ${status}`))
  if (!UPDATE_ID.test(updateId)) return failure(format, open311Failure(400, 'Bad request: update_id'))
  if ([...text].length > TEXT_MAX) return failure(format, open311Failure(400, 'Bad request: description is too long'))
  const given = { number, updateId, updatedAt, status: status as ExtendedStatus | 'open' | 'closed', text }
  const received = await deps.store.open311.receive(key, isTest, given, at)
  if (!received.ok) return failure(format, received)
  deps.live.wake()
  return answer(format, 'service_request_updates', [{ update_id: received.value }])
}
