import { describe, expect, test } from 'vitest'
import { reportBody } from '../../server/wire/merchant.ts'
import { createMerchantApi } from '../../web/m/merchant-api.ts'
import {
  bodyOf,
  type Draft,
  draftFaults,
  LIMITS,
  NOTHING_BESIDE,
  newKey,
  refusedFields,
} from '../../web/m/report-draft.ts'
import { createReportSender } from '../../web/m/send-report.ts'
import { receipt } from './m-site.ts'

const draft = (overrides: Partial<Draft> = {}): Draft => ({
  siteId: 'nanan',
  serviceId: 'power',
  joinIssueId: null,
  text: '冰柜化了一半',
  place: '3-15',
  telephone: '',
  ...NOTHING_BESIDE,
  ...overrides,
})

describe('a draft', () => {
  test('a new report needs a sentence, joining needs nothing', () => {
    expect(draftFaults(draft({ text: '  ' }))).toEqual([{ field: 'text', code: 'missing', over: 0 }])
    expect(draftFaults(draft({ text: '', joinIssueId: 'i-46' }))).toEqual([])
  })
  test('the page’s limits are the server’s', () => {
    for (const field of ['text', 'place', 'telephone'] as const) {
      const filled = (length: number) => draft({ [field]: '1'.repeat(length) })
      expect(draftFaults(filled(LIMITS[field]))).toEqual([])
      expect(reportBody.safeParse(bodyOf(filled(LIMITS[field]))).success).toBe(true)
      expect(draftFaults(filled(LIMITS[field] + 2))).toEqual([{ field, code: 'long', over: 2 }])
      expect(reportBody.safeParse(bodyOf(filled(LIMITS[field] + 2))).success).toBe(false)
    }
  })
  test('blanks around words are not sent, an empty telephone is none', () => {
    expect(bodyOf(draft({ text: ' 没电 ', telephone: ' ' }))).toEqual({
      siteId: 'nanan',
      serviceId: 'power',
      joinIssueId: null,
      place: '3-15',
      text: '没电',
      name: null,
      telephone: null,
      answers: [],
      isSecret: false,
      hidesContact: false,
    })
  })
  test('the server’s complaints land at the fields this form has', () => {
    const fields = [
      { pointer: '/telephone', code: 'too_long', detail: '' },
      { pointer: '/siteId', code: 'unknown', detail: '' },
    ]
    expect(refusedFields(fields)).toEqual([{ field: 'telephone', code: 'refused', over: 0 }])
  })
  test('a key is 128 random bits in hex', () => {
    const keys = Array.from({ length: 50 }, newKey)
    expect(new Set(keys).size).toBe(50)
    expect(keys.every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true)
  })
})

const problem = (status: number, type: string, retryAfter = '2') =>
  new Response(
    JSON.stringify({ type: `urn:mingchuang:problem:${type}`, title: '', status, detail: '', instance: 'r-1' }),
    {
      status,
      headers: { 'content-type': 'application/problem+json', 'retry-after': retryAfter },
    },
  )
const saved = () => new Response(JSON.stringify(receipt()), { status: 201 })

/** A server that answers as told, one answer a request; `lost` swallows the answer on its way. */
function serverOf(...answers: (() => Response | 'lost')[]) {
  const asked: { key: string; text: string }[] = []
  const fetcher = async (_: unknown, init?: RequestInit) => {
    const { text } = JSON.parse(String(init?.body)) as { text: string }
    asked.push({ key: new Headers(init?.headers).get('idempotency-key') ?? '', text })
    const answer = answers[asked.length - 1]?.() ?? 'lost'
    if (answer === 'lost') throw new TypeError('network')
    return answer
  }
  return {
    asked,
    send: createReportSender(
      createMerchantApi(
        fetcher as typeof fetch,
        () => 'zh',
        () => {},
      ),
    ),
  }
}
const sameKey = (asked: { key: string }[]) => new Set(asked.map(({ key }) => key)).size === 1

describe('sending', () => {
  const body = bodyOf(draft())

  test('a retry after a lost answer carries the same key, so it cannot be counted twice', async () => {
    const { asked, send } = serverOf(() => 'lost', saved)
    expect(await send(body)).toEqual({ ok: false, failure: { kind: 'unreachable' }, isEarlierTry: false })
    expect(await send(body)).toEqual({ ok: true, value: receipt(), isEarlierTry: false })
    expect([asked.length, sameKey(asked)]).toEqual([2, true])
  })
  test('words changed after a lost answer that had arrived bring the first try’s receipt', async () => {
    const { asked, send } = serverOf(
      () => 'lost',
      () => problem(422, 'key-reused'),
      saved,
    )
    await send(body)
    expect(await send({ ...body, text: '灯也灭了' })).toEqual({ ok: true, value: receipt(), isEarlierTry: true })
    expect(asked.map(({ text }) => text)).toEqual(['冰柜化了一半', '灯也灭了', '冰柜化了一半'])
    expect(sameKey(asked)).toBe(true)
  })
  test('a refusal frees the key: the mended form is another request', async () => {
    const { asked, send } = serverOf(() => problem(422, 'invalid'), saved)
    const refused = await send(body)
    expect(refused.ok || refused.failure).toMatchObject({ kind: 'refused', status: 422, instance: 'r-1' })
    await send({ ...body, text: '没电' })
    expect(sameKey(asked)).toBe(false)
  })
  test('a busy server and one still at work keep the key', async () => {
    const { asked, send } = serverOf(
      () => problem(503, 'busy'),
      () => problem(409, 'in-progress'),
      saved,
    )
    await send(body)
    await send(body)
    expect((await send(body)).ok).toBe(true)
    expect([asked.length, sameKey(asked)]).toEqual([3, true])
  })
  test('a gateway’s page instead of a problem is still a refusal with its status', async () => {
    const { send } = serverOf(
      () => new Response('<h1>Bad Gateway</h1>', { status: 502, headers: { 'x-request-id': 'g-7' } }),
    )
    const sent = await send(body)
    expect(sent.ok || sent.failure).toEqual({
      kind: 'refused',
      status: 502,
      type: '',
      instance: 'g-7',
      fields: [],
      retryAfterMs: 0,
    })
  })
})
