import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { HttpClient } from '../../demo/http-client.ts'
import type { ReportAnswer } from '../../server/wire/merchant.ts'
import { boxWith } from '../support/agent-box.ts'
import { isWithoutChromium } from '../support/chromium.ts'
import { isSameDocument, mark, sees, signIn } from '../support/desk.ts'
import { ADMINISTRATOR, type SmallDistrict, setUpDistrict } from '../support/district.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { useStage } from '../support/stage.ts'
import { waitFor } from '../support/wait-for.ts'

const stage = useStage()

async function openOverview(server: ServerProcess): Promise<Page> {
  const page = await stage.open(server.url)
  await signIn(page, ADMINISTRATOR)
  await isLive(page)
  await mark(page)
  return page
}

const isLive = (page: Page): Promise<void> => sees(page, '更新于')
const isDown = (page: Page, withinMs: number): Promise<void> => sees(page, /已断线\d+秒，停在/, withinMs)
const issueRows = (page: Page) => page.locator('a[data-row][href^="/issues/"]')

function report(server: ServerProcess, district: SmallDistrict, text: string): Promise<ReportAnswer> {
  const { siteId, otherServiceId: serviceId } = district
  return new HttpClient(server.url).post<ReportAnswer>('/merchant/reports', { siteId, serviceId, place: '3-12', text })
}

/** Each start forgets what has outlived its term. */
async function again(server: ServerProcess): Promise<void> {
  await server.kill()
  await server.restart()
}

/** Names of the stream's events as this page hears them from now on. */
async function listenTo(page: Page): Promise<string[]> {
  const names: string[] = []
  const devtools = await page.context().newCDPSession(page)
  devtools.on('Network.eventSourceMessageReceived', ({ eventName }) => void names.push(eventName))
  await devtools.send('Network.enable')
  return names
}

describe.skipIf(isWithoutChromium())('an overview that stays open', () => {
  it('says within 10 s that the server is gone, and shows by itself what happened meanwhile', async () => {
    const server = await stage.server()
    const district = await setUpDistrict(server)
    const page = await openOverview(server)
    stage.agent(boxWith(await district.addNode('nanan-1'), [{ kind: 'outage', atMs: 5_000 }]))
    await sees(page, '1处都有电，今天没断过。')
    await server.kill('SIGKILL')
    await isDown(page, 10_000)
    await sees(page, '断线了。')
    await page.getByRole('button', { name: '现在就连' }).waitFor()
    await server.restart()
    await isLive(page)
    await sees(page, '南岸农贸市场停电', 30_000)
    await issueRows(page).waitFor()
    expect(await page.getByText('断线了。').count()).toBe(0)
    expect(await isSameDocument(page)).toBe(true)
  }, 90_000)

  it('notices a server that is only silent, and goes on when it speaks again', async () => {
    const server = await stage.server()
    const district = await setUpDistrict(server)
    const page = await openOverview(server)
    server.freeze()
    // Ten seconds after the last beat, looked at once a second.
    await isDown(page, 11_500)
    server.thaw()
    await isLive(page)
    await report(server, district, '贷款批不下来')
    await issueRows(page).waitFor()
    expect(await isSameDocument(page)).toBe(true)
  }, 60_000)

  it('loads anew when the log no longer reaches back to what it saw last', async () => {
    const server = await stage.server({ LIVE_RETENTION_HOURS: '0.000001' })
    const district = await setUpDistrict(server)
    const page = await openOverview(server)
    await report(server, district, '第一件')
    await issueRows(page).waitFor()
    // An open stream outlives Chromium's switch: the restart ends it, the switch keeps it from coming back.
    await page.context().setOffline(true)
    await again(server)
    await isDown(page, 10_000)
    for (const text of ['第二件', '第三件']) await report(server, district, text)
    await again(server)
    const events = await listenTo(page)
    await page.context().setOffline(false)
    await waitFor(async () => (await issueRows(page).count()) === 3, { what: 'all three issues are shown' })
    expect(events.filter((name) => name === 'reset')).toEqual(['reset'])
    await report(server, district, '第四件')
    await waitFor(async () => (await issueRows(page).count()) === 4, { what: 'it follows again' })
    expect(await isSameDocument(page)).toBe(true)
  }, 60_000)

  it('lives in two tabs at once, and signing out in one ends both', async () => {
    const server = await stage.server()
    const district = await setUpDistrict(server)
    const first = await openOverview(server)
    const second = await stage.openBeside(first, `${server.url}/issues`)
    await isLive(second)
    await report(server, district, '贷款批不下来')
    for (const page of [first, second]) await issueRows(page).waitFor()
    await first.getByRole('link', { name: ADMINISTRATOR.name }).click()
    await first.getByRole('button', { name: '退出登录' }).click()
    for (const page of [first, second]) {
      await page.getByRole('button', { name: '登录' }).waitFor()
      expect(await page.getByText('贷款').count()).toBe(0)
    }
    await signIn(second, ADMINISTRATOR)
    await issueRows(second).waitFor()
    expect(new URL(second.url()).pathname).toBe('/issues')
  }, 60_000)
})
