import { fireEvent, screen } from '@solidjs/testing-library'
import { describe, expect, test } from 'vitest'
import type { MerchantSpot } from '../../server/wire/spots.ts'
import { loadMineWords, loadSpotWords } from '../../web/m/language.ts'
import { Mine } from '../../web/m/Mine.tsx'
import { Spot } from '../../web/m/Spot.tsx'
import { createNetwork, openPage, problem } from './m-page.tsx'
import { at, NANAN, receipt } from './m-site.ts'

const spot: MerchantSpot = {
  at: at('09:58'),
  id: 'w3',
  nameZh: '食品经营许可',
  nameEn: 'Food licence',
  kind: 'item',
  site: NANAN,
  papers: ['营业执照', '健康证'],
  expectedAt: at('11:00', '2026-10-15'),
}
const tap = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }))
const open = async (replies: Parameters<typeof createNetwork>[0]) => {
  history.replaceState(null, '', `/m/?w=w3&t=${at('08:00')}`)
  const network = createNetwork({ 'spots/w3': () => spot, 'spots/w3/reports': () => receipt(), ...replies })
  return { network, words: await openPage(Spot, network, loadSpotWords) }
}

describe('a code at a window', () => {
  test('takes two taps and no name', async () => {
    const { network } = await open({})
    await tap('态度不好')
    await tap('报上去')
    expect(await screen.findByText('HH-20261010-0046-23')).toBeTruthy()
    expect(network.asked[1]).toMatchObject({
      path: 'spots/w3/reports',
      key: expect.stringMatching(/^[0-9a-f]{32}$/),
      body: { obstacle: 'attitude', paper: '', text: '', telephone: null, printedAt: at('08:00') },
    })
  })
  test('names the papers the item takes, and says when the one asked for is among them', async () => {
    const { network, words } = await open({})
    await tap('多要材料')
    expect((await screen.findAllByRole('listitem')).map((one) => one.textContent)).toEqual(['营业执照', '健康证'])
    fireEvent.input(screen.getByLabelText(words.paper), { target: { value: '健康证' } })
    expect(screen.getByText(words.isListed)).toBeTruthy()
    fireEvent.input(screen.getByLabelText(words.paper), { target: { value: '房东身份证' } })
    expect(screen.queryByText(words.isListed)).toBeNull()
    await tap('报上去')
    await screen.findByText('HH-20261010-0046-23')
    expect(network.asked[1]?.body).toMatchObject({ obstacle: 'extra_papers', paper: '房东身份证' })
  })
  test('without a pick says so, and a lost try is repeated with its key', async () => {
    const { network, words } = await open({ 'spots/w3/reports': () => 'lost' })
    await tap('报上去')
    expect((await screen.findByRole('alert')).textContent).toBe(words.pick)
    await tap('不给受理')
    await tap('报上去')
    expect(await screen.findByText(words.unreachable)).toBeTruthy()
    network.replies['spots/w3/reports'] = () => receipt()
    await tap('报上去')
    await screen.findByText('HH-20261010-0046-23')
    expect(network.asked[2]?.key).toBe(network.asked[1]?.key)
  })
  test('that was taken down says what to do instead', async () => {
    const { words } = await open({ 'spots/w3': () => problem(404, 'not-found') })
    expect(await screen.findByText(words.goneWhy)).toBeTruthy()
  })
})

test('a link to all own reports lists them with their state, and one that ended says so', async () => {
  const network = createNetwork({
    mine: () => ({
      at: at('09:58'),
      endsAt: at('11:58'),
      reports: [
        {
          ...{ id: 'r1', number: 'MC-1-01', title: '南岸农贸市场贷款难', state: 'handling', site: NANAN },
          ...{ service: { id: 'loan', nameZh: '贷款难', nameEn: 'Financing' }, createdAt: at('09:00') },
          ...{ turn: { who: 'agency', missing: 'reply', byAt: null }, expectedAt: null },
        },
      ],
    }),
  })
  const words = await openPage(Mine, network, loadMineWords, 'two-hours')
  expect(await screen.findByText('这个电话一年里报过1件')).toBeTruthy()
  expect(screen.getByText('这条链接11:58前有效，别发给别人')).toBeTruthy()
  expect(screen.getByRole('button', { name: /南岸农贸市场贷款难/ }).textContent).toContain('09:00 · 在办 · MC-1-01')
  network.replies['mine/open'] = () => problem(404, 'link-unknown')
  await tap(/南岸农贸市场贷款难/)
  expect(await screen.findByText(words.badLinkWhy)).toBeTruthy()
})
