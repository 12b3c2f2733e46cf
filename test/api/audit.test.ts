import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealAuditJob } from '../../server/jobs/seal-audit.ts'
import type { AuditPage } from '../../server/wire/audit.ts'
import { ADMINISTRATOR, claim, colleague, startTestServer, type TestServer, type Visitor } from '../support/api.ts'

let server: TestServer
let sun: Visitor
beforeAll(async () => {
  server = await startTestServer()
  sun = await claim(server)
})
afterAll(() => server.close())

const seal = () => sealAuditJob(server.deps).tick(server.clock.at)
const write = (sql: string) => server.writer.write([{ sql, args: [] }])
/** Does something to the log, verifies, and puts the log back as it was. */
async function tampered(sql: string) {
  const before = await server.writer.write([{ sql: 'SELECT * FROM audit_log ORDER BY id', args: [] }])
  if (!before.ok) throw new Error('the log could not be read')
  await write(sql)
  const { broken } = await server.deps.store.audit.verify()
  await write('DELETE FROM audit_log')
  for (const row of before.rows[0] ?? [])
    await server.writer.write([
      {
        sql: 'INSERT INTO audit_log (id, at, actor_id, actor_role, action, subject_id, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        args: ['id', 'at', 'actor_id', 'actor_role', 'action', 'subject_id', 'body', 'hash'].map(
          (key) => row[key] ?? null,
        ),
      },
    ])
  return broken
}

describe('the audit log', () => {
  it('tells sign-ins and failed ones without what was typed, with the address cut short', async () => {
    await colleague(server, sun, 'operator')
    await server.visitor().refusal('POST', '/session', { login: 'operator-none', password: 'my-other-password' })
    await server.visitor().refusal('POST', '/session', { login: 'my-password-in-the-wrong-field', password: 'x' })
    const { rows } = await sun.ok<AuditPage>('GET', '/audit?group=session')
    expect(
      rows.slice(0, 3).map(({ action, subject, actorRole, body }) => ({ action, subject, actorRole, body })),
    ).toEqual([
      {
        action: 'session.refused',
        subject: null,
        actorRole: 'nobody',
        body: { cause: 'password', network: '198.51.100.0/24' },
      },
      {
        action: 'session.refused',
        subject: 'operator-none',
        actorRole: 'nobody',
        body: { cause: 'password', network: '198.51.100.0/24' },
      },
      {
        action: 'session.opened',
        subject: 'operator-none',
        actorRole: 'operator',
        body: { network: '198.51.100.0/24', hasSecondFactor: false },
      },
    ])
    expect(JSON.stringify(await sun.ok('GET', '/audit'))).not.toMatch(/my-other|my-password|argon2/)
  })

  it('is sealed row by row, each on the one before, and verifies', async () => {
    expect((await sun.ok<AuditPage>('GET', '/audit')).unsealed).toBeGreaterThan(0)
    await seal()
    const { rows, anchor, unsealed } = await sun.ok<AuditPage>('GET', '/audit')
    expect([unsealed, rows.every(({ isSealed }) => isSealed), anchor?.id]).toEqual([0, true, rows[0]?.id])
    expect(anchor?.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(await server.deps.store.audit.verify()).toEqual({
      rows: rows.length,
      unsealed: 0,
      last: anchor,
      broken: null,
    })
  })

  it('goes on from where it was sealed, also when two seal at once', async () => {
    for (let n = 0; n < 5; n++) await sun.ok('PUT', '/second-factor-demand', { roles: [] })
    await Promise.all([seal(), seal(), seal()])
    expect(await server.deps.store.audit.verify()).toMatchObject({ unsealed: 0, broken: null })
  })

  it.each([
    ['a changed row', `UPDATE audit_log SET body = '{}' WHERE id = 4`, { id: 4, why: 'hash' }],
    ['another actor', `UPDATE audit_log SET actor_id = 'somebody' WHERE id = 3`, { id: 3, why: 'hash' }],
    ['a moved instant', 'UPDATE audit_log SET at = at + 1 WHERE id = 5', { id: 5, why: 'hash' }],
    ['a row taken out', 'DELETE FROM audit_log WHERE id = 3', { id: 4, why: 'hash' }],
    ['the first row taken out', 'DELETE FROM audit_log WHERE id = 1', { id: 2, why: 'hash' }],
    ['a bared row', 'UPDATE audit_log SET hash = NULL WHERE id = 4', { id: 5, why: 'unsealed' }],
  ])('names the first row that does not fit: %s', async (_, sql, broken) => {
    expect(await tampered(sql)).toEqual(broken)
  })

  it('misses rows cut off at the end, by the ids that were given', async () => {
    const last = (await server.deps.store.audit.anchor())?.id ?? 0
    expect(await tampered(`DELETE FROM audit_log WHERE id > ${last - 2}`)).toEqual({ id: last - 1, why: 'missing' })
  })

  it('finds a log that was made anew by an anchor that was written down', async () => {
    const anchor = await server.deps.store.audit.anchor()
    const noted = { id: anchor?.id ?? 0, hash: anchor?.hash ?? '' }
    expect((await server.deps.store.audit.verify(noted)).broken).toBeNull()
    await write(`UPDATE audit_log SET body = '{"forged":true}' WHERE id = 2`)
    await write('UPDATE audit_log SET hash = NULL')
    await seal()
    expect((await server.deps.store.audit.verify()).broken, 'the chain itself is whole').toBeNull()
    expect((await server.deps.store.audit.verify(noted)).broken).toEqual({ id: noted.id, why: 'anchor' })
  })

  it('is read by supervisors and administrators, filtered and in pages', async () => {
    const supervisor = await colleague(server, sun, 'supervisor')
    const first = await supervisor.ok<AuditPage>('GET', '/audit?limit=3')
    const second = await supervisor.ok<AuditPage>('GET', `/audit?limit=3&cursor=${first.next}`)
    const ids = [...first.rows, ...second.rows].map(({ id }) => id)
    expect(ids).toEqual([...ids].sort((a, b) => b - a))
    expect(new Set(ids).size).toBe(6)
    const login = ADMINISTRATOR.login
    const users = await sun.ok<{ id: string; login: string }[]>('GET', '/users')
    const id = users.find((user) => user.login === login)?.id
    const own = await supervisor.ok<AuditPage>('GET', `/audit?actor=${id}&group=user`)
    expect(own.rows.every(({ actor, action }) => actor?.id === id && action.startsWith('user.'))).toBe(true)
    expect(own.rows.length).toBeGreaterThan(0)
    expect((await supervisor.ok<AuditPage>('GET', `/audit?from=${server.clock.at + 1}`)).rows).toEqual([])
  })
})
