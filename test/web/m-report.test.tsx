import { fireEvent, screen } from '@solidjs/testing-library'
import { beforeEach, describe, expect, test } from 'vitest'
import { loadReportWords } from '../../web/m/language.ts'
import { Report } from '../../web/m/Report.tsx'
import { words as saying } from '../../web/m/words-saying-zh.ts'
import { createNetwork, openPage, problem } from './m-page.tsx'
import { at, marketSite, merchantService, NANAN, outageCover, receipt } from './m-site.ts'

const SITES = {
  district: { nameZh: '海河区', nameEn: 'Haihe' },
  sites: ['南岸农贸市场', '柳营市场', '河沿夜市街', '金街商场', '北辰产业园', '老码头街'].map((nameZh, i) => ({
    id: i === 0 ? 'nanan' : `s${i}`,
    nameZh,
    nameEn: `Site ${i}`,
    kind: 'market',
    address: `${nameZh}路`,
  })),
}
const market = () => createNetwork({ sites: () => SITES, 'sites/nanan': () => marketSite(), reports: () => receipt() })

const open = (network: ReturnType<typeof market>, link = '?s=nanan') => {
  history.replaceState(null, '', `/m/${link}`)
  return openPage(Report, network, loadReportWords)
}
const tap = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }))
const say = async (label: string, text: string) =>
  fireEvent.input(await screen.findByLabelText(label), { target: { value: text } })
const typedIn = (label: string) => (screen.getByLabelText(label) as HTMLInputElement).value

describe('reporting', () => {
  beforeEach(() => localStorage.clear())

  test('three taps count one in: what, is it this, send', async () => {
    const network = market()
    await open(network)
    await tap('停电')
    expect((await screen.findByRole('heading', { level: 3 })).textContent).toBe('09:14起停电，已44分钟')
    await tap('是，算我一户')
    await tap('算我一户，报上去')
    expect(await screen.findByText('HH-20261010-0046-23')).toBeTruthy()
    expect(network.asked.map(({ path }) => path)).toEqual(['sites/nanan', 'reports'])
    expect(network.asked[1]?.body).toEqual({
      siteId: 'nanan',
      serviceId: 'power',
      joinIssueId: 'i-46',
      place: '',
      text: '',
      name: null,
      telephone: null,
      answers: [],
      isSecret: false,
      hidesContact: false,
    })
  })
  test('the receipt gives number, link, code, time and next step', async () => {
    await open(market())
    await tap('停电')
    await tap('是，算我一户')
    await tap('算我一户，报上去')
    const link = await screen.findByText(/#k=secret-of-the-link$/)
    expect(link.getAttribute('href')).toBe(`${location.origin}/m/#k=secret-of-the-link`)
    expect(screen.getByRole('img', { name: '私密链接的二维码' }).querySelector('path')?.getAttribute('d')).toBe(
      'M0 0h1v1h-1z',
    )
    expect(screen.getByText('最晚11:14前有答复')).toBeTruthy()
    expect(screen.getByText(/^您不用再做什么/)).toBeTruthy()
    expect(document.activeElement?.textContent).toBe('记下了，这是您的编号')
  })
  test('saying no makes a new report, which needs a sentence', async () => {
    const network = market()
    await open(network)
    await tap('停电')
    await tap('不是，另报')
    await tap('报上去')
    expect(screen.getByText(saying.textMissing)).toBeTruthy()
    expect(document.activeElement).toBe(screen.getByLabelText('一句话'))
    await say('一句话', '只有我这摊没电')
    await tap('报上去')
    await screen.findByText('HH-20261010-0046-23')
    expect(network.asked[1]?.body).toMatchObject({ joinIssueId: null, text: '只有我这摊没电' })
  })
  test('a service nobody has reported goes straight to the sentence', async () => {
    await open(market())
    await tap('贷款难')
    expect(await screen.findByLabelText('一句话')).toBeTruthy()
    expect(screen.queryByRole('heading', { level: 3 })).toBeNull()
  })
  test('several open issues are all shown, each with its own yes', async () => {
    const network = market()
    const second = outageCover({ issueId: 'i-47', title: '柳营市场停电', agency: null, state: 'received' })
    network.replies['sites/nanan'] = () => marketSite({ covers: [outageCover(), second] })
    await open(network)
    await tap('停电')
    expect(screen.getByText('是不是这2件里的一件？')).toBeTruthy()
    fireEvent.click(screen.getAllByRole('button', { name: '是，算我一户' })[1] as HTMLElement)
    await tap('算我一户，报上去')
    await screen.findByText('HH-20261010-0046-23')
    expect(network.asked[1]?.body).toMatchObject({ joinIssueId: 'i-47' })
  })
  test('who reads a telephone number stands beside its field', async () => {
    await open(market())
    await tap('贷款难')
    const field = await screen.findByLabelText('电话')
    expect(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toBe(saying.whoSees)
  })
})

describe('the site', () => {
  test('is found by typing when the link does not name it, and stays in the address', async () => {
    await open(market(), '')
    fireEvent.input(await screen.findByRole('searchbox'), { target: { value: '南岸' } })
    expect(screen.getAllByRole('listitem').map((one) => one.querySelector('b')?.textContent)).toEqual(['南岸农贸市场'])
    await tap(/^南岸农贸市场/)
    expect(await screen.findByText('出了什么事')).toBeTruthy()
    expect(location.search).toBe('?s=nanan')
  })
  test('of a code that is no longer known is said, and the list follows', async () => {
    const words = await open(market(), '?s=gone')
    expect(await screen.findByText(words.notReadYet)).toBeTruthy()
    const network = market()
    network.replies['sites/gone'] = () => problem(404, 'not-found')
    await open(network, '?s=gone')
    expect(await screen.findByText(words.siteUnknown)).toBeTruthy()
    expect(await screen.findByRole('button', { name: /^南岸农贸市场/ })).toBeTruthy()
  })
  test('can be changed, and what was typed stays', async () => {
    await open(market())
    await tap('贷款难')
    await say('一句话', '银行说不够条件')
    await tap('不是这儿')
    await tap(/^南岸农贸市场/)
    await tap('贷款难')
    expect(typedIn('一句话')).toBe('银行说不够条件')
  })
})

describe('when sending fails', () => {
  const filled = async (network: ReturnType<typeof market>) => {
    const words = await open(network)
    await tap('贷款难')
    await say('一句话', '银行说不够条件')
    await say('摊位或店名', '3-15')
    await say('电话', '13812345678')
    await tap('报上去')
    return words
  }
  const allTyped = () => ['一句话', '摊位或店名', '电话'].map(typedIn)
  const TYPED = ['银行说不够条件', '3-15', '13812345678']

  test('without a network everything stays, and sending again carries the same key', async () => {
    const network = market()
    network.replies.reports = () => 'lost'
    const words = await filled(network)
    expect(await screen.findByText(words.unreachable)).toBeTruthy()
    expect(allTyped()).toEqual(TYPED)
    network.replies.reports = () => receipt({ isJoined: false })
    await tap('再发一次')
    await screen.findByText('HH-20261010-0046-23')
    const [first, second] = network.asked.slice(1)
    expect(first?.key).toMatch(/^[0-9a-f]{32}$/)
    expect(second).toEqual(first)
  })
  test('a server that cannot save gives the number to read out', async () => {
    const network = market()
    network.replies.reports = () => problem(503, 'busy')
    const words = await filled(network)
    expect(await screen.findByText(words.serverBroken)).toBeTruthy()
    expect(screen.getByText(/req-7F3K/)).toBeTruthy()
    expect(allTyped()).toEqual(TYPED)
  })
  test('too many at once says how long to wait', async () => {
    const network = market()
    network.replies.reports = () => problem(429, 'too-many', {}, { 'retry-after': '37' })
    await filled(network)
    expect(await screen.findByText('报得太密了，37秒后再点。')).toBeTruthy()
    expect(allTyped()).toEqual(TYPED)
  })
  test('a refused field is marked, and marked no more once it is changed', async () => {
    const network = market()
    const errors = [{ pointer: '/telephone', code: 'too_long', detail: '' }]
    network.replies.reports = () => problem(422, 'invalid', { errors })
    await filled(network)
    expect(await screen.findByText(saying.fieldRefused)).toBeTruthy()
    expect(screen.getByLabelText('电话').getAttribute('aria-invalid')).toBe('true')
    await say('电话', '138')
    expect(screen.queryByText(saying.fieldRefused)).toBeNull()
    expect(allTyped()).toEqual(['银行说不够条件', '3-15', '138'])
  })
  test('an issue that closed meanwhile is told, the list is read anew, the words stay', async () => {
    const network = market()
    network.replies.reports = () =>
      problem(422, 'unknown-reference', { errors: [{ pointer: '/joinIssueId', code: 'unknown', detail: '' }] })
    const words = await open(network)
    await tap('停电')
    await tap('是，算我一户')
    await say('一句话', '冰柜化了一半')
    network.replies['sites/nanan'] = () =>
      marketSite({ at: at('10:01'), site: NANAN, covers: [outageCover({ issueId: 'i-50' })] })
    await tap('算我一户，报上去')
    expect(await screen.findByText(words.notOpen)).toBeTruthy()
    await tap('不是，另报')
    expect(typedIn('一句话')).toBe('冰柜化了一半')
  })
  test('nothing that was typed is kept in the browser', async () => {
    const network = market()
    network.replies.reports = () => 'lost'
    const words = await filled(network)
    await screen.findByText(words.unreachable)
    expect([localStorage.length, sessionStorage.length, document.cookie]).toEqual([0, 0, ''])
  })
})

test('the page changes its language and keeps what was typed', async () => {
  await open(market())
  await tap('贷款难')
  await say('一句话', '银行说不够条件')
  await tap('English')
  expect(await screen.findByRole('heading', { name: 'Report something' })).toBeTruthy()
  expect([document.documentElement.lang, document.title]).toEqual(['en', 'Report something · Mingchuang'])
  await screen.findByLabelText('One sentence')
  expect(typedIn('One sentence')).toBe('银行说不够条件')
})

describe('before the form', () => {
  const withService = (over: object, more: object = {}) => {
    const network = market()
    const service = merchantService('loan', '贷款难', over)
    network.replies['sites/nanan'] = () => marketSite({ covers: [], services: [service], ...more })
    return network
  }

  test('a service that belongs elsewhere says where, and asks for nothing', async () => {
    const stopNotice = { textZh: '要先走劳动仲裁', textEn: 'x', whereZh: '区仲裁院，长江道2号', whereEn: 'y' }
    await open(withService({ stopNotice }))
    await tap('贷款难')
    expect(await screen.findByText('要先走劳动仲裁')).toBeTruthy()
    expect(screen.getByText('该找：区仲裁院，长江道2号')).toBeTruthy()
    expect(screen.queryByLabelText('一句话')).toBeNull()
  })
  test('danger, an announced outage, a closed desk and the promise are told first', async () => {
    const outages = [{ id: 'o', fromAt: at('13:00'), untilAt: at('15:00'), reason: '换变压器' }]
    const desk = { isOpen: false, isDayOff: true, opensAt: at('09:00', '2026-10-12') }
    const service = { riskZh: '离断线远一点', isSupplyOutage: true, promiseZh: '派人上门看' }
    await open(withService(service, { outages, desk }))
    await tap('贷款难')
    expect((await screen.findByRole('alert')).textContent).toBe('先顾安全 离断线远一点')
    expect(screen.getByText('13:00到15:00这里计划停电，换变压器')).toBeTruthy()
    expect(screen.getByText('今天放假，10月12日09:00有人看；急事打12345')).toBeTruthy()
    expect(screen.getByText('报上去，10月17日09:58前有答复')).toBeTruthy()
    expect(screen.getByText('派人上门看')).toBeTruthy()
  })
  test('the service’s own questions are asked, and one that is needed is not passed over', async () => {
    const option = (id: string, labelZh: string) => ({ id, labelZh, labelEn: id })
    const network = withService({
      questions: [
        {
          id: 'bank',
          kind: 'one',
          labelZh: '哪家银行',
          labelEn: 'Bank',
          isRequired: true,
          options: [option('a', '甲银行'), option('b', '乙银行')],
        },
        { id: 'sum', kind: 'number', labelZh: '差多少万', labelEn: 'Sum', isRequired: false, options: [] },
      ],
    })
    await open(network)
    await tap('贷款难')
    await say('一句话', '批不下来')
    await tap('报上去')
    expect(await screen.findByText(saying.needed)).toBeTruthy()
    expect(network.asked.map(({ path }) => path)).toEqual(['sites/nanan'])
    await tap('乙银行')
    await say('差多少万（可不答）', '30')
    fireEvent.click(screen.getByLabelText(saying.secret))
    await tap('报上去')
    await screen.findByText('HH-20261010-0046-23')
    expect(network.asked[1]?.body).toMatchObject({
      answers: [
        { id: 'bank', value: ['b'] },
        { id: 'sum', value: ['30'] },
      ],
      isSecret: true,
    })
  })
  test('kinds narrow the services, and a group opens to its own', async () => {
    const network = market()
    network.replies['sites/nanan'] = () =>
      marketSite({
        covers: [],
        services: [
          merchantService('life', '水电气'),
          merchantService('water', '停水', { parentId: 'life' }),
          merchantService('rude', '窗口态度', { kind: 'complaint' }),
        ],
      })
    await open(network)
    await tap('投诉')
    expect(screen.queryByRole('button', { name: '水电气 ›' })).toBeNull()
    expect(screen.getByRole('button', { name: '窗口态度' })).toBeTruthy()
    await tap('投诉')
    await tap('水电气 ›')
    await tap('停水')
    expect(await screen.findByLabelText('一句话')).toBeTruthy()
  })
})
