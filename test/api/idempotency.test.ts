import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReader } from '../../db/client.ts'
import type { ReportAnswer } from '../../server/wire/merchant.ts'
import { claim, MORNING, startTestServer, type TestServer } from '../support/api.ts'

let server: TestServer
let siteId = ''
beforeAll(async () => {
  server = await startTestServer()
  const sun = await claim(server)
  const site = { nameZh: '南岸农贸市场', nameEn: 'Nan’an Market', kind: 'market' }
  siteId = (await sun.ok<{ id: string }>('POST', '/sites', site)).id
})
afterAll(() => server.close())

const report = (text: string) => ({ siteId, serviceId: 'policy', place: '3排2号', text })
const withKey = (key: string) => ({ 'idempotency-key': key })

async function countReports(text: string): Promise<number> {
  const reader = await openReader(server.location)
  const { rows } = await reader.execute({ sql: 'SELECT count(*) AS n FROM reports WHERE text = ?', args: [text] })
  reader.close()
  return Number(rows[0]?.n)
}

describe('a repeated POST with one Idempotency-Key', () => {
  it('bad input 17: gives one record and the same answer, link secret included', async () => {
    const phone = server.visitor('192.0.2.10')
    const first = await phone.api(
      'POST',
      '/merchant/reports',
      report('补贴怎么申请'),
      withKey('key-of-the-first-report'),
    )
    const again = await phone.api(
      'POST',
      '/merchant/reports',
      report('补贴怎么申请'),
      withKey('key-of-the-first-report'),
    )
    expect([first.status, again.status]).toEqual([201, 201])
    expect([first.headers.get('idempotent-replayed'), again.headers.get('idempotent-replayed')]).toEqual([null, 'true'])
    const answer = (await first.json()) as ReportAnswer
    expect(await again.json()).toEqual(answer)
    expect(await countReports('补贴怎么申请')).toBe(1)
    expect(await phone.ok('POST', '/merchant/tracking', { token: answer.token })).toMatchObject({
      number: answer.number,
    })
  })

  it('bad input 17: 20 at once give one record and one answer', async () => {
    const phone = server.visitor('192.0.2.11')
    const send = () => phone.api('POST', '/merchant/reports', report('二十次'), withKey('key-sent-twenty-times'))
    const answers = await Promise.all(Array.from({ length: 20 }, send))
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201))
    expect(new Set(texts).size).toBe(1)
    expect(await countReports('二十次')).toBe(1)
  })

  it('refuses the key for another body, and a key too short to be random', async () => {
    const phone = server.visitor('192.0.2.12')
    await phone.ok('POST', '/merchant/reports', report('原来的话'), withKey('key-for-two-bodies'))
    expect(await phone.refusal('POST', '/merchant/reports', report('别的话'), withKey('key-for-two-bodies'))).toBe(
      '422 422 key-reused',
    )
    expect(await phone.refusal('POST', '/merchant/reports', report('短'), withKey('short'))).toBe('422 422 invalid')
    expect([await countReports('别的话'), await countReports('短')]).toEqual([0, 0])
  })

  it('keeps the answer so that a stolen database gives no link away', async () => {
    const phone = server.visitor('192.0.2.13')
    const { token } = await phone.ok<ReportAnswer>(
      'POST',
      '/merchant/reports',
      report('不能泄露'),
      withKey('key-of-the-sealed-one'),
    )
    const reader = await openReader(server.location)
    const { rows } = await reader.execute('SELECT key, answer FROM idempotency_keys')
    reader.close()
    expect(rows.length).toBeGreaterThan(0)
    for (const { key, answer } of rows) {
      expect(key).toMatch(/^[0-9a-f]{64}$/)
      expect(Buffer.from(String(answer), 'base64').toString('latin1') + String(answer)).not.toContain(token)
    }
  })

  it('forgets it after 24 hours', async () => {
    const phone = server.visitor('192.0.2.14')
    const send = () => phone.api('POST', '/merchant/reports', report('隔天再报'), withKey('key-of-yesterday-0001'))
    await send()
    server.clock.at = MORNING + 24 * 3_600_000
    await send()
    expect(await countReports('隔天再报')).toBe(1)
    server.clock.at += 1
    await send()
    expect(await countReports('隔天再报')).toBe(2)
    expect(await server.deps.store.idempotency.prune(server.clock.at)).toBe(4)
    server.clock.at = MORNING
  })
})
