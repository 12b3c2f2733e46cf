import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Action, MATRIX } from '../../server/http/access.ts'
import { ROLES, type Role } from '../../server/wire/people.ts'
import { claim, colleague, startTestServer, type TestServer, type Visitor } from '../support/api.ts'

let server: TestServer
const people = new Map<Role, Visitor>()
beforeAll(async () => {
  server = await startTestServer()
  const sun = await claim(server)
  const agency = await sun.ok<{ id: string }>('POST', '/agencies', { nameZh: '供电公司', nameEn: 'Power company' })
  people.set('administrator', sun)
  people.set('operator', await colleague(server, sun, 'operator'))
  people.set('officer', await colleague(server, sun, 'officer', agency.id))
  for (const role of ROLES) if (!people.has(role)) people.set(role, await colleague(server, sun, role))
})
afterAll(() => server.close())

/** A request of each route with the action that guards it. Bodies are empty: who may not is refused before they are read. */
const ROUTES: readonly (readonly [string, string, Action])[] = [
  ['GET', '/session', 'session.own'],
  ['GET', '/users', 'users.manage'],
  ['POST', '/users', 'users.manage'],
  ['GET', '/directory', 'directory.read'],
  ['POST', '/agencies', 'directory.manage'],
  ['PUT', '/services/other', 'directory.manage'],
  ['GET', '/overview', 'overview.read'],
  ['GET', '/sites', 'sites.read'],
  ['POST', '/sites', 'sites.manage'],
  ['GET', '/sites/x', 'sites.read'],
  ['GET', '/sites/x/power', 'sites.read'],
  ['GET', '/issues', 'issues.read'],
  ['POST', '/issues', 'issues.create'],
  ['GET', '/issues/x', 'issues.read'],
  ['POST', '/issues/x/dispatch', 'issues.dispatch'],
  ['POST', '/issues/x/signature', 'issues.signature'],
  ['POST', '/issues/x/contact', 'issues.contact'],
  ['POST', '/issues/x/reply', 'issues.reply'],
  ['POST', '/issues/x/follow-up', 'issues.follow-up'],
  ['POST', '/issues/x/confirmation', 'issues.confirmation'],
  ['POST', '/issues/x/merge', 'issues.merge'],
  ['GET', '/nodes', 'nodes.read'],
  ['POST', '/nodes', 'nodes.manage'],
  ['GET', '/nodes/x', 'nodes.read'],
  ['POST', '/nodes/x/key', 'nodes.manage'],
  ['POST', '/nodes/x/revocation', 'nodes.manage'],
]

describe('who may do what', () => {
  it.each(ROUTES)('%s %s is refused to whom the matrix does not name', async (method, path, action) => {
    const headers = { 'if-match': '"1"' }
    const body = method === 'GET' ? undefined : '{}'
    for (const role of ROLES) {
      const status = (await (people.get(role) as Visitor).api(method, path, body, headers)).status
      const isRefused = MATRIX[action][role] === 'none'
      expect([role, status === 403], `${role} got ${status}`).toEqual([role, isRefused])
      expect(status).not.toBe(401)
    }
    expect(await server.visitor().refusal(method, path, body, headers)).toBe('401 401 not-signed-in')
  })

  it('is tested for every route that is not open to anyone', async () => {
    const document = (await (await server.app.request('/openapi.json')).json()) as {
      paths: Record<string, Record<string, { security: unknown[] }>>
    }
    const guarded = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { security }]) => security.length > 0)
        .map(([method]) => `${method.toUpperCase()} ${path.replace('/api/v1', '').replace('{id}', 'x')}`),
    )
    const known = [...ROUTES.map(([method, path]) => `${method} ${path.replace('/services/other', '/services/x')}`)]
    expect(guarded.sort()).toEqual([...known, 'DELETE /session', 'GET /stream'].sort())
  })

  it('makes an account with a role and agency, refuses a taken login in any case, and an agency that is not there', async () => {
    const sun = people.get('administrator') as Visitor
    const body = { login: 'lium', name: '刘敏', password: 'a-kettle-in-may-19', role: 'viewer' }
    expect(await sun.ok('POST', '/users', body)).toEqual({
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
    const sun = people.get('administrator') as Visitor
    const text = await (await sun.api('GET', '/users')).text()
    expect(text).toContain('sunzq')
    expect(text).not.toMatch(/argon2|hash/i)
  })

  it('says where a service goes', async () => {
    const sun = people.get('administrator') as Visitor
    const { agencies } = await sun.ok<{ agencies: { id: string }[] }>('GET', '/directory')
    const change = { agencyId: agencies[0]?.id, isAutoDispatched: true }
    expect(await sun.ok('PUT', '/services/power-outage', change)).toMatchObject({
      id: 'power-outage',
      agency: { id: agencies[0]?.id, nameZh: '供电公司' },
      isAutoDispatched: true,
      isSupplyOutage: true,
    })
    expect(await sun.refusal('PUT', '/services/nowhere', change)).toBe('404 404 not-found')
    expect(await sun.refusal('POST', '/agencies', { nameZh: '供电公司', nameEn: 'Twice' })).toBe('409 409 id-taken')
  })
})
