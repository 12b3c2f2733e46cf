import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SERVICES } from '../../db/seed/services.ts'
import { SETUP_CODE_MS } from '../../server/http/setup-code.ts'
import type { Directory, Session, SetupState } from '../../server/wire/people.ts'
import { ADMINISTRATOR, MORNING, startTestServer, type TestServer } from '../support/api.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.close())

const district = { districtZh: '海河区', districtEn: 'Haihe District' }

describe('the first morning', () => {
  it('makes the administrator, the district and the services with the printed code, and signs in', async () => {
    const visitor = server.visitor()
    const code = server.deps.setupCode.issue(MORNING)
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(await visitor.ok<SetupState>('GET', '/setup')).toEqual({
      isNeeded: true,
      codeEndsAt: MORNING + SETUP_CODE_MS,
    })
    expect((await visitor.api('POST', '/setup/code', { code })).status).toBe(204)
    const answer = await visitor.api('POST', '/setup', { code, ...district, ...ADMINISTRATOR })
    expect(answer.status).toBe(201)
    const session = (await answer.json()) as Session
    expect(session.user).toMatchObject({ login: 'sunzq', name: '孙志强', role: 'administrator', isDisabled: false })
    expect(session.district).toEqual({ nameZh: '海河区', nameEn: 'Haihe District' })
    expect(await visitor.ok<Session>('GET', '/session')).toEqual(session)
    const directory = await visitor.ok<Directory>('GET', '/directory')
    expect(directory.services.map(({ id, nameZh, clockClass }) => [id, nameZh, clockClass])).toEqual(
      SERVICES.map(({ id, nameZh, clockClass }) => [id, nameZh, clockClass]),
    )
    expect(await visitor.ok<SetupState>('GET', '/setup')).toEqual({ isNeeded: false, codeEndsAt: null })
  })

  it('takes the code in small letters, without dashes, and with O and I for 0 and 1', async () => {
    const code = server.deps.setupCode.issue(MORNING)
    const sloppy = ` ${code.toLowerCase().replaceAll('-', '').replaceAll('0', 'o').replaceAll('1', 'i')} `
    expect((await server.visitor().api('POST', '/setup/code', { code: sloppy })).status).toBe(204)
  })

  it('refuses a wrong code, one past 30 minutes, and one that has done its work', async () => {
    const visitor = server.visitor()
    const code = server.deps.setupCode.issue(MORNING)
    const body = { ...district, ...ADMINISTRATOR }
    expect(await visitor.refusal('POST', '/setup', { ...body, code: '0000-0000-0000' })).toBe(
      '403 403 setup-code-wrong',
    )
    server.clock.at = MORNING + SETUP_CODE_MS
    expect(await visitor.refusal('POST', '/setup', { ...body, code })).toBe('403 403 setup-code-expired')
    const fresh = server.deps.setupCode.issue(server.clock.at)
    expect(await visitor.refusal('POST', '/setup', { ...body, code })).toBe('403 403 setup-code-wrong')
    await visitor.ok('POST', '/setup', { ...body, code: fresh })
    expect(await visitor.refusal('POST', '/setup', { ...body, code: fresh, login: 'other' })).toBe(
      '409 409 already-set-up',
    )
  })

  it('makes one administrator when two people use the code at the same moment', async () => {
    const code = server.deps.setupCode.issue(MORNING)
    const attempts = ['sunzq', 'wangxl'].map((login) =>
      server.visitor().api('POST', '/setup', { code, ...district, ...ADMINISTRATOR, login }),
    )
    const statuses = (await Promise.all(attempts)).map((answer) => answer.status).sort()
    expect(statuses).toEqual([201, 409])
    expect(await server.deps.store.people.users()).toHaveLength(1)
  })

  it.each(['mingchuang1', '12345678', 'sunzq2026!', '海河区海河区8888', 'password1', 'aaaaaaaaaaaa', 'abcdefgh'])(
    'refuses %s as a password, because it would be tried first',
    async (password) => {
      const code = server.deps.setupCode.issue(MORNING)
      const body = { code, ...district, ...ADMINISTRATOR, password }
      expect(await server.visitor().refusal('POST', '/setup', body)).toBe('422 422 weak-password')
    },
  )

  it('stops somebody who tries codes one after the other', async () => {
    server.deps.setupCode.issue(MORNING)
    const guesser = server.visitor('203.0.113.5')
    const answers = []
    for (let n = 0; n < 12; n++) answers.push(await guesser.refusal('POST', '/setup/code', { code: `${n}` }))
    expect(answers.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => '403 403 setup-code-wrong'))
    expect(answers.slice(10)).toEqual(['429 429 too-many', '429 429 too-many'])
  })
})
