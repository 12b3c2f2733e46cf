import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type DatabaseLocation, openReader } from '../../db/client.ts'
import { queriesOver } from '../../db/drizzle.ts'
import { faultOf } from '../../db/errors.ts'
import { createApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import type { Deps } from '../../server/deps.ts'
import { isIn } from '../../server/http/address.ts'
import type { AppRouter } from '../../server/http/app-env.ts'
import { createRateLimits } from '../../server/http/rate-limit.ts'
import { createSetupCode } from '../../server/http/setup-code.ts'
import { createSealer, readInstallationKey } from '../../server/installation-key.ts'
import { createHub, type RunningHub } from '../../server/live/hub.ts'
import { createStore } from '../../server/store/store.ts'
import type { Role } from '../../server/wire/people.ts'
import type { Problem } from '../../server/wire/problem.ts'
import { openInProcessWriter } from '../../server/writer/in-process.ts'
import type { WriterService } from '../../server/writer/service.ts'

export const ORIGIN = 'http://127.0.0.1:8080'
/** 2026-10-10 09:00 in Tianjin. */
export const MORNING = Date.UTC(2026, 9, 10, 1)

export interface TestServer {
  app: AppRouter
  deps: Deps
  hub: RunningHub
  writer: WriterService
  location: DatabaseLocation
  clock: { at: number }
  /** Node ids the fleet was told to disconnect. */
  disconnected: string[]
  faults: string[]
  visitor(from?: string): Visitor
  close(): Promise<void>
}

interface Options {
  environment?: Record<string, string>
  webRoot?: string
  /** Cap of the database file in pages. */
  maxPages?: number
}

/** The real app over a real database file and the in-process writer; only the clock is the test's. */
export async function startTestServer({ environment = {}, webRoot, maxPages }: Options = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mingchuang-api-'))
  const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent', ...environment })
  const clock = { at: MORNING }
  const now = (): number => clock.at
  const log = pino({ level: 'silent' })
  const writer = await openInProcessWriter(config.database, { now, maxPages })
  const reader = await openReader(config.database)
  const store = createStore({ db: queriesOver(reader), writer })
  const { max, perUser, perAddress, sharedAddresses } = config.streams
  const caps = { max, perUser, perAddress, isShared: (address: string) => isIn(sharedAddresses, address) }
  const hub = createHub({ events: store.live, now, log, caps })
  await hub.start()
  const disconnected: string[] = []
  const faults: string[] = []
  const deps: Deps = {
    config,
    now,
    log,
    store,
    live: hub,
    fleet: { disconnect: (nodeId) => void disconnected.push(nodeId) },
    setupCode: createSetupCode(),
    limits: createRateLimits(config),
    sealer: createSealer(readInstallationKey(config)),
    health: { faults: async () => faults },
    faultOf,
    webRoot: webRoot ?? null,
  }
  const app = createApp(deps)
  return {
    app,
    deps,
    hub,
    writer,
    location: config.database,
    clock,
    disconnected,
    faults,
    visitor: (from = '198.51.100.7') => new Visitor(app, from),
    async close() {
      hub.stop()
      await writer.close()
      reader.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Somebody with a browser: keeps cookies, sends the origin of the page, comes from one address. */
export class Visitor {
  cookie = ''
  private readonly app: AppRouter
  private readonly from: string

  constructor(app: AppRouter, from: string) {
    this.app = app
    this.from = from
  }

  async request(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers({ host: new URL(ORIGIN).host, origin: ORIGIN })
    if (this.cookie) headers.set('cookie', this.cookie)
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value)
    const socket = { remoteAddress: this.from }
    const request = new Request(`${ORIGIN}${path}`, { ...init, method, headers, duplex: 'half' } as RequestInit)
    const answer = await this.app.request(request, undefined, { incoming: { socket } as never })
    for (const line of answer.headers.getSetCookie()) this.cookie = line.split(';')[0] ?? ''
    return answer
  }

  /** A JSON call below `/api/v1`. */
  api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    return this.request(method, `/api/v1${path}`, {
      headers: { ...type, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  }

  /** The parsed answer of a call that must succeed. */
  async ok<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const answer = await this.api(method, path, body, headers)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
    return (text ? JSON.parse(text) : null) as T
  }

  /** Status and problem type of a call that must be refused. */
  async refusal(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<string> {
    const answer = await this.api(method, path, body, headers)
    const { type, status } = (await answer.json()) as Problem
    return `${answer.status} ${status} ${type.replace('urn:mingchuang:problem:', '')}`
  }
}

export const ADMINISTRATOR = { login: 'sunzq', name: '孙志强', password: 'a-lattice-of-paper-07' }

/** The first morning: the administrator Sun, the district Haihe, the services everybody starts with. */
export async function claim(server: TestServer): Promise<Visitor> {
  const visitor = server.visitor()
  const code = server.deps.setupCode.issue(server.clock.at)
  await visitor.ok('POST', '/setup', { code, districtZh: '海河区', districtEn: 'Haihe District', ...ADMINISTRATOR })
  return visitor
}

/** A colleague with a role, signed in. */
export async function colleague(
  server: TestServer,
  administrator: Visitor,
  role: Role,
  agencyId: string | null = null,
): Promise<Visitor> {
  const login = `${role}-${agencyId ?? 'none'}`
  const password = 'a-transformer-hums-11'
  await administrator.ok('POST', '/users', { login, name: '同事', password, role, agencyId })
  const visitor = server.visitor()
  await visitor.ok('POST', '/session', { login, password })
  return visitor
}
