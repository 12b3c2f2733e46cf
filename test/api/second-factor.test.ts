import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { totpStep } from '../../server/domain/totp.ts'
import { codeAt } from '../../server/http/second-factor.ts'
import { createSealer } from '../../server/installation-key.ts'
import type { Session, User } from '../../server/wire/people.ts'
import type { Enrolment, RecoveryCodes } from '../../server/wire/second-factor.ts'
import { ADMINISTRATOR, claim, colleague, startTestServer, type TestServer, type Visitor } from '../support/api.ts'

const PASSWORD = 'a-transformer-hums-11'
const STEP = 30_000

let server: TestServer
let sun: Visitor
let operator: Visitor
let secret: Uint8Array
let codes: string[]
beforeAll(async () => {
  server = await startTestServer()
  sun = await claim(server)
  operator = await colleague(server, sun, 'operator')
})
afterAll(() => server.close())

const bytesOf = (base32: string): Uint8Array => {
  const bits = [...base32].map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'))
  return Uint8Array.from(bits.join('').match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2))
}
const codeNow = (offset = 0): string => codeAt(secret, totpStep(server.clock.at) + offset)
function nextStep(): void {
  server.clock.at += STEP
}
let address = 20
/** From a machine that nobody was signed in from. */
const signIn = (code?: string, login = 'operator-none', password = PASSWORD) => {
  const visitor = server.visitor(`198.51.100.${++address}`)
  return { visitor, body: { login, password, ...(code === undefined ? {} : { code }) } }
}
/** An hour of quiet: failures are forgotten, and everybody has to sign in again. */
async function forget(): Promise<void> {
  server.clock.at += 3_600_001
  await sun.ok('POST', '/session', { login: ADMINISTRATOR.login, password: ADMINISTRATOR.password })
}
const idOf = async (login: string): Promise<string> =>
  (await sun.ok<User[]>('GET', '/users')).find((user) => user.login === login)?.id ?? ''

describe('a second factor', () => {
  it('is begun with the password, and is in force only after its first code', async () => {
    const begin = (password: string) => operator.api('POST', '/session/second-factor', { password })
    expect((await begin('wrong-password')).status).toBe(422)
    const { secret: typed, qr } = (await (await begin(PASSWORD)).json()) as Enrolment
    expect([typed.length, qr.size > 20]).toEqual([32, true])
    secret = bytesOf(typed)
    expect(await operator.refusal('POST', '/session/second-factor/confirmation', { code: '000000' })).toBe(
      '422 422 code-wrong',
    )
    const before = signIn()
    expect((await before.visitor.ok<Session>('POST', '/session', before.body)).user.hasSecondFactor).toBe(false)

    const confirmed = await operator.ok<RecoveryCodes>('POST', '/session/second-factor/confirmation', {
      code: codeNow(),
    })
    codes = confirmed.recoveryCodes
    expect(codes).toHaveLength(10)
    expect((await operator.ok<Session>('GET', '/session')).user.hasSecondFactor).toBe(true)
    expect(await before.visitor.refusal('GET', '/session'), 'a sign-in without it has ended').toBe(
      '401 401 not-signed-in',
    )
  })

  it('asks for the code only after the password was right', async () => {
    const right = signIn()
    expect(await right.visitor.refusal('POST', '/session', right.body)).toBe('401 401 second-factor-needed')
    expect(right.visitor.cookie).toBe('')
    const wrong = signIn(codeNow(), 'operator-none', 'not-the-password')
    expect(await wrong.visitor.refusal('POST', '/session', wrong.body)).toBe('401 401 wrong-credentials')
  })

  it('bad input 25: takes each code once, the step before and after, and none further off', async () => {
    nextStep()
    const first = signIn(codeNow())
    await first.visitor.ok('POST', '/session', first.body)
    const replay = signIn(codeNow())
    expect(await replay.visitor.refusal('POST', '/session', replay.body)).toBe('422 422 code-wrong')
    const ahead = signIn(codeNow(1))
    await ahead.visitor.ok('POST', '/session', ahead.body)
    server.clock.at += 10 * STEP
    for (const offset of [-3, 3]) {
      const far = signIn(codeNow(offset))
      expect(await far.visitor.refusal('POST', '/session', far.body)).toBe('422 422 code-wrong')
    }
    const behind = signIn(codeNow(-1))
    await behind.visitor.ok('POST', '/session', behind.body)
  })

  it('takes one code once from twenty at the same moment', async () => {
    server.clock.at += 10 * STEP
    const tries = Array.from({ length: 20 }, () => signIn(codeNow()))
    const answers = await Promise.all(tries.map(({ visitor, body }) => visitor.api('POST', '/session', body)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    await forget()
  })

  it('takes each recovery code once, and tells the log', async () => {
    const [code = ''] = codes
    const used = signIn(code.toUpperCase())
    await used.visitor.ok('POST', '/session', used.body)
    expect(await used.visitor.ok('GET', '/session/second-factor')).toEqual({
      isOn: true,
      isDemanded: false,
      recoveryCodesLeft: 9,
    })
    const again = signIn(code)
    expect(await again.visitor.refusal('POST', '/session', again.body)).toBe('422 422 code-wrong')
    const { rows } = await sun.ok<{ rows: { action: string }[] }>('GET', '/audit?group=second-factor')
    expect(rows.filter(({ action }) => action === 'second-factor.recovery-code-used')).toHaveLength(1)
  })

  it('slows who guesses codes with the right password', async () => {
    const guesser = server.visitor('203.0.113.99')
    const seen: string[] = []
    for (let n = 0; n < 8; n++)
      seen.push(
        await guesser.refusal('POST', '/session', { login: 'operator-none', password: PASSWORD, code: '111111' }),
      )
    expect(seen.at(-1)).toBe('429 429 try-later')
    await forget()
  })

  it('is kept sealed: the database shows neither the secret nor a recovery code', async () => {
    const { dataDir } = server.deps.config
    const file = readFileSync(join(dataDir, 'mingchuang.db')).toString('latin1')
    const wal = readFileSync(join(dataDir, 'mingchuang.db-wal')).toString('latin1')
    for (const text of [Buffer.from(secret).toString('latin1'), ...codes]) expect(file + wal).not.toContain(text)
    expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600)
  })

  it('opens only with the key and for the purpose it was sealed for', () => {
    const sealer = createSealer('k'.repeat(40))
    const sealed = sealer.seal(secret, 'second factor of a')
    expect(Buffer.from(sealer.open(sealed, 'second factor of a') ?? [])).toEqual(Buffer.from(secret))
    expect(sealer.open(sealed, 'second factor of b')).toBeNull()
    expect(createSealer('j'.repeat(40)).open(sealed, 'second factor of a')).toBeNull()
    expect(sealer.open(`${sealed.slice(0, -2)}AA`, 'second factor of a')).toBeNull()
  })

  it('can be demanded of a role: who has none may do nothing but set it up', async () => {
    const viewer = await colleague(server, sun, 'viewer')
    await sun.ok('PUT', '/second-factor-demand', { roles: ['viewer'] })
    expect((await viewer.ok<Session>('GET', '/session')).mustSetUpSecondFactor).toBe(true)
    expect(await viewer.refusal('GET', '/overview')).toBe('403 403 second-factor-required')
    expect((await viewer.request('GET', '/api/v1/stream')).status).toBe(403)
    const { secret: typed } = await viewer.ok<Enrolment>('POST', '/session/second-factor', { password: PASSWORD })
    const code = codeAt(bytesOf(typed), totpStep(server.clock.at))
    await viewer.ok('POST', '/session/second-factor/confirmation', { code })
    expect((await viewer.api('GET', '/overview')).status).toBe(200)
    expect((await viewer.ok<Session>('GET', '/session')).mustSetUpSecondFactor).toBe(false)
  })

  it('is reset by an administrator only, with their own password, and signs its owner out', async () => {
    const id = await idOf('operator-none')
    server.clock.at += 10 * STEP
    const { visitor, body } = signIn(codeNow())
    await visitor.ok('POST', '/session', body)
    const path = `/users/${id}/second-factor-reset`
    expect(await visitor.refusal('POST', path, { ownPassword: PASSWORD })).toBe('403 403 forbidden')
    expect(await sun.refusal('POST', path, { ownPassword: 'not-mine' })).toBe('422 422 password-wrong')
    expect((await sun.api('POST', path, { ownPassword: ADMINISTRATOR.password })).status).toBe(204)
    expect(await visitor.refusal('GET', '/session')).toBe('401 401 not-signed-in')
    const after = signIn()
    expect((await after.visitor.ok<Session>('POST', '/session', after.body)).user.hasSecondFactor).toBe(false)
    const { rows } = await sun.ok<{ rows: { action: string; subject: string }[] }>('GET', `/audit?subject=${id}`)
    expect(rows.find(({ action }) => action === 'second-factor.reset')?.subject).toBe('operator-none')
  })

  it('is taken away by its owner with password and code', async () => {
    const { visitor, body } = signIn()
    await visitor.ok('POST', '/session', body)
    const { secret: typed } = await visitor.ok<Enrolment>('POST', '/session/second-factor', { password: PASSWORD })
    secret = bytesOf(typed)
    await visitor.ok('POST', '/session/second-factor/confirmation', { code: codeNow() })
    nextStep()
    const remove = (code: string) => visitor.api('POST', '/session/second-factor/removal', { password: PASSWORD, code })
    expect((await remove('000000')).status).toBe(422)
    expect((await remove(codeNow())).status).toBe(204)
    expect((await visitor.ok<Session>('GET', '/session')).user.hasSecondFactor).toBe(false)
  })
})
