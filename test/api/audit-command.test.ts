import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Command } from '../../cli/command.ts'
import { COMMANDS } from '../../cli/commands.ts'
import { claim, startTestServer, type TestServer, type Visitor } from '../support/api.ts'

let server: TestServer
let sun: Visitor
beforeAll(async () => {
  server = await startTestServer()
  sun = await claim(server)
  await server.deps.store.audit.seal()
  vi.stubEnv('DATA_DIR', server.deps.config.dataDir)
  // The configuration refuses settings it does not know, and this one belongs to the tests.
  vi.stubEnv('MINGCHUANG_TESTS_BUILT', undefined)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await server.close()
})

async function command(line: string): Promise<{ code: number; said: string }> {
  const [verb, noun, ...rest] = line.split(' ')
  const found = COMMANDS.find(({ words }) => words[0] === verb && words[1] === noun) as Command
  const said: string[] = []
  const put = (text: string): void => void said.push(text)
  const values = rest.length === 2 ? { [(rest[0] ?? '').replace('--', '')]: rest[1] } : {}
  const code = await found.run({ operands: [], values, console: { say: put, complain: () => {}, progress: () => {} } })
  return { code, said: said.join('\n') }
}

describe('on the console', () => {
  it('verify audit says that the log fits, and gives the last row to write down', async () => {
    const { hash, id } = (await server.deps.store.audit.anchor()) ?? { hash: '', id: 0 }
    const { code, said } = await command('verify audit')
    expect([code, said.includes(`${id}:${hash}`)]).toEqual([0, true])
    expect((await command(`verify audit --anchor ${id}:${hash}`)).code).toBe(0)
    expect((await command(`verify audit --anchor ${id}:${'0'.repeat(64)}`)).code).toBe(1)
    expect((await command('verify audit --anchor nonsense')).code).toBe(2)
  })

  it('retention counts and removes like the page, and the log tells that it was the console', async () => {
    expect(await command('retention --dry-run')).toMatchObject({ code: 0, said: expect.stringContaining('该清') })
    expect(await command('retention --apply')).toMatchObject({ code: 0, said: expect.stringContaining('removed') })
    const { rows } = await sun.ok<{ rows: { actorRole: string; action: string }[] }>('GET', '/audit?group=retention')
    expect(rows.map(({ actorRole, action }) => `${actorRole} ${action}`)).toEqual([
      'console retention.run',
      'console retention.dry-run',
    ])
  })

  it('verify audit exits with 1 and names the row that was changed', async () => {
    await server.writer.write([{ sql: `UPDATE audit_log SET actor_role = 'system' WHERE id = 2`, args: [] }])
    expect(await command('verify audit')).toMatchObject({
      code: 1,
      said: expect.stringContaining('row 2 does not fit'),
    })
  })
})
