import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { HttpClient } from '../../demo/http-client.ts'
import type { IssueList } from '../../server/wire/issues.ts'
import { topicOf, type WireValue } from '../../server/wire/node-protocol.ts'
import type { Problem } from '../../server/wire/problem.ts'
import { isWithoutChromium } from '../support/chromium.ts'
import { sees, signIn } from '../support/desk.ts'
import { ADMINISTRATOR, type SmallDistrict, setUpDistrict } from '../support/district.ts'
import { connectNativeNode, type NativeNode, threePhases } from '../support/native-node.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { PHONE, useStage } from '../support/stage.ts'
import { waitFor } from '../support/wait-for.ts'

const stage = useStage()

async function rowsOf(server: ServerProcess, sql: string): Promise<Record<string, unknown>[]> {
  const client = createClient({ url: `file:${join(server.dataDir, 'mingchuang.db')}` })
  const { rows, columns } = await client.execute(sql).finally(() => client.close())
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])))
}

const reportBody = (d: SmallDistrict, text: string) => ({
  siteId: d.siteId,
  serviceId: d.otherServiceId,
  place: '3-12',
  text,
})

/** `status problem pointers` of a refused report, once it is clear that a person can act on the answer. */
async function refusalOf(server: ServerProcess, body: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(`${server.url}/api/v1/merchant/reports`, {
    method: 'POST',
    headers: { origin: server.url, 'content-type': 'application/json', ...headers },
    body,
  })
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  const { type, title, detail, status, instance, errors } = (await answer.json()) as Problem
  expect([title.length > 3, detail.length > 3, status]).toEqual([true, true, answer.status])
  expect(instance).toBe(answer.headers.get('x-request-id'))
  const pointers = (errors ?? []).map(({ pointer }) => pointer)
  return [status, type.replace('urn:mingchuang:problem:', ''), ...pointers].join(' ')
}

const NASTY =
  '<script>alert(1)</script><img src="x" onerror="alert(2)"><b>粗</b> javascript:alert(3) {{7*7}} 👩‍👩‍👧‍👦🔥 \'; DROP TABLE issues; --'

async function reportByPhone(phone: Page, text: string): Promise<void> {
  await phone.getByRole('button', { name: '贷款难' }).tap()
  await phone.getByLabel('一句话').fill(text)
  await phone.getByRole('button', { name: '报上去' }).tap()
}

describe.skipIf(isWithoutChromium())('what people type', () => {
  it('is refused with what to do and a number to read out, or taken once', async () => {
    const server = await stage.server()
    const d = await setUpDistrict(server)
    const good = JSON.stringify(reportBody(d, '贷款批不下来'))
    const long = JSON.stringify(reportBody(d, '字'.repeat(5_000)))
    const elsewhere = JSON.stringify({ ...reportBody(d, '贷款'), siteId: 'nowhere' })
    const unknown = JSON.stringify({ ...reportBody(d, '贷款'), isAdministrator: true })
    expect({
      broken: await refusalOf(server, good.slice(0, -1)),
      empty: await refusalOf(server, ''),
      deep: await refusalOf(server, '['.repeat(40) + ']'.repeat(40)),
      plain: await refusalOf(server, good, { 'content-type': 'text/plain' }),
      long: await refusalOf(server, long),
      huge: await refusalOf(server, JSON.stringify(reportBody(d, '字'.repeat(80_000)))),
      elsewhere: await refusalOf(server, elsewhere),
      unknown: await refusalOf(server, unknown),
      foreign: await refusalOf(server, good, { origin: 'https://elsewhere.example' }),
    }).toEqual({
      broken: '400 malformed-body',
      empty: '400 malformed-body',
      deep: '400 too-deep',
      plain: '415 unsupported-type',
      long: '422 invalid /text',
      huge: '413 too-large',
      elsewhere: '422 unknown-reference /siteId',
      unknown: '422 invalid /isAdministrator',
      foreign: '403 foreign-origin',
    })

    const key = { 'idempotency-key': randomBytes(16).toString('hex') }
    const merchant = new HttpClient(server.url)
    const send = () => merchant.request('POST', '/api/v1/merchant/reports', JSON.parse(good), key)
    const answers = await Promise.all(Array.from({ length: 20 }, send))
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([201])
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1)
    expect(await rowsOf(server, 'SELECT count(*) AS n FROM reports')).toEqual([{ n: 1 }])
  }, 60_000)

  it('is slowed down past the budget of its address, and told for how long', async () => {
    const server = await stage.server({ REPORTS_PER_ADDRESS: '2' })
    const d = await setUpDistrict(server)
    const merchant = new HttpClient(server.url)
    const report = (n: number) => merchant.request('POST', '/api/v1/merchant/reports', reportBody(d, `第${n}件`))
    expect([(await report(1)).status, (await report(2)).status]).toEqual([201, 201])
    const third = await report(3)
    expect([third.status, ((await third.json()) as Problem).title]).toEqual([429, '请求太多了'])
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(third.headers.get('retry-after'))).toBeLessThanOrEqual(3)
    const isTaken = async () => (await report(3)).status === 201
    await waitFor(isTaken, { what: 'the next report is taken', withinMs: 5_000, everyMs: 500 })
  }, 60_000)

  it('is shown as text on phone and desk, whatever it looks like', async () => {
    const server = await stage.server()
    const d = await setUpDistrict(server)
    const phone = await stage.open(`${server.url}/m/?s=${d.siteId}`, { viewport: PHONE, hasTouch: true })
    await reportByPhone(phone, '字'.repeat(5_000))
    await sees(phone, '多了3000个字，删短一点')
    // Bell, backspace and a right-to-left override: dropped; the rest stays as it was typed.
    await phone.getByLabel('一句话').fill(`\u0007${NASTY}\b\u202e`)
    await phone.getByRole('button', { name: '报上去' }).tap()
    await phone.getByRole('link', { name: '看进度' }).tap()
    await phone.locator('details', { has: phone.locator('blockquote') }).locator('summary').tap()
    expect(await phone.locator('blockquote').textContent()).toBe(NASTY)

    const thumbs = '👍🏽'.repeat(2_000)
    await phone.goto(`${server.url}/m/?s=${d.siteId}&again`)
    await phone.getByRole('button', { name: '贷款难' }).tap()
    await phone.getByRole('button', { name: '不是，另报' }).tap()
    await phone.getByLabel('一句话').fill(thumbs)
    await phone.getByRole('button', { name: '报上去' }).tap()
    await phone.getByRole('link', { name: '看进度' }).waitFor()

    const desk = await stage.open(server.url)
    await signIn(desk, ADMINISTRATOR)
    const { rows } = await d.administrator.get<IssueList>('/issues?sort=received')
    expect(rows).toHaveLength(2)
    for (const [id, text] of [
      [rows[1]?.id, NASTY],
      [rows[0]?.id, thumbs],
    ]) {
      await desk.goto(`${server.url}/issues/${id}`)
      await desk.locator('p.own').waitFor()
      expect(await desk.locator('p.own').textContent()).toBe(`“${text}”`)
    }
    await desk.goto(`${server.url}/issues`)
    await sees(desk, '共2件。')
    for (const page of [phone, desk]) expect(await page.locator('img, b:text-is("粗")').count()).toBe(0)
    expect(stage.complaints([401])).toEqual([])
  }, 60_000)
})

/** Why a node was not let in. */
const turnedAway = (server: ServerProcess, id: string, key: string): Promise<string> =>
  connectNativeNode(server.mqttUrl, id, key).then(
    () => 'let in',
    (error: Error) => error.message,
  )

async function connectOn(server: ServerProcess, id: string, key: string): Promise<NativeNode> {
  const node = await connectNativeNode(server.mqttUrl, id, key)
  stage.onEnd(() => node.end())
  await node.birth()
  return node
}

describe.skipIf(isWithoutChromium())('what nodes send', () => {
  it('is taken only from the node it names, with its own key', async () => {
    const server = await stage.server()
    const d = await setUpDistrict(server)
    const mine = await d.addNode('nanan-1')
    const others = await d.addNode('nanan-2')
    expect([
      await turnedAway(server, 'nanan-9', mine.key),
      await turnedAway(server, 'nanan-1', `${mine.key.slice(0, -1)}_`),
      await turnedAway(server, 'nanan-1', ''),
      await turnedAway(server, 'nanan-1', others.key),
    ]).toEqual(Array.from({ length: 4 }, () => 'Connection refused: Not authorized'))

    const liar = await connectOn(server, 'nanan-1', mine.key)
    const forged = { v: 1, boot: liar.boot, sequence: 1, sentAt: Date.now(), backfill: false, values: [] }
    await expect(
      liar.client.publishAsync(topicOf('nanan-2', 'data'), JSON.stringify(forged), { qos: 1 }),
    ).rejects.toThrow()
    await waitFor(() => !liar.client.connected, { what: 'its connection was closed' })

    const honest = await connectOn(server, 'nanan-1', mine.key)
    await expect(honest.client.subscribeAsync(topicOf('nanan-2', 'receipt'), { qos: 1 })).rejects.toThrow()
    await honest.data(1, threePhases(Date.now(), 229))
    expect(await rowsOf(server, 'SELECT DISTINCT node_id FROM boots')).toEqual([{ node_id: 'nanan-1' }])
    const away = await connectOn(server, 'nanan-2', others.key)
    expect(away.client.connected).toBe(true)
  }, 60_000)

  it('is stored, or kept apart with its reason on the node’s page, and never stops what comes after', async () => {
    const server = await stage.server()
    const d = await setUpDistrict(server)
    const node = await connectOn(server, 'nanan-1', (await d.addNode('nanan-1')).key)
    const send = (payload: string) => node.client.publishAsync(topicOf('nanan-1', 'data'), payload, { qos: 1 })
    const now = Date.now()
    const volts = (at: number, value: unknown): WireValue[] => [['main-meter/l1.volts', at, value as number]]

    await send('{"v":1,"boot":')
    await send('{"v":1,"hello":"world"}')
    await send(JSON.stringify({ v: 1, text: '长'.repeat(30_000) }))
    await node.data(
      1,
      Array.from({ length: 501 }, () => volts(now, 229)[0]!),
    )
    await node.data(2, [['main-meter/l9.volts', now, 229]])
    await node.data(3, volts(now, 'two hundred'))
    await node.data(4, volts(now, 9e9))
    await node.data(5, volts(3_600_000, 230))
    await node.data(6, volts(now + 86_400_000, 231))
    await node.data(8, volts(now + 2, 232))
    await node.data(7, volts(now + 1, 233))
    await node.data(8, volts(now + 2, 232))
    await node.data(8, volts(now + 2, 111))
    await node.data(9, volts(now + 3, 234))

    const stored = await rowsOf(
      server,
      'SELECT sequence, value, clock_quality AS quality FROM samples ORDER BY sequence',
    )
    expect(stored).toEqual([
      // A time nobody can believe is kept with the value, marked, and not used.
      { sequence: 5, value: 230, quality: 2 },
      { sequence: 6, value: 231, quality: 2 },
      { sequence: 7, value: 233, quality: 0 },
      { sequence: 8, value: 232, quality: 0 },
      { sequence: 9, value: 234, quality: 0 },
    ])
    const desk = await stage.open(server.url)
    await signIn(desk, ADMINISTRATOR)
    await desk.goto(`${server.url}/nodes/nanan-1`)
    await desk.getByRole('row', { name: /A相电压 234/ }).waitFor()
    const kept = await desk.locator('ul.kept li span:not(.dim)').allTextContents()
    expect(kept.sort()).toEqual(
      [
        '不是完整的JSON',
        '不像一条记录',
        '太大，只留前4 KB和指纹',
        '一条里的数太多',
        '没申报的指标',
        '该是数，送来的不是',
        '数大得不可能',
        '同一个序号送来两样内容',
      ].sort(),
    )
    await sees(desk, '8份，最近')
    expect(stage.complaints([401])).toEqual([])
  }, 60_000)
})
