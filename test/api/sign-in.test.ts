import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../server/wire/people.ts'
import { ADMINISTRATOR, claim, MORNING, startTestServer, type TestServer, type Visitor } from '../support/api.ts'

let server: TestServer
let sun: Visitor
beforeAll(async () => {
  server = await startTestServer()
  sun = await claim(server)
})
afterAll(() => server.close())

const MINUTE = 60_000
const { login, password } = ADMINISTRATOR

describe('signing in', () => {
  it('gives an opaque cookie that scripts cannot read, and says who is signed in and until when', async () => {
    const visitor = server.visitor()
    const answer = await visitor.api('POST', '/session', { login: 'SunZQ', password })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('set-cookie')).toMatch(
      /^mingchuang=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    const session = (await answer.json()) as Session
    expect(session).toEqual({
      user: {
        id: expect.any(String),
        login,
        name: '孙志强',
        role: 'administrator',
        agency: null,
        isDisabled: false,
        rights: [],
        hasSecondFactor: false,
      },
      district: { nameZh: '海河区', nameEn: 'Haihe District' },
      idleEndsAt: server.clock.at + 30 * MINUTE,
      endsAt: server.clock.at + 12 * 60 * MINUTE,
      isInsecure: false,
      mustSetUpSecondFactor: false,
    })
    expect(await visitor.ok('GET', '/session')).toEqual(session)
  })

  it('answers an unknown account and a wrong password with the same words', async () => {
    const wrong = await server.visitor('198.51.100.20').api('POST', '/session', { login, password: 'not-it-at-all' })
    const unknown = await server.visitor('198.51.100.21').api('POST', '/session', { login: 'nobody', password })
    const strip = async (answer: Response) => ({ ...((await answer.json()) as object), instance: '' })
    expect(wrong.status).toBe(401)
    expect(await strip(wrong)).toEqual(await strip(unknown))
  })

  it('asvs 6.3.8: does the same work for an account that does not exist', async () => {
    const time = async (name: string, from: string) => {
      const startedAt = performance.now()
      await server.visitor(from).api('POST', '/session', { login: name, password: 'not-it-at-all' })
      return performance.now() - startedAt
    }
    const known: number[] = []
    const unknown: number[] = []
    for (let n = 0; n < 4; n++) {
      known.push(await time(login, `198.51.100.${30 + n}`))
      unknown.push(await time(`nobody${n}`, `198.51.100.${40 + n}`))
    }
    // The quickest of each: what else the machine does only ever adds.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2)
    expect(Math.min(...known)).toBeGreaterThan(Math.min(...unknown) / 2)
  })

  it('keeps only the hash of the token', async () => {
    const token = sun.cookie.split('=')[1] as string
    const { rows } = await readAll('SELECT group_concat(token_hash) AS all_hashes FROM sessions WHERE 1')
    expect(rows[0]?.all_hashes).toMatch(/^[0-9a-f]{64}(,[0-9a-f]{64})*$/)
    expect(rows[0]?.all_hashes).not.toContain(token)
  })

  it('gives a new token at every sign-in and ends the one this browser had', async () => {
    const visitor = server.visitor()
    await visitor.ok('POST', '/session', { login, password })
    const older = visitor.cookie
    await visitor.ok('POST', '/session', { login, password })
    expect(visitor.cookie).not.toBe(older)
    const thief = server.visitor()
    thief.cookie = older
    expect(await thief.refusal('GET', '/session')).toBe('401 401 not-signed-in')
  })

  it('refuses the cookie after sign-out and tells the browser to forget', async () => {
    const visitor = server.visitor()
    await visitor.ok('POST', '/session', { login, password })
    const kept = visitor.cookie
    const answer = await visitor.api('DELETE', '/session')
    expect(answer.status).toBe(204)
    expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"')
    visitor.cookie = kept
    expect(await visitor.refusal('GET', '/session')).toBe('401 401 not-signed-in')
  })

  it('ends a sign-in after 30 idle minutes, and after 12 hours however busy', async () => {
    const idle = server.visitor()
    const busy = server.visitor()
    await idle.ok('POST', '/session', { login, password })
    await busy.ok('POST', '/session', { login, password })
    const startedAt = server.clock.at
    for (let minutes = 20; minutes < 12 * 60; minutes += 20) {
      server.clock.at = startedAt + minutes * MINUTE
      await busy.ok('GET', '/session')
      await settled()
    }
    expect(await idle.refusal('GET', '/session')).toBe('401 401 not-signed-in')
    server.clock.at = startedAt + 12 * 60 * MINUTE
    expect(await busy.refusal('GET', '/session')).toBe('401 401 not-signed-in')
    server.clock.at = MORNING
  })
})

describe('guessing passwords', () => {
  it('slows the guesser, never locks the account, and does not slow the owner on a machine they use', async () => {
    const guesser = server.visitor('203.0.113.9')
    const answers: string[] = []
    for (let n = 0; n < 60; n++) {
      server.clock.at += 3_000
      answers.push(await guesser.refusal('POST', '/session', { login, password: `guess number ${n}` }))
    }
    const slowed = answers.filter((answer) => answer === '429 429 try-later').length
    expect(slowed).toBeGreaterThan(30)
    expect(answers.length - slowed).toBeLessThan(30)
    const elsewhere = server.visitor('203.0.113.77')
    expect(await elsewhere.refusal('POST', '/session', { login, password })).toBe('429 429 try-later')
    await server.visitor().ok('POST', '/session', { login, password })
    await guesser.refusal('POST', '/session', { login, password: 'one more' })
    server.clock.at += 61_000
    await elsewhere.ok('POST', '/session', { login, password })
  })

  it('says how long to wait', async () => {
    const guesser = server.visitor('203.0.113.10')
    for (let n = 0; n < 6; n++) await guesser.api('POST', '/session', { login: 'ghost', password: 'guess' })
    const answer = await guesser.api('POST', '/session', { login: 'ghost', password: 'guess' })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1'])
  })

  it('bad input 45: a clock set back by a day makes nobody wait longer than they would have', async () => {
    const before = server.clock.at
    const guesser = server.visitor('203.0.113.11')
    for (let n = 0; n < 30; n++) await guesser.api('POST', '/session', { login: 'spirit', password: 'guess' })
    const waits = async () => {
      const answer = await guesser.api('POST', '/session', { login: 'spirit', password: 'guess' })
      return [answer.status, answer.headers.get('retry-after')]
    }
    server.clock.at = before - 24 * 60 * MINUTE
    expect(await waits()).toEqual([429, '3'])
    const later: unknown[] = []
    for (let n = 0; n < 3; n++) {
      server.clock.at += 3_000
      later.push(await waits())
    }
    // The seventh failure makes a wait of 2 s, the eighth one of 4 s.
    expect(later).toEqual([
      [401, null],
      [401, null],
      [429, '1'],
    ])
    server.clock.at = before
  })
})

async function readAll(sql: string) {
  const { openReader } = await import('../../db/client.ts')
  const reader = await openReader(server.location)
  try {
    return await reader.execute(sql)
  } finally {
    reader.close()
  }
}

/** Lets a prolongation that the answer did not wait for reach the database. */
const settled = () => server.writer.write([])
