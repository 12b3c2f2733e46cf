import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HttpClient } from '../../demo/http-client.ts'
import type { SetupState } from '../../server/wire/people.ts'
import { readEvents } from '../support/event-reader.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { waitFor } from '../support/wait-for.ts'

const main = resolve(import.meta.dirname, '../../dist/server/main.js')
const folder = () => mkdtempSync(join(tmpdir(), 'mingchuang-start-'))

/** Starts the server where it must refuse; gives its exit code and what it said. */
function refusedStart(environment: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', MQTT_PORT: '0', DATA_DIR: folder(), ...environment },
  })
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  const limit = setTimeout(() => child.kill('SIGKILL'), 15_000)
  return new Promise((done) =>
    child.once('exit', (code) => {
      clearTimeout(limit)
      done({ code, said: said.trim() })
    }),
  )
}

const CLAIM = {
  districtZh: '海河区',
  districtEn: 'Haihe District',
  login: 'sunzq',
  name: '孙志强',
  password: 'a-lattice-of-paper-07',
}

describe('a running server', () => {
  let server: ServerProcess
  beforeAll(async () => {
    server = await startServerProcess()
  })
  afterAll(() => server.kill())

  it('prints its address and one setup code, which makes the first administrator and is printed no more', async () => {
    expect(server.output()).toContain(`Mingchuang is running: ${server.url}`)
    const code = await server.setupCode()
    expect(server.output().split(code)).toHaveLength(2)
    const sun = new HttpClient(server.url)
    await sun.post('/setup', { code, ...CLAIM })
    const viewer = await readEvents(`${server.url}/api/v1/stream`, { cookie: await cookieOf(server.url) })
    await viewer.several('beat', 1)
    await server.kill()
    expect(server.output()).not.toContain(CLAIM.password)
    await waitFor(() => viewer.hasEnded(), { what: 'the stream ended' })
    expect(viewer.events.at(-1)?.event).toBe('bye')
    await server.restart()
    expect(await new HttpClient(server.url).get<SetupState>('/setup')).toEqual({ isNeeded: false, codeEndsAt: null })
    expect(server.output().match(/Setup code/g)).toHaveLength(1)
  })

  it('bad input 7: answers 400 to broken framing and 431 to a 20 kB header', async () => {
    expect(await raw(server, 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/)
    const both =
      'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
    expect(await raw(server, both)).toMatch(/^HTTP\/1\.1 400/)
    expect(await raw(server, 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/)
    expect(await raw(server, `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431/,
    )
  })

  it('bad input 8: closes a connection whose headers never end, while others are served', async () => {
    const startedAt = performance.now()
    const slow = raw(server, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ')
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    expect(await slow).toMatch(/^HTTP\/1\.1 408/)
    expect(performance.now() - startedAt).toBeGreaterThan(9_000)
  })
})

describe('a server that must not start', () => {
  const servers: ServerProcess[] = []
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.kill()
  })

  it('bad input 41: says in one sentence what to do and exits with 78', async () => {
    const notADatabase = join(folder(), 'letter.db')
    writeFileSync(notADatabase, 'Dear merchants, '.repeat(500))
    const cases: [Record<string, string>, RegExp][] = [
      [{ PORT: 'eighty', LOG_LEVEL: 'loud' }, /^PORT: .*\nLOG_LEVEL: .*$/],
      [{ DATABASE_URL: `file:${notADatabase}` }, /^The database file is not a libSQL database.*$/],
      [{ DATABASE_URL: `file:${join(folder(), 'nowhere', 'x.db')}` }, /^The folder of the database is missing.*$/],
      [{ DATA_DIR: '/proc/nowhere/data' }, /^The folder of the database is missing.*$/],
    ]
    for (const [environment, sentence] of cases) {
      const { code, said } = await refusedStart(environment)
      expect(said).toMatch(sentence)
      expect(code).toBe(78)
    }
  })

  it('says that the port is taken, and leaves the other server alone', async () => {
    const first = await startServerProcess()
    servers.push(first)
    const { code, said } = await refusedStart({ PORT: new URL(first.url).port })
    expect([code, said.split(':')[0]]).toEqual([78, 'The port is taken by another program'])
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
  })
})

async function cookieOf(url: string): Promise<string> {
  const { login, password } = CLAIM
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ login, password }),
  })
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

/** Sends bytes and gives everything that came back until the server closed. */
function raw(server: ServerProcess, bytes: string): Promise<string> {
  const { hostname, port } = new URL(server.url)
  return new Promise((done, fail) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.setTimeout(20_000, () => socket.destroy(new Error(`nothing more came after: ${text}`)))
    socket.on('data', (chunk) => {
      text += chunk
      if (/^HTTP\/1\.1 [^\n]*\r\n[\s\S]*\r\n\r\n/.test(text)) socket.end()
    })
    socket.on('error', fail)
    socket.on('close', () => done(text))
  })
}
