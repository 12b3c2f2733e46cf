import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MATRIX } from '../../server/http/access.ts'
import { ROLES, type Role } from '../../server/wire/people.ts'
import { claim, colleague, startTestServer, type TestServer, type Visitor } from '../support/api.ts'
import { type OwnedRow, type RowMaker, rowMakers } from '../support/role-rows.ts'
import { addressOf, guardedRoutes, type Route } from '../support/routes.ts'

const OWN_WORDS = '招牌审批卡了三周没有人管'
const FOREIGN_WORDS = '别家单位的雨棚被拆了没说法'

let server: TestServer
let sun: Visitor
let routes: Route[]
let own: Readonly<Record<string, RowMaker>>
let foreign: Readonly<Record<string, RowMaker>>
const [ours, theirs] = ['ours', 'theirs'] as const
const agencies = { [ours]: '', [theirs]: '' }
const people = new Map<Role, Visitor>()
const shared = new Map<string, OwnedRow>()

beforeAll(async () => {
  server = await startTestServer()
  sun = await claim(server)
  const agency = (nameZh: string) => sun.ok<{ id: string }>('POST', '/agencies', { nameZh, nameEn: nameZh })
  agencies[ours] = (await agency('供电公司')).id
  agencies[theirs] = (await agency('街道办事处')).id
  people.set('administrator', sun)
  people.set('officer', await colleague(server, sun, 'officer', agencies[ours]))
  for (const role of ROLES) if (!people.has(role)) people.set(role, await colleague(server, sun, role))
  own = rowMakers(server, sun, OWN_WORDS)
  foreign = rowMakers(server, sun, FOREIGN_WORDS)
  for (const [collection, make] of Object.entries(foreign)) shared.set(collection, await make(agencies[theirs]))
  routes = await guardedRoutes(server.app, { agencyId: agencies[ours] })
})
afterAll(() => server.close())

/** Ask again once they know more: a bulk step for each action its body names, a receipt whether the notice went to them. */
const LOOKS_TWICE = new Set(['POST /issues/bulk', 'POST /notices/{id}/receipt'])

/** Signing out is asked of nobody whose seat is needed afterwards. */
const isAsked = ({ method, path }: Route): boolean => !(method === 'DELETE' && path.startsWith('/session'))

async function ask(visitor: Visitor, route: Route, row: OwnedRow = { id: 'nowhere', version: 1 }): Promise<Response> {
  const { body } = route
  const answer = await visitor.request(route.method, `/api/v1${addressOf(route, row)}`, {
    headers: { 'if-match': `"${row.version}"`, ...(body ? { 'content-type': body.type } : {}) },
    ...(body ? { body: body.bytes } : {}),
  })
  if (route.path === '/stream' && answer.ok) await answer.body?.cancel()
  return answer
}

/** What the matrix and the right beside it say: refused for good, or let through to the row. */
const isRefused = ({ action, right }: Route, role: Role): boolean =>
  MATRIX[action][role] === 'none' || right !== undefined

describe('who may do what', () => {
  it('lets officers reach their own agency’s rows, and finds them no other’s', async () => {
    const officer = people.get('officer') as Visitor
    const open = new Set(
      routes
        .filter(
          ({ method, path, collection, isByAgency }) =>
            method === 'GET' && path === `/${collection}/{id}` && !isByAgency,
        )
        .map(({ collection }) => collection),
    )
    const wrong: string[] = []
    for (const route of routes) {
      if (!route.isByAgency || !route.hasRow || isRefused(route, 'officer')) continue
      const [make, makeForeign] = [own[route.collection], foreign[route.collection]]
      if (!make || !makeForeign) {
        wrong.push(`${route.name}: test/support/role-rows.ts makes no row of ${route.collection}`)
        continue
      }
      const mine = (await ask(officer, route, await make(agencies[ours]))).status
      if ([401, 403, 404].includes(mine) || mine >= 500) wrong.push(`${route.name} on the own row: ${mine}`)
      const other = (await ask(officer, route, await makeForeign(agencies[theirs]))).status
      // What everybody may read is known to be there: changing it is refused, not hidden.
      if (other !== (open.has(route.collection) ? 403 : 404)) wrong.push(`${route.name} on a foreign row: ${other}`)
    }
    expect(wrong).toEqual([])
  }, 120_000)

  it('shows an officer no word of another agency’s matters on any page', async () => {
    const officer = people.get('officer') as Visitor
    const told: string[] = []
    for (const route of routes.filter(({ method, path }) => method === 'GET' && path !== '/stream')) {
      for (const query of [
        route.query,
        route.query && `?${route.query.slice(1).replace(/^(q|text)=[^&]*/, `$1=${FOREIGN_WORDS}`)}`,
      ]) {
        const text = await (await ask(officer, { ...route, query }, shared.get(route.collection))).text()
        if (text.includes('雨棚')) told.push(route.name)
      }
    }
    expect(told).toEqual([])
  }, 120_000)

  it('refuses every route to whom the matrix does not name, and no other role', async () => {
    const wrong: string[] = []
    for (const route of routes.filter(isAsked)) {
      for (const role of ROLES) {
        const { status } = await ask(people.get(role) as Visitor, route, shared.get(route.collection))
        if (isRefused(route, role) ? status !== 403 : status >= 500) wrong.push(`${role} ${route.name}: ${status}`)
        // Whose row it is may still refuse an officer; nobody else.
        if (
          !LOOKS_TWICE.has(route.name) &&
          !isRefused(route, role) &&
          MATRIX[route.action][role] === 'all' &&
          status === 403
        )
          wrong.push(`${role} ${route.name}: ${status}`)
        if (status === 401 && route.tag !== 'session') wrong.push(`${role} ${route.name}: ${status}`)
      }
      const { status } = await ask(server.visitor(), route, shared.get(route.collection))
      if (status !== 401) wrong.push(`nobody ${route.name}: ${status}`)
    }
    expect(wrong).toEqual([])
  }, 120_000)

  it('opens nothing but one’s own account to who must set up a second factor first', async () => {
    await sun.ok('PUT', '/second-factor-demand', { roles: ['window_manager'] })
    const waiting = people.get('window_manager') as Visitor
    const wrong: string[] = []
    for (const route of routes.filter((one) => isAsked(one) && one.action !== 'session.own')) {
      const answer = await ask(waiting, route, shared.get(route.collection))
      const { type = '' } = answer.status === 403 ? ((await answer.json()) as { type?: string }) : {}
      if (!type.endsWith(':second-factor-required')) wrong.push(`${route.name}: ${answer.status}`)
    }
    await sun.ok('PUT', '/second-factor-demand', { roles: [] })
    expect(wrong).toEqual([])
  }, 60_000)

  it('has a route for every action of the matrix', () => {
    const used = new Set<string>(routes.map(({ action }) => action))
    expect(Object.keys(MATRIX).filter((action) => !used.has(action))).toEqual([])
  })

  it('describes which action guards every route', async () => {
    const document = (await (await server.app.request('/openapi.json')).json()) as {
      paths: Record<string, Record<string, { security: unknown[]; 'x-action'?: string }>>
    }
    const bare = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        // What the product did not mount by its own `endpoint` says no action, and has to be open to anyone.
        .filter(([, { security, 'x-action': action = 'anyone' }]) => (action === 'anyone') !== (security.length === 0))
        .map(([method]) => `${method} ${path}`),
    )
    expect(bare).toEqual([])
  })
})

describe('accounts and the directory', () => {
  it('makes an account with a role and agency, refuses a taken login in any case, and an agency that is not there', async () => {
    const body = { login: 'lium', name: '刘敏', password: 'a-kettle-in-may-19', role: 'viewer' }
    expect(await sun.ok('POST', '/users', body)).toMatchObject({
      id: expect.any(String),
      login: 'lium',
      name: '刘敏',
      role: 'viewer',
      agency: null,
      isDisabled: false,
    })
    expect(await sun.refusal('POST', '/users', { ...body, login: 'LiuM' })).toBe('409 409 login-taken')
    expect(await sun.refusal('POST', '/users', { ...body, login: 'else', agencyId: 'nowhere' })).toBe(
      '422 422 unknown-reference',
    )
  })

  it('never gives a password hash away', async () => {
    const text = await (await sun.api('GET', '/users')).text()
    expect(text).toContain('sunzq')
    expect(text).not.toMatch(/argon2|hash|secret/i)
  })

  it('says where a service goes', async () => {
    const change = { agencyId: agencies[ours], isAutoDispatched: true }
    expect(await sun.ok('PUT', '/services/power-outage', change)).toMatchObject({
      id: 'power-outage',
      agency: { id: agencies[ours], nameZh: '供电公司' },
      isAutoDispatched: true,
      isSupplyOutage: true,
    })
    expect(await sun.refusal('PUT', '/services/nowhere', change)).toBe('404 404 not-found')
    expect(await sun.refusal('POST', '/agencies', { nameZh: '供电公司', nameEn: 'Twice' })).toBe('409 409 id-taken')
  })
})
