import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OwnSignIn, Session, User } from '../../server/wire/people.ts'
import { ADMINISTRATOR, claim, colleague, startTestServer, type TestServer, type Visitor } from '../support/api.ts'

const ownPassword = ADMINISTRATOR.password
const PASSWORD = 'a-transformer-hums-11'

let server: TestServer
let sun: Visitor
let agencyId: string
beforeAll(async () => {
  server = await startTestServer()
  sun = await claim(server)
  agencyId = (await sun.ok<{ id: string }>('POST', '/agencies', { nameZh: '供电公司', nameEn: 'Power company' })).id
})
afterAll(() => server.close())
beforeEach(() => {
  server.clock.at += 60_000
})

const userNamed = async (login: string): Promise<User> =>
  (await sun.ok<User[]>('GET', '/users')).find((user) => user.login === login) as User
const asChange = ({ name, role, agency, rights, isDisabled }: User) => ({
  name,
  role,
  agencyId: agency?.id ?? null,
  rights,
  isDisabled,
  ownPassword,
})
const change = async (login: string, to: Partial<ReturnType<typeof asChange>>) => {
  const user = await userNamed(login)
  return { id: user.id, body: { ...asChange(user), ...to } }
}

describe('changing a colleague', () => {
  it('gives rights beside the role without ending their sign-in, and tells the log what changed', async () => {
    const operator = await colleague(server, sun, 'operator')
    const { id, body } = await change('operator-none', { rights: ['contacts.view'] })
    expect(await sun.ok<User>('PUT', `/users/${id}`, body)).toMatchObject({
      rights: ['contacts.view'],
      role: 'operator',
    })
    expect((await operator.ok<Session>('GET', '/session')).user.rights).toEqual(['contacts.view'])
    const { rows } = await sun.ok<{ rows: { action: string; body: unknown }[] }>(
      'GET',
      `/audit?subject=${id}&group=user`,
    )
    expect(rows[0]).toMatchObject({
      action: 'user.changed',
      body: { before: { rights: '' }, after: { rights: 'contacts.view' } },
    })
  })

  it('ends the sign-ins of somebody whose role or agency changes, and of whom it disables', async () => {
    const officer = await colleague(server, sun, 'officer', agencyId)
    const login = `officer-${agencyId}`
    const moved = await change(login, { role: 'viewer', agencyId: null })
    expect(await sun.ok<User>('PUT', `/users/${moved.id}`, moved.body)).toMatchObject({ role: 'viewer', agency: null })
    expect(await officer.refusal('GET', '/session')).toBe('401 401 not-signed-in')
    await officer.ok('POST', '/session', { login, password: PASSWORD })
    const off = await change(login, { isDisabled: true })
    expect(await sun.ok<User>('PUT', `/users/${off.id}`, off.body)).toMatchObject({ isDisabled: true })
    expect(await officer.refusal('GET', '/session')).toBe('401 401 not-signed-in')
    expect(await officer.refusal('POST', '/session', { login, password: PASSWORD })).toBe('401 401 wrong-credentials')
  })

  it('demands the administrator’s own password, and slows who guesses it', async () => {
    const { id, body } = await change('operator-none', { role: 'administrator' })
    expect(await sun.refusal('PUT', `/users/${id}`, { ...body, ownPassword: 'a-guess-at-it' })).toBe(
      '422 422 password-wrong',
    )
    expect((await userNamed('operator-none')).role).toBe('operator')
  })

  it('keeps the last administrator, also when two step down at the same moment', async () => {
    const { id, body } = await change('sunzq', { role: 'viewer' })
    expect(await sun.refusal('PUT', `/users/${id}`, body)).toBe('409 409 last-administrator')
    const zhao = { login: 'zhaoyl', name: '赵玉兰', password: PASSWORD, role: 'administrator' }
    const other = await sun.ok<User>('POST', '/users', zhao)
    const steps = [id, other.id].map((who) => sun.api('PUT', `/users/${who}`, { ...body, role: 'viewer' }))
    const statuses = (await Promise.all(steps)).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 409])
    server.clock.at += 60_000
    const left = statuses[0] === 200 && (await sun.api('GET', '/users')).status !== 200
    if (left) {
      sun = server.visitor()
      await sun.ok('POST', '/session', { login: zhao.login, password: PASSWORD })
    }
    expect((await sun.ok<User[]>('GET', '/users')).filter(({ role }) => role === 'administrator')).toHaveLength(1)
    if (left) {
      const back = await change('sunzq', { role: 'administrator' })
      await sun.ok('PUT', `/users/${back.id}`, { ...back.body, ownPassword: PASSWORD })
      sun = server.visitor()
      await sun.ok('POST', '/session', { login: 'sunzq', password: ownPassword })
    }
  })

  it('gives a new password, which ends the old sign-ins', async () => {
    const viewer = await colleague(server, sun, 'viewer')
    const { id } = await userNamed('viewer-none')
    const path = `/users/${id}/password`
    expect(await sun.refusal('POST', path, { password: 'password1', ownPassword })).toBe('422 422 weak-password')
    expect((await sun.api('POST', path, { password: 'nine-lanterns-at-dusk', ownPassword })).status).toBe(204)
    expect(await viewer.refusal('GET', '/session')).toBe('401 401 not-signed-in')
    await viewer.ok('POST', '/session', { login: 'viewer-none', password: 'nine-lanterns-at-dusk' })
  })
})

describe('one’s own account', () => {
  it('changes its password with the old one, and ends its other sign-ins but not this', async () => {
    const here = await colleague(server, sun, 'supervisor')
    const elsewhere = server.visitor('198.51.100.90')
    await elsewhere.ok('POST', '/session', { login: 'supervisor-none', password: PASSWORD })
    expect((await here.ok<OwnSignIn[]>('GET', '/session/sign-ins')).map(({ isThisOne }) => isThisOne).sort()).toEqual([
      false,
      true,
    ])
    const body = { ownPassword: PASSWORD, password: 'the-lamp-by-the-gate' }
    expect(await here.refusal('POST', '/session/password', { ...body, ownPassword: 'x' })).toBe(
      '422 422 password-wrong',
    )
    expect((await here.api('POST', '/session/password', body)).status).toBe(204)
    expect((await here.api('GET', '/session')).status).toBe(200)
    expect(await elsewhere.refusal('GET', '/session')).toBe('401 401 not-signed-in')
  })

  it('ends its sign-ins elsewhere', async () => {
    const here = await colleague(server, sun, 'window_manager')
    const elsewhere = server.visitor('198.51.100.91')
    await elsewhere.ok('POST', '/session', { login: 'window_manager-none', password: PASSWORD })
    expect((await here.api('DELETE', '/session/sign-ins')).status).toBe(204)
    expect(await elsewhere.refusal('GET', '/session')).toBe('401 401 not-signed-in')
    expect(await here.ok<OwnSignIn[]>('GET', '/session/sign-ins')).toHaveLength(1)
  })

  it('is not kept signed in by what the page asks for by itself', async () => {
    const { idleMs } = server.deps.config.session
    const away = await colleague(server, sun, 'project_officer')
    for (let n = 0; n < 4; n++) {
      server.clock.at += idleMs / 3
      await away.api('GET', '/overview', undefined, { 'x-background': '1' })
    }
    expect(await away.refusal('GET', '/session')).toBe('401 401 not-signed-in')
    const there = server.visitor()
    await there.ok('POST', '/session', { login: 'project_officer-none', password: PASSWORD })
    for (let n = 0; n < 4; n++) {
      server.clock.at += idleMs / 3
      await there.ok('GET', '/overview')
    }
    expect((await there.api('GET', '/session')).status).toBe(200)
  })
})
