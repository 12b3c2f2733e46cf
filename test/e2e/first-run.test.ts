import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { HttpClient } from '../../demo/http-client.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Directory } from '../../server/wire/people.ts'
import { isWithoutChromium } from '../support/chromium.ts'
import { isSameDocument, mark, sees, signIn } from '../support/desk.ts'
import { ADMINISTRATOR, OFFICER } from '../support/district.ts'
import { useStage } from '../support/stage.ts'

const stage = useStage()

async function claim(page: Page, code: string): Promise<void> {
  await sees(page, '这台明窗还没人管。')
  await page.getByLabel('设置代码').fill('AAAA-BBBB-CCCC')
  await page.getByRole('button', { name: '认领' }).click()
  await page.getByRole('alert').getByText('设置代码不对').waitFor()
  expect(await page.getByRole('alert').textContent()).toMatch(/编号\S{8,}/)
  // As it is read out: in small letters, without the dashes.
  await page.getByLabel('设置代码').fill(code.toLowerCase().replaceAll('-', ''))
  await page.getByRole('button', { name: '认领' }).click()
  await page.getByLabel('区名', { exact: true }).fill('海河区')
  await page.getByLabel('区名（英文）').fill('Haihe District')
  await page.getByLabel('姓名').fill(ADMINISTRATOR.name)
  await page.getByLabel('登录名').fill(ADMINISTRATOR.login)
  await page.getByLabel('口令').fill(ADMINISTRATOR.password)
  await page.getByRole('button', { name: '建好，进总览' }).click()
}

async function addSite(page: Page): Promise<void> {
  await page.getByRole('link', { name: '建一处' }).first().click()
  await page.getByLabel('中文名').fill('南岸农贸市场')
  await page.getByLabel('英文名').fill('Nan’an Market')
  await page.getByLabel('有多少商户').fill('63')
  await page.getByLabel('接哪路电').fill('南岸线')
  await page.getByRole('button', { name: '建一处' }).click()
  await sees(page, '建好了南岸农贸市场。')
  await page.getByRole('table').getByRole('link', { name: '南岸农贸市场' }).waitFor()
}

async function addAgency(page: Page, nameZh: string, nameEn: string): Promise<void> {
  await page.getByLabel('中文名').fill(nameZh)
  await page.getByLabel('英文名').fill(nameEn)
  await page.getByRole('button', { name: '加一个单位' }).click()
  await sees(page, `加上了${nameZh}。`)
}

async function giveServices(page: Page): Promise<void> {
  await page.getByRole('link', { name: '事项', exact: true }).click()
  const row = page.getByRole('row').filter({ hasText: '停电类，看电表' })
  await row.getByRole('combobox').selectOption({ label: '供电公司' })
  const isAutomatic = row.getByRole('checkbox')
  await isAutomatic.and(page.locator(':enabled')).waitFor()
  await isAutomatic.check()
  await row.getByText('立单就派').waitFor()
}

async function addOfficer(page: Page): Promise<void> {
  await page.getByRole('link', { name: '人员', exact: true }).click()
  await sees(page, '只有您一个人')
  await page.getByLabel('姓名').fill(OFFICER.name)
  await page.getByLabel('登录名').fill(OFFICER.login)
  await page.getByLabel('先给个口令').fill(OFFICER.password)
  await page.getByLabel('角色').selectOption({ label: '承办人员' })
  await page.getByLabel('哪个单位的').selectOption({ label: '供电公司' })
  await page.getByRole('button', { name: '加一个人' }).click()
  await sees(page, `${OFFICER.name}能登录了。`)
}

/** Makes the node; gives the file the page saved. */
async function addNode(page: Page): Promise<string> {
  await page.getByRole('link', { name: '节点', exact: true }).last().click()
  await page.getByLabel('节点号').fill('nanan-1')
  await page.getByLabel('叫什么').fill('南岸1号')
  await page.getByLabel('装在哪').selectOption({ label: '南岸农贸市场' })
  await page.getByRole('button', { name: '加一个节点' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('nanan-1的钥匙只给这一次。').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: '存成文件' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('nanan-1.json')
  const file = join(mkdtempSync(join(tmpdir(), 'mingchuang-box-')), 'nanan-1.json')
  await download.saveAs(file)
  const { key } = JSON.parse(readFileSync(file, 'utf8')) as { key: string }
  await dialog.getByText(key).first().waitFor()
  await dialog.getByRole('button', { name: '存好了，关上' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await page.content()).not.toContain(key)
  return file
}

/** Two issues: one for the power company, dispatched by itself on the page; one for another agency. */
async function reportTwo(page: Page, url: string): Promise<IssueDetail> {
  await page.getByRole('link', { name: /新建诉求/ }).click()
  // One sentence is enough: the place and the matter are heard in it.
  await page.getByLabel('来电人怎么说').fill(`南岸农贸市场3-12摊位插座没电，${(await powerServiceOf(url)).nameZh}了`)
  await page.getByRole('button', { name: /另立一单派供电公司/ }).click()
  await sees(page, /供电公司承办/)
  const sun = await signedIn(url)
  const { agencies, services: all } = await sun.get<Directory>('/directory')
  const other = await sun.post<IssueDetail>('/issues', {
    channel: 'window',
    serviceId: all.find((s) => !s.isSupplyOutage)?.id,
    siteId: null,
    place: '政务大厅3号窗',
    text: '执照卡在窗口',
    telephone: null,
    name: null,
  })
  return sun.post<IssueDetail>(
    `/issues/${other.id}/dispatch`,
    { agencyId: agencies.find((a) => a.nameZh === '审批局')?.id, reason: '按职责' },
    { 'if-match': `"${other.version}"` },
  )
}

async function signedIn(url: string): Promise<HttpClient> {
  const client = new HttpClient(url)
  await client.post('/session', { login: ADMINISTRATOR.login, password: ADMINISTRATOR.password })
  return client
}

async function powerServiceOf(url: string) {
  const { services } = await (await signedIn(url)).get<Directory>('/directory')
  const power = services.find((s) => s.isSupplyOutage)
  if (!power) throw new Error('no service for outages')
  return power
}

describe.skipIf(isWithoutChromium())('the first morning of a district', () => {
  it('goes from the printed code to a first reading, and each person sees what is theirs', async () => {
    const server = await stage.server()
    const code = await server.setupCode()
    const page = await stage.open(server.url)
    await claim(page, code)

    await sees(page, '5样好了1样')
    const again = await new HttpClient(server.url).request('POST', '/api/v1/setup/code', { code })
    expect(await again.json()).toMatchObject({ status: 409, title: '这台明窗已经有管理员了' })

    await addSite(page)
    await page.getByRole('link', { name: '承办单位', exact: true }).click()
    await addAgency(page, '供电公司', 'Power company')
    await addAgency(page, '审批局', 'Approval bureau')
    await giveServices(page)
    await addOfficer(page)
    const file = await addNode(page)
    await page.getByRole('link', { name: '总览' }).click()
    await page.getByRole('heading', { name: '谁没电？' }).waitFor()
    await page.getByText('齐了这块自己收起').waitFor({ state: 'detached' })

    await page.getByRole('link', { name: /^节点/ }).click()
    await page.getByRole('link', { name: '南岸1号' }).click()
    await sees(page, '还没连上过')
    await mark(page)
    stage.agent(file)
    await page.getByRole('row', { name: /A相电压.*2\d\d\.\d/ }).waitFor()
    await sees(page, '在线')
    expect(await isSameDocument(page)).toBe(true)

    const others = await reportTwo(page, server.url)
    await page.getByRole('link', { name: ADMINISTRATOR.name }).click()
    await page.getByRole('button', { name: '退出登录' }).click()
    await signIn(page, OFFICER)
    await page.getByRole('link', { name: '诉求', exact: true }).click()
    await sees(page, '共1件。')
    expect(await page.getByRole('row').filter({ hasText: '审批局' }).count()).toBe(0)
    await page.goto(`${server.url}/issues/${others.id}`)
    await sees(page, '没有这一项')
    expect(await page.getByText('执照卡在窗口').count()).toBe(0)
    await page.goto(`${server.url}/settings/people`)
    await sees(page, '这一项只有管理员能改。')

    expect(stage.complaints([401, 403, 404])).toEqual([])
  }, 90_000)
})
