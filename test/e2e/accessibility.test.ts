import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { overflows, settle, smallTargets, violations } from '../support/accessibility.ts'
import { isWithoutChromium } from '../support/chromium.ts'
import { signIn } from '../support/desk.ts'
import { ADMINISTRATOR } from '../support/district.ts'
import { PASSWORD, startFullDistrict, step } from '../support/full-district.ts'
import { PHONE, useStage } from '../support/stage.ts'

const stage = useStage()

const DESK_WIDTHS = [390, 768, 1280]
const PHONE_WIDTHS = [320]
const TARGET_PX = 44
const PAGES = ['/', '/worklist', '/issues', '/issues/new', '/sites', '/nodes', '/nowhere'] as const
const SETTINGS = ['me', 'people', 'agencies', 'services', 'sites', 'nodes'].map((part) => `/settings/${part}`)

async function checkDesk(page: Page, name: string): Promise<string[]> {
  return [...(await violations(page, name)), ...(await overflows(page, name, DESK_WIDTHS))]
}

async function checkPhone(page: Page, name: string): Promise<string[]> {
  const found = [...(await violations(page, name)), ...(await overflows(page, name, PHONE_WIDTHS))]
  return [...found, ...(await smallTargets(page, name, TARGET_PX))]
}

/** Goes to each address in turn and checks what is there. */
async function walk(page: Page, url: string, paths: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    await page.goto(`${url}${path}`)
    found.push(...(await checkDesk(page, path)))
  }
  return found
}

/** Opens a dialog, checks the page with it, and closes it. */
async function checkDialog(page: Page, name: string, open: () => Promise<unknown>): Promise<string[]> {
  await open()
  await page.getByRole('dialog').waitFor()
  const found = await checkDesk(page, name)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  return found
}

/** A faint button without a name, too small to hit, on something too wide. */
const SPOIL = `
  const faint = document.querySelector('p')
  faint.style.setProperty('color', '#ddd')
  const button = document.createElement('button')
  for (const [name, value] of [['width', '20px'], ['height', '20px'], ['min-height', '0'], ['padding', '0']])
    button.style.setProperty(name, value)
  const wide = document.createElement('div')
  wide.style.setProperty('width', '2000px')
  wide.append('.', button)
  document.querySelector('main').append(wide)`

describe.skipIf(isWithoutChromium())('every page can be used by everybody', () => {
  it('is a claim these checks can refute', async () => {
    const server = await stage.server()
    const page = await stage.open(`${server.url}/m/`, { viewport: PHONE, hasTouch: true })
    await settle(page)
    await page.evaluate(SPOIL)
    const found = (await checkPhone(page, 'spoilt')).join('\n')
    for (const word of ['color-contrast', 'button-name', '20×20', '2000 px wide']) expect(found).toContain(word)
  })

  it('the desk on its first morning, with nothing in it', async () => {
    const server = await stage.server()
    const page = await stage.open(server.url)
    const found = await checkDesk(page, 'claim')
    await page.getByLabel('设置代码').fill('AAAA-BBBB-CCCC')
    await page.getByRole('button', { name: '认领' }).click()
    await page.getByRole('alert').waitFor()
    found.push(...(await checkDesk(page, 'claim refused')))
    await page.getByLabel('设置代码').fill(await server.setupCode())
    await page.getByRole('button', { name: '认领' }).click()
    await page.getByLabel('区名', { exact: true }).fill('海河区')
    found.push(...(await checkDesk(page, 'first person')))
    await page.getByLabel('区名（英文）').fill('Haihe District')
    await page.getByLabel('姓名').fill(ADMINISTRATOR.name)
    await page.getByLabel('登录名').fill(ADMINISTRATOR.login)
    await page.getByLabel('口令').fill(ADMINISTRATOR.password)
    await page.getByRole('button', { name: '建好，进总览' }).click()
    await page.getByRole('navigation', { name: '主导航' }).waitFor()
    found.push(...(await walk(page, server.url, [...PAGES, ...SETTINGS])))
    const phone = await stage.open(`${server.url}/m/`, { viewport: PHONE, hasTouch: true })
    found.push(...(await checkPhone(phone, '/m/ without places')))
    expect(found).toEqual([])
    expect(stage.complaints([401, 403, 404])).toEqual([])
  }, 180_000)

  it('the desk with a full day', async () => {
    const { server, officer, siteId, issue } = await startFullDistrict(stage.server, stage.onEnd)
    const page = await stage.open(server.url)
    await settle(page)
    const found = await checkDesk(page, 'sign-in')
    await signIn(page, { login: 'sunzq', password: PASSWORD })
    const places = [`/sites/${siteId}`, `/sites/${siteId}/poster`, '/nodes/nanan-1', `/issues/${issue.id}`]
    found.push(...(await walk(page, server.url, [...PAGES, ...SETTINGS, ...places])))
    found.push(
      ...(await checkDialog(page, 'dialog: dispatch', () => page.getByRole('main').getByRole('button').last().click())),
      ...(await checkDialog(page, 'dialog: keys', () => page.keyboard.press('?'))),
    )
    await step(officer, issue.id, 'signature', { personInCharge: '赵建国' })
    await step(officer, issue.id, 'contact', { note: '已到现场', wasReached: true })
    const reply = { text: '已恢复供电。', resolved: 'yes', reasonCode: '合闸', explanation: '市场内部开关未合' }
    await step(officer, issue.id, 'reply', reply)
    await page.getByText('和答复对不上').first().waitFor()
    found.push(...(await checkDesk(page, 'issue with a contradiction')))
    expect(found).toEqual([])
    expect(stage.complaints([401, 404])).toEqual([])
  }, 180_000)

  it('the desk in its other states: faults, dialogs, numbers, English, and cut off', async () => {
    const { server, officer, siteId, issue } = await startFullDistrict(stage.server, stage.onEnd)
    const page = await stage.open(`${server.url}/issues/new`)
    await signIn(page, { login: 'sunzq', password: PASSWORD })
    await page.getByRole('button', { name: /另立一单/ }).click()
    const found = await checkDesk(page, 'new issue, with faults')
    await page.goto(`${server.url}/sites/${siteId}`)
    await page.getByRole('button', { name: '表', exact: true }).click()
    found.push(...(await checkDesk(page, 'site, as a table')))
    await page.goto(`${server.url}/settings/nodes`)
    await page.getByRole('button', { name: '加一个节点' }).click()
    found.push(...(await checkDesk(page, 'new node, with faults')))
    await page.getByLabel('节点号').fill('nanan-2')
    await page.getByLabel('叫什么').fill('南岸2号')
    const addNode = () => page.getByRole('button', { name: '加一个节点' }).click()
    found.push(...(await checkDialog(page, 'dialog: key, once', addNode)))

    await step(officer, issue.id, 'signature', { personInCharge: '赵建国' })
    await step(officer, issue.id, 'contact', { note: '已到现场', wasReached: true })
    const desk = await stage.open(`${server.url}/issues/${issue.id}`)
    await signIn(desk, { login: 'zhaojg', password: PASSWORD })
    const reply = desk.getByRole('button', { name: '答复', exact: true })
    const replyEmpty = async () => {
      await reply.click()
      await reply.last().click()
    }
    found.push(...(await checkDialog(desk, 'dialog: reply, with faults', replyEmpty)))

    await page.evaluate("localStorage.setItem('mc.language', 'en')")
    for (const path of [...PAGES, ...SETTINGS, `/sites/${siteId}`, '/nodes/nanan-1', `/issues/${issue.id}`]) {
      await page.goto(`${server.url}${path}`)
      await settle(page)
      found.push(...(await overflows(page, `${path} in English`, DESK_WIDTHS)))
    }
    await desk.goto(server.url)
    await desk.getByText('更新于').waitFor()
    expect(stage.complaints([401, 404])).toEqual([])
    await server.kill('SIGKILL')
    await desk.getByText('断线了。').waitFor()
    found.push(...(await checkDesk(desk, 'overview, cut off')))
    expect(found).toEqual([])
  }, 180_000)

  it('the phone, step by step', async () => {
    const { server, officer, siteId, issue, links } = await startFullDistrict(stage.server, stage.onEnd)
    const page = await stage.open(`${server.url}/m/`, { viewport: PHONE, hasTouch: true })
    const found = await checkPhone(page, 'places')
    await page.goto(`${server.url}/m/?s=${siteId}`)
    await page.getByRole('button', { name: '停电' }).tap()
    await page.getByRole('heading', { name: '是不是这件？' }).waitFor()
    found.push(...(await checkPhone(page, 'is it this one')))
    await page.getByRole('button', { name: '不是，另报' }).tap()
    await page.getByRole('button', { name: '报上去' }).tap()
    await page.getByText('说一句出了什么事').first().waitFor()
    found.push(...(await checkPhone(page, 'say, with a fault')))
    await page.getByLabel('一句话').fill('只有我家没电')
    await page.getByRole('button', { name: '报上去' }).tap()
    await page.getByRole('heading', { name: '记下了，这是您的编号' }).waitFor()
    found.push(...(await checkPhone(page, 'receipt')))

    const tracking = await stage.open(links[0] ?? '', { viewport: PHONE, hasTouch: true })
    await tracking.getByText(/^编号/).waitFor()
    found.push(...(await checkPhone(tracking, 'tracking, dispatched')))
    await step(officer, issue.id, 'signature', { personInCharge: '赵建国' })
    await step(officer, issue.id, 'contact', { note: '已到现场', wasReached: true })
    const reply = { text: '已恢复供电。', resolved: 'yes', reasonCode: '合闸', explanation: '市场内部开关未合' }
    await step(officer, issue.id, 'reply', reply)
    await tracking.getByRole('button', { name: '没好' }).waitFor()
    await tracking.locator('details', { has: tracking.locator('blockquote') }).locator('summary').tap()
    found.push(...(await checkPhone(tracking, 'tracking, asked')))
    await tracking.getByRole('button', { name: '没好' }).tap()
    await tracking.getByRole('button', { name: '说没好' }).tap()
    found.push(...(await checkPhone(tracking, 'tracking, saying no')))
    await tracking.getByLabel('想说的话，写了就一定有人看').fill('还没来电')
    await tracking.getByRole('button', { name: '说没好' }).tap()
    await tracking.getByText('您说没好').first().waitFor()
    found.push(...(await checkPhone(tracking, 'tracking, said no')))

    const lost = await stage.open(`${server.url}/m/#k=AAAAAAAAAAAAAAAAAAAAAA`, { viewport: PHONE, hasTouch: true })
    await lost.getByRole('heading', { name: '这条链接打不开了' }).waitFor()
    found.push(...(await checkPhone(lost, 'a link nobody knows')))
    for (const address of [`/m/?lang=en&s=${siteId}`, (links[0] ?? '').replace('/m/', '/m/?lang=en')]) {
      const english = await stage.open(new URL(address, server.url).href, { viewport: PHONE, hasTouch: true })
      await settle(english)
      const taps = await smallTargets(english, `${address} in English`, TARGET_PX)
      found.push(...taps, ...(await overflows(english, `${address} in English`, PHONE_WIDTHS)))
    }
    expect(found).toEqual([])
    expect(stage.complaints([404])).toEqual([])
  }, 180_000)
})
