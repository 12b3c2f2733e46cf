import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PROBLEMS } from '../../server/http/problem-words.ts'
import type { Problem } from '../../server/wire/problem.ts'
import { claim, startTestServer, type TestServer, type Visitor } from '../support/api.ts'

let server: TestServer
let sun: Visitor
let fault: 'busy' | 'unavailable' | 'full' | 'constraint' | 'broken' | null = null
beforeAll(async () => {
  server = await startTestServer()
  sun = await claim(server)
  const read = server.deps.store.people.directory
  server.deps.store.people.directory = () => (fault ? Promise.reject(FAULTS[fault]) : read())
})
afterAll(() => server.close())
afterEach(() => {
  fault = null
})

const FAULTS = {
  busy: Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' }),
  unavailable: new TypeError('fetch failed'),
  full: Object.assign(new Error('Failed query'), { cause: { code: 'SQLITE_FULL' } }),
  constraint: Object.assign(new Error('no'), { code: 'SQLITE_CONSTRAINT' }),
  broken: new Error('a secret path /var/lib/x and SELECT * FROM users'),
}
const JSON_TYPE = { 'content-type': 'application/json' }
const signIn = { login: 'a', password: 'b' }

describe('a request that cannot be read', () => {
  it.each(['{', '', 'nul', '{"login":"a",}', '\u0000'])('bad input 1: %j is 400', async (body) => {
    expect(await sun.refusal('POST', '/session', body, JSON_TYPE)).toBe('400 400 malformed-body')
  })

  it.each([
    ['text/plain', '415 415 unsupported-type'],
    ['application/x-www-form-urlencoded', '415 415 unsupported-type'],
    ['multipart/form-data; boundary=x', '415 415 unsupported-type'],
  ])('bad input 2: a body of type %s is 415', async (type, expected) => {
    expect(await sun.refusal('POST', '/session', JSON.stringify(signIn), { 'content-type': type })).toBe(expected)
  })

  it('bad input 2: a body without a type is 415', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify(signIn))
    const answer = await sun.request('POST', '/api/v1/session', { body: bytes })
    expect(answer.status).toBe(415)
  })

  it('bad input 3: 200 kB are 413, by length and in chunks', async () => {
    const body = JSON.stringify({ ...signIn, password: 'x'.repeat(200_000) })
    const byLength = { ...JSON_TYPE, 'content-length': String(body.length) }
    expect(await sun.refusal('POST', '/session', body, byLength)).toBe('413 413 too-large')
    expect(await sun.refusal('POST', '/session', body)).toBe('413 413 too-large')
  })

  it('bad input 4: an array 40,000 deep is 400 at once, 33 deep too, 32 deep is only judged by its schema', async () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    const startedAt = performance.now()
    expect(await sun.refusal('POST', '/session', nested(40_000), JSON_TYPE)).toBe('400 400 too-deep')
    expect(performance.now() - startedAt).toBeLessThan(500)
    expect(await sun.refusal('POST', '/session', nested(33), JSON_TYPE)).toBe('400 400 too-deep')
    expect(await sun.refusal('POST', '/session', nested(32), JSON_TYPE)).toBe('422 422 invalid')
    expect(await sun.refusal('POST', '/session', { login: '['.repeat(39), password: '"\\"[[['.repeat(9) })).toBe(
      '401 401 wrong-credentials',
    )
  })

  it('bad input 5: __proto__ and constructor are refused by name and touch nothing', async () => {
    const body = '{"login":"a","password":"b","__proto__":{"isAdmin":true},"constructor":1}'
    const answer = await sun.api('POST', '/session', body, JSON_TYPE)
    const problem = (await answer.json()) as Problem
    expect(answer.status).toBe(422)
    expect(problem.errors?.map(({ pointer }) => pointer).sort()).toEqual(['/__proto__', '/constructor'])
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  it('bad input 6: an unknown field is 422 and named, whatever it hopes for', async () => {
    const answer = await sun.api('POST', '/session', { ...signIn, role: 'administrator' }, { 'accept-language': 'en' })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toEqual({
      type: 'urn:mingchuang:problem:invalid',
      title: 'Some fields are not right',
      status: 422,
      detail: 'Correct the fields listed below and submit again.',
      instance: answer.headers.get('x-request-id'),
      errors: [{ pointer: '/role', code: 'unrecognized_keys', detail: 'No such field' }],
    })
  })

  it('names each field that breaks the schema with its pointer', async () => {
    const body = { nameZh: '', nameEn: 'x'.repeat(81), isOutsideParty: 'yes' }
    const answer = await sun.api('POST', '/agencies', body)
    expect(((await answer.json()) as Problem).errors).toEqual([
      { pointer: '/nameZh', code: 'too_small', detail: '太短或者没填' },
      { pointer: '/nameEn', code: 'too_big', detail: '太长或者太大' },
      { pointer: '/isOutsideParty', code: 'invalid_type', detail: '这里要填别的类型的内容' },
    ])
  })

  it('unknown and repeated parameters and bad values of the address are 400 and named', async () => {
    const of = async (path: string) => {
      const answer = await sun.api('GET', path)
      const { type, errors } = (await answer.json()) as Problem
      return [answer.status, type.split(':').at(-1), errors?.map(({ pointer, detail }) => `${pointer} ${detail}`)]
    }
    expect(await of('/users?colour=red')).toEqual([400, 'unknown-parameter', ['colour 这里不用参数']])
    expect(await of('/sites/x/power?fron=1')).toEqual([400, 'unknown-parameter', ['fron 这里能用：from、to']])
    expect(await of('/users?a=1&a=2')).toEqual([400, 'repeated-parameter', ['a ']])
    expect(await of('/stream?after=yesterday')).toEqual([400, 'bad-parameter', ['after 这里要填别的类型的内容']])
  })

  it('a cursor that is none starts at the beginning', async () => {
    const cursors = ['[1e400,"x"]', '[9007199254740993,"x"]', '[1.5,"x"]', '["x"]', '{}', 'x']
    for (const cursor of cursors.map((text) => Buffer.from(text).toString('base64url')))
      expect((await sun.api('GET', `/issues?sort=received&cursor=${cursor}`)).status).toBe(200)
  })

  it('bad input 14: a name loses control and direction characters and halves of characters, and must be more than that', async () => {
    const site = { nameEn: ' \u202eNan’an\u0000 \ud83d', nameZh: '南岸\u0007', kind: 'market', address: '\ud800' }
    expect(await sun.ok('POST', '/sites', site)).toMatchObject({ nameEn: 'Nan’an', nameZh: '南岸', address: '' })
    expect(await sun.refusal('POST', '/agencies', { nameZh: '\u0000\u202e', nameEn: 'x' })).toBe('422 422 invalid')
  })

  it('an address past 8 kB is 414', async () => {
    expect(await sun.refusal('GET', `/users?a=${'x'.repeat(9_000)}`)).toBe('414 414 url-too-long')
  })

  it('a client that accepts no JSON is told 406', async () => {
    expect(await sun.refusal('GET', '/users', undefined, { accept: 'text/csv' })).toBe('406 406 not-acceptable')
  })
})

describe('a request that goes nowhere', () => {
  it('is 404 for an unknown path and 405 with Allow for a known one', async () => {
    expect(await sun.refusal('GET', '/nowhere')).toBe('404 404 not-found')
    for (const [method, path, allowed] of [
      ['PATCH', '/session', 'DELETE, GET, HEAD, POST'],
      ['DELETE', '/setup', 'GET, HEAD, POST'],
      ['GET', '/services/other', 'PUT'],
      ['OPTIONS', '/users', 'GET, HEAD, POST'],
    ] as const) {
      const answer = await sun.api(method, path)
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed])
    }
  })
})

describe('a database in trouble', () => {
  it.each([
    ['busy', 503, 'busy'],
    ['unavailable', 503, 'unavailable'],
    ['full', 507, 'full'],
    ['constraint', 409, 'changed-meanwhile'],
    ['broken', 500, 'internal'],
  ] as const)('%s is %d %s, in words without internals', async (name, status, type) => {
    fault = name
    const answer = await sun.api('GET', '/directory')
    const problem = (await answer.json()) as Problem
    expect([answer.status, problem.type]).toEqual([status, `urn:mingchuang:problem:${type}`])
    expect(answer.headers.get('retry-after')).toBe(status === 503 ? '2' : null)
    expect(JSON.stringify(problem)).not.toMatch(/SELECT|secret|SQLITE|fetch failed|stack/)
  })
})

describe('forged requests', () => {
  const attempt = (headers: Record<string, string>, method = 'POST') =>
    sun.request(method, '/api/v1/agencies', {
      headers: { ...JSON_TYPE, ...headers },
      ...(method === 'GET' ? {} : { body: JSON.stringify({ nameZh: `单位${Math.random()}`, nameEn: 'A' }) }),
    })

  it.each([
    ['another site', { origin: 'https://evil.example' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['the same host on another port', { origin: 'http://127.0.0.1:9090' }, 403],
    ['the same host over another scheme', { origin: 'https://127.0.0.1:8080' }, 403],
    ['our own page', { origin: 'http://127.0.0.1:8080' }, 201],
  ])('bad input 23: JSON from %s', async (_, headers, status) => {
    expect((await attempt(headers)).status).toBe(status)
  })

  it('without Origin only the browser saying same-origin will do, when a cookie comes along', async () => {
    const send = (headers: Record<string, string>) =>
      server.app.request('http://127.0.0.1:8080/api/v1/agencies', { method: 'POST', headers, body: '{}' })
    const cookie = sun.cookie
    expect((await send({ ...JSON_TYPE, cookie })).status).toBe(403)
    expect((await send({ ...JSON_TYPE, cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await send({ ...JSON_TYPE, cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(422)
    expect((await send(JSON_TYPE)).status).toBe(401)
  })
})

describe('the words of problems', () => {
  it('say in both languages what happened and what to do', () => {
    for (const [reason, { status, zh, en }] of Object.entries(PROBLEMS)) {
      expect(status, reason).toBeGreaterThanOrEqual(400)
      for (const text of zh) expect(text, reason).toMatch(/\p{Script=Han}/u)
      for (const text of en) expect(text, reason).not.toMatch(/\p{Script=Han}/u)
      expect(zh[1].endsWith('。') && en[1].endsWith('.'), reason).toBe(true)
    }
  })

  it('follow Accept-Language with its weights, Chinese first', async () => {
    const titleFor = async (language: string) => {
      const answer = await sun.api('GET', '/nowhere', undefined, { 'accept-language': language })
      return [((await answer.json()) as Problem).title, answer.headers.get('content-language')]
    }
    const zh = ['没有这一项', 'zh-CN']
    const en = ['There is no such thing here', 'en']
    expect(await titleFor('en-GB,en;q=0.9')).toEqual(en)
    expect(await titleFor('en;q=0.3, zh-CN')).toEqual(zh)
    expect(await titleFor('fr, en;q=0.5')).toEqual(en)
    expect(await titleFor('fr')).toEqual(zh)
  })
})
