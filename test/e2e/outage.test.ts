import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { boxWith } from '../support/agent-box.ts'
import { isWithoutChromium } from '../support/chromium.ts'
import { isSameDocument, mark, sees, signIn } from '../support/desk.ts'
import { OFFICER, setUpDistrict } from '../support/district.ts'
import { PHONE, useStage } from '../support/stage.ts'

const stage = useStage()

/** Presses the action on the issue's page, fills its dialog and sends it. */
async function act(page: Page, action: string, fields: Record<string, string>): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: action, exact: true }).click()
  const dialog = page.getByRole('dialog', { name: action })
  for (const [label, text] of Object.entries(fields)) await dialog.getByLabel(label).fill(text)
  await dialog.getByRole('button', { name: action, exact: true }).click()
}

/** One of the four facts on the issue's page. */
const fact = (page: Page, name: string, says: string | RegExp) =>
  page.locator('section.fact').filter({ hasText: name }).filter({ hasText: says }).waitFor({ timeout: 30_000 })

async function openIssueFromOverview(page: Page): Promise<void> {
  await sees(page, '南岸农贸市场停电', 30_000)
  await page.locator('a[data-row][href^="/issues/"]').first().click()
  await page.getByRole('heading', { name: /南岸农贸市场.*停电/ }).waitFor()
}

/** Three taps and a sentence; ends on the page that follows the report. */
async function joinByPhone(phone: Page): Promise<void> {
  await phone.getByRole('heading', { name: '报一件事' }).waitFor()
  await sees(phone, '南岸农贸市场')
  await phone.getByRole('button', { name: '停电' }).tap()
  await phone.getByRole('heading', { name: '是不是这件？' }).waitFor()
  await sees(phone, /起停电，/)
  await sees(phone, '电表看见的')
  await phone.getByRole('button', { name: '是，算我一户' }).tap()
  await phone.getByLabel('一句话').fill('冰柜化了一半')
  await phone.getByLabel('摊位或店名').fill('3-12')
  await phone.getByRole('button', { name: '算我一户，报上去' }).tap()
  await phone.getByRole('heading', { name: '记下了，这是您的编号' }).waitFor()
  expect(await phone.locator('p.number').textContent()).toMatch(/^\S{8,}$/)
  await phone.getByRole('img', { name: '私密链接的二维码' }).waitFor()
  const link = await phone.locator('a.link').textContent()
  await phone.getByRole('link', { name: '看进度' }).tap()
  await sees(phone, /^编号/)
  expect(phone.url()).toBe(link)
}

const headline = (phone: Page, text: string) => phone.getByRole('heading', { name: text }).waitFor()

describe.skipIf(isWithoutChromium())('an outage, as the desk and a merchant live through it', () => {
  it('opens, is joined, signed, handled, ended, replied and confirmed before everybody’s eyes', async () => {
    const server = await stage.server()
    const district = await setUpDistrict(server)
    const desk = await stage.open(server.url)
    await signIn(desk, OFFICER)
    await desk.getByRole('heading', { name: '谁没电？' }).waitFor()
    await mark(desk)
    const scenario = [{ kind: 'outage', atMs: 4_000, durationMs: 14_000 }]
    stage.agent(boxWith(await district.addNode('nanan-1'), scenario))
    await sees(desk, '1处都有电，今天没断过。')
    await openIssueFromOverview(desk)

    const phone = await stage.open(`${server.url}/m/?s=${district.siteId}`, { viewport: PHONE, hasTouch: true })
    await joinByPhone(phone)
    await headline(phone, '轮到供电公司签收，已经派到')
    await mark(phone)
    await desk.getByRole('listitem').filter({ hasText: '3-12' }).filter({ hasText: '冰柜化了一半' }).waitFor()

    await act(desk, '签收', { 谁负责: '赵建国' })
    await sees(desk, '签收了')
    await headline(phone, '轮到供电公司动手，已经签收')
    await act(desk, '记下联系', { '联系了谁，怎么说的': '电话联系市场管理方，抢修车已出发' })
    await headline(phone, '轮到供电公司，正在办')

    await fact(desk, '传感器佐证', /\d\d:\d\d来电/)
    // The return is a step of its own; a reply decided before it is shown would be compared with it first.
    await sees(desk, '电压恢复')
    await act(desk, '答复', { 答复商户的话: '进线电缆接头故障，已更换，恢复供电。', 原因: '电缆接头故障' })
    await fact(desk, '答复', '进线电缆接头故障，已更换，恢复供电。')
    await fact(desk, '传感器佐证', '和答复对得上')

    await headline(phone, '轮到您看一眼：摊位来电了吗？')
    await sees(phone, '进线电缆接头故障，已更换，恢复供电。')
    await phone.getByRole('button', { name: '好了' }).tap()
    await headline(phone, '您说好了，谢谢您回话')

    await fact(desk, '商户确认', '1户说好了')
    await desk.getByRole('img', { name: '有答复，单位认办结，商户确认，有佐证' }).waitFor()
    await sees(desk, /停电\d+秒，\d\d:\d\d来电/)
    expect([await isSameDocument(desk), await isSameDocument(phone)]).toEqual([true, true])
    expect(stage.complaints([401])).toEqual([])
  }, 120_000)

  it('holds a reply “solved” against the meter that still reads 0 V', async () => {
    const server = await stage.server()
    const district = await setUpDistrict(server)
    stage.agent(boxWith(await district.addNode('nanan-1'), [{ kind: 'outage', atMs: 2_500 }]))
    const desk = await stage.open(server.url)
    await signIn(desk, OFFICER)
    await openIssueFromOverview(desk)
    const phone = await stage.open(`${server.url}/m/?s=${district.siteId}`, { viewport: PHONE, hasTouch: true })
    await joinByPhone(phone)
    await act(desk, '签收', { 谁负责: '赵建国' })
    await act(desk, '记下联系', { '联系了谁，怎么说的': '已到现场' })

    await act(desk, '答复', { 答复商户的话: '已恢复供电。', 原因: '合闸' })
    const dialog = desk.getByRole('dialog', { name: '答复' })
    await dialog.locator('.field.bad').filter({ hasText: '和电表对不上，要说明为什么' }).getByText('要填').waitFor()
    await dialog.getByLabel('和电表对不上，要说明为什么').fill('主进线已送电，市场内部开关未合')
    await dialog.getByRole('button', { name: '答复', exact: true }).click()

    await fact(desk, '传感器佐证', '和答复对不上')
    await sees(desk, '电表还没电')
    await desk.getByRole('img', { name: /佐证对不上/ }).waitFor()
    await sees(phone, /说好了，电表到现在还没电/)
    expect(stage.complaints([401])).toEqual([])
  }, 90_000)
})
