import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../server/wire/people.ts'
import { ADMINISTRATOR, claim, startTestServer, type TestServer, Visitor } from '../support/api.ts'

let server: TestServer
beforeAll(async () => {
  const webRoot = mkdtempSync(join(tmpdir(), 'mingchuang-web-'))
  for (const folder of ['m', 'assets', '.git']) mkdirSync(join(webRoot, folder))
  const files = {
    'index.html': '<!doctype html><title>desk</title>',
    'm/index.html': '<!doctype html><title>merchant</title>',
    'assets/desk-abc.js': `console.log(${JSON.stringify('x'.repeat(2_000))})`,
    'theme.js': 'document.title',
    '.env': 'SECRET=1',
    '.git/config': '[core]',
    'notes.md': 'not a page',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(webRoot, name), text)
  server = await startTestServer({ webRoot, environment: { TRUSTED_PROXIES: '10.0.0.1' } })
  await claim(server)
})
afterAll(() => server.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  server.app.request(`http://127.0.0.1:8080${path}`, { headers: { accept: 'text/html,*/*;q=0.8', ...headers } })

describe('the headers of every answer', () => {
  it.each(['/', '/m/', '/api/v1/setup', '/api/v1/nowhere', '/healthz', '/openapi.json'])(
    'asvs 3.4: %s carries the policy',
    async (path) => {
      const { headers } = await get(path)
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
          "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; " +
          "object-src 'none'; frame-ancestors 'none'",
      )
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{12}$/)
      expect(headers.get('access-control-allow-origin')).toBeNull()
      expect(headers.get('strict-transport-security')).toBeNull()
      expect(headers.get('content-type')).toMatch(/charset=utf-8$/)
    },
  )

  it('keeps API answers out of every cache', async () => {
    expect((await get('/api/v1/setup')).headers.get('cache-control')).toBe('no-store')
  })
})

describe('behind a proxy', () => {
  const through = (from: string, forwarded: Record<string, string>) => {
    const visitor = new Visitor(server.app, from)
    const { login, password } = ADMINISTRATOR
    const secure = forwarded['x-forwarded-proto'] === 'https' && from === '10.0.0.1'
    const origin = `${secure ? 'https' : 'http'}://127.0.0.1:8080`
    return visitor.api('POST', '/session', { login, password }, { ...forwarded, origin })
  }

  it('asvs 3.3.1: a trusted one that speaks TLS gets the __Host- cookie, HSTS and no banner', async () => {
    const answer = await through('10.0.0.1', { 'x-forwarded-proto': 'https', 'x-forwarded-for': '198.51.100.9' })
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-mingchuang=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
    expect(((await answer.json()) as Session).isInsecure).toBe(false)
  })

  it('bad input 27: a stranger who says so is not believed, neither his scheme nor his address', async () => {
    const forged = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '198.51.100.10' }
    const answer = await through('203.0.113.40', forged)
    expect(answer.headers.get('set-cookie')).toMatch(/^mingchuang=/)
    const addresses = []
    for (let n = 0; n < 22; n++)
      addresses.push((await through('203.0.113.40', { ...forged, 'x-forwarded-for': `198.51.100.${n}` })).status)
    expect(addresses.slice(0, 19)).toEqual(Array.from({ length: 19 }, () => 200))
    expect(addresses.slice(19)).toEqual([429, 429, 429])
  })

  it('asvs 4.1.3: the budget is of the first address that is not trusted, from the right', async () => {
    const spoofed = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '1.2.3.4, 198.51.100.77' }
    const statuses = []
    for (let n = 0; n < 21; n++)
      statuses.push((await through('10.0.0.1', { ...spoofed, 'x-forwarded-for': `${n}.2.3.4, 198.51.100.77` })).status)
    expect(statuses.at(-1)).toBe(429)
    expect((await through('10.0.0.1', { ...spoofed, 'x-forwarded-for': '198.51.100.78' })).status).toBe(200)
  })
})

describe('the built pages', () => {
  const titleOf = async (answer: Response) => /<title>(\w+)/.exec(await answer.text())?.[1] ?? null

  it.each([
    ['/', 200, 'desk'],
    ['/issues/abc', 200, 'desk'],
    ['/sites/nanan/poster', 200, 'desk'],
    ['/m', 200, 'merchant'],
    ['/m/', 200, 'merchant'],
    ['/m/?site=nanan', 200, 'merchant'],
    ['/no-such-page', 404, 'desk'],
  ] as const)('%s is %d, the %s', async (path, status, title) => {
    const answer = await get(path)
    expect([answer.status, answer.headers.get('cache-control'), await titleOf(answer)]).toEqual([
      status,
      'no-cache',
      title,
    ])
  })

  it('keeps hashed files for ever, sends them packed, and answers 304 to who has the page', async () => {
    const script = await get('/assets/desk-abc.js', { 'accept-encoding': 'br, gzip' })
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(script.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(Buffer.from(await script.arrayBuffer())).toString()).toMatch(/^console\.log\("x{2000}"\)$/)
    const plain = await get('/assets/desk-abc.js')
    expect([plain.headers.get('content-encoding'), plain.headers.get('vary')]).toEqual([null, 'Accept-Encoding'])
    const page = await get('/')
    expect((await get('/', { 'if-none-match': page.headers.get('etag') ?? '' })).status).toBe(304)
  })

  it.each([
    '/.env',
    '/.git/config',
    '/%2e%65nv',
    '/..%2f.env',
    '/m/..%2f.env',
    '//etc/passwd',
    '/%00',
    '/%E0%A4%A',
    '/assets/%5c..%5c.env',
    '/notes.md',
    '/index.html',
  ])('bad input 9: %s gives no file', async (path) => {
    for (const accept of ['*/*', 'text/html']) {
      const answer = await get(path, { accept })
      expect([400, 404]).toContain(answer.status)
      expect(await answer.text()).not.toMatch(/SECRET|\[core\]|not a page/)
    }
  })

  it('says what keeps the server from serving', async () => {
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready', faults: [] })
    server.faults.push('disk')
    const answer = await get('/readyz')
    server.faults.pop()
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'not_ready', faults: ['disk'] }])
  })
})
