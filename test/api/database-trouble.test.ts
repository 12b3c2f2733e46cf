import { createClient } from '@libsql/client'
import { afterEach, describe, expect, it } from 'vitest'
import type { Directory } from '../../server/wire/people.ts'
import { claim, startTestServer, type TestServer } from '../support/api.ts'
import { waitFor } from '../support/wait-for.ts'

const servers: TestServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
async function start(options: Parameters<typeof startTestServer>[0] = {}) {
  const server = await startTestServer(options)
  servers.push(server)
  return { server, sun: await claim(server) }
}
const agency = (nameZh: string) => ({ nameZh, nameEn: 'Agency' })

describe('a database somebody else holds', () => {
  it('bad input 38: is read all the while, refuses a write with 503 and Retry-After, and heals by itself', async () => {
    const { server, sun } = await start()
    const other = createClient({ url: server.location.url, concurrency: 1, timeout: 5_000 })
    const holding = await other.transaction('write')
    await holding.execute("UPDATE settings SET changed_at = changed_at WHERE key = 'none'")
    let answered = false
    const write = sun.api('POST', '/agencies', agency('供电公司')).finally(() => {
      answered = true
    })
    let reads = 0
    await waitFor(
      async () => {
        await sun.ok<Directory>('GET', '/directory')
        reads++
        return answered
      },
      { what: 'the write was given up', withinMs: 9_000, everyMs: 200 },
    )
    const refused = await write
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
    expect(((await refused.json()) as { type: string }).type).toBe('urn:mingchuang:problem:busy')
    expect(reads).toBeGreaterThan(5)
    await holding.rollback()
    other.close()
    await sun.ok('POST', '/agencies', agency('供电公司'))
    const { agencies } = await sun.ok<Directory>('GET', '/directory')
    expect(agencies.map(({ nameZh }) => nameZh)).toEqual(['供电公司'])
  })
})

describe('a full disk', () => {
  it('bad input 40: is 507 on writes, is read all the while, and takes writes again when there is room', async () => {
    const { server, sun } = await start({ maxPages: 380 })
    const ballast = (n: number) => ({
      sql: 'INSERT INTO settings (key, value, changed_at) VALUES (?, ?, 1)',
      args: [`ballast-${n}`, 'x'.repeat(3_000)],
    })
    const isKept = (n: number) =>
      server.writer.write([ballast(n)]).then(
        () => true,
        () => false,
      )
    let filled = 0
    while (await isKept(filled)) filled++
    expect(filled).toBeGreaterThan(5)
    let kept = 0
    let refused = await sun.api('POST', '/agencies', agency(`单位${kept}`))
    while (refused.status === 201) refused = await sun.api('POST', '/agencies', agency(`单位${++kept}`))
    expect([refused.status, ((await refused.json()) as { type: string }).type]).toEqual([
      507,
      'urn:mingchuang:problem:full',
    ])
    expect((await sun.ok<Directory>('GET', '/directory')).agencies).toHaveLength(kept)
    await server.writer.write([
      { sql: 'DELETE FROM settings WHERE key >= ? AND key < ?', args: ['ballast', 'ballasu'] },
    ])
    await sun.ok('POST', '/agencies', agency('供电公司'))
    expect((await sun.ok<Directory>('GET', '/directory')).agencies).toHaveLength(kept + 1)
  })
})
