import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import type { SearchHits, SimilarIssues } from '../../server/wire/search.ts'
import { colleague, type Visitor } from '../support/api.ts'
import { type Market, merchantOf, openMarket, report, step } from '../support/market.ts'

let market: Market
beforeEach(async () => {
  market = await openMarket()
})
afterEach(() => market.close())

const takeDown = (text: string, more: Record<string, unknown> = {}): Promise<IssueDetail> =>
  market.wang.ok<IssueDetail>('POST', '/issues', {
    channel: 'telephone',
    serviceId: 'other',
    siteId: null,
    place: '路边',
    text,
    ...more,
  })
const search = (q: string, who: Visitor = market.wang, more = ''): Promise<SearchHits> =>
  who.ok<SearchHits>('GET', `/search?q=${encodeURIComponent(q)}${more}`)
const numbers = async (q: string, who: Visitor = market.wang): Promise<number[]> =>
  (await search(q, who)).issues.map(({ number }) => Number(number.slice(-4))).sort((a, b) => a - b)

describe('words', () => {
  const TEXTS = [
    '三号窗口停电',
    '３号窗口排队太长',
    'POS机坏了',
    '𠮷野家停电 POS-2000',
    '电停了',
    '停车场没电',
    '消防 验收 延期',
  ]

  it('find the issues that hold them, by pairs of characters', async () => {
    for (const text of TEXTS) await takeDown(text)
    const found: Record<string, number[]> = {
      停电: [1, 4],
      '停电%': [1, 4],
      电: [1, 4, 5, 6],
      三号窗口: [1],
      '3号窗口': [2],
      '３号窗口': [2],
      pos: [3, 4],
      POS机: [3],
      𠮷野家: [4],
      没电: [6],
      窗口断电: [],
      消防验收: [],
      '消防 验收': [7],
      号窗口三号: [],
      '" OR t:*': [],
      NOT: [],
      '': [],
    }
    const answers: Record<string, number[]> = {}
    for (const q of Object.keys(found)) answers[q] = await numbers(q)
    expect(answers).toEqual(found)
  })

  it('are marked where they stand, in the title or in a piece of the text', async () => {
    await takeDown(
      '三号窗口停电。从早上八点开始，整层都没有灯，隔壁几家也一样，收银机也开不了，冷柜里的海鲜快要化了，请尽快来人看看',
    )
    const marked = ({ text, marks }: { text: string; marks: [number, number][] }) =>
      marks.map(([from, to]) => text.slice(from, to))
    const [byTitle] = (await search('窗口 停电')).issues
    expect(marked(byTitle!.title)).toEqual(['窗口停电'])
    expect(byTitle!.snippet).toBeNull()
    const [byText] = (await search('海鲜')).issues
    expect(marked(byText!.title)).toEqual([])
    expect(marked(byText!.snippet!)).toEqual(['海鲜'])
    expect(byText!.snippet!.text).toMatch(/^….*冷柜里的海鲜/)
  })

  it('also name the site, the service, the stall, the reply and the number', async () => {
    const issue = await takeDown('收银机开不了', {
      siteId: market.site.id,
      serviceId: 'network',
      place: '张记面馆3-12',
    })
    await step(market.wang, issue.id, 'dispatch', { agencyId: market.powerCompany, reason: '他们的线' })
    await step(market.zhao, issue.id, 'signature', { personInCharge: '赵建国' })
    await step(market.zhao, issue.id, 'contact', { note: '电话', wasReached: true })
    const reply = { text: '光猫换好了', resolved: 'yes', reasonCode: 'fixed' }
    await step(market.zhao, issue.id, 'reply', reply)
    for (const q of [
      '南岸',
      '南岸 收银',
      "Nan'an Market".slice(0, 3),
      '断网',
      '张记',
      '3-12',
      '光猫',
      '1',
      '0001',
      issue.number,
      '20261010-1',
    ])
      expect([q, await numbers(q)]).toEqual([q, [1]])
    expect(await numbers('南岸 光缆')).toEqual([])
  })

  it('never find by a telephone or identity number', async () => {
    await takeDown('请打13812345678，身份证12010119900307123X')
    for (const q of ['13812345678', '5678', '138', '1381', '123X', '19900307'])
      expect([q, await numbers(q)]).toEqual([q, []])
    expect(await numbers('身份证')).toEqual([1])
  })

  it('find a place that joined later', async () => {
    const { issueNumber } = await report(market)
    const covering = (await search(issueNumber)).issues[0]!.id
    await report(market, { place: '李记海鲜', joinIssueId: covering })
    expect(await numbers('李记海鲜')).toEqual([1])
    expect(await numbers('3-12')).toEqual([1])
  })

  it('find sites in use by any of their names', async () => {
    const { sites } = await search('盐坨')
    expect(sites).toEqual([
      { id: market.neighbour.id, nameZh: '盐坨里市场', nameEn: 'Yantuoli Market', address: '南岸路18号' },
    ])
    expect((await search('yantuo')).sites).toEqual(sites)
    expect((await search('盐坨', market.wang, '&kind=issues')).sites).toEqual([])
  })

  it('find no more than was asked for, the newest first, and say that there is more', async () => {
    for (let n = 1; n <= 4; n++) await takeDown(`排队排了${n}个钟头`)
    const hits = await search('排队', market.wang, '&limit=3')
    expect(hits.issues.map(({ number }) => number.slice(-4))).toEqual(['0004', '0003', '0002'])
    expect(hits.more).toEqual(['issues'])
    expect((await search('排队', market.wang, '&limit=4')).more).toEqual([])
  })
})

describe('what somebody may not see', () => {
  it('is not found by an officer of another agency, nor counted', async () => {
    await report(market)
    const qian = await colleague(market.server, market.sun, 'officer', market.waterBureau)
    const nothing = { issues: [], knowledge: [], sites: [], more: [] }
    expect(await numbers('冰柜', market.zhao)).toEqual([1])
    for (const q of ['冰柜', 'MC-20261010-0001', '3-12']) {
      const { sites: _, ...hits } = await search(q, qian, '&limit=1')
      expect(hits).toEqual({ issues: [], knowledge: [], more: [] })
    }
    expect(await search('冰柜', qian)).toEqual(nothing)
    expect(await qian.ok<IssueList>('GET', '/issues?state=all&q=冰柜')).toEqual({ rows: [], next: null })
    expect(await qian.ok<SimilarIssues>('GET', `/issues/similar?site=${market.site.id}&q=冰柜化了一半`)).toEqual([])
  })

  it('is found by an officer once it is theirs, and no more by one it was taken from', async () => {
    const issue = await takeDown('水管爆了', { siteId: market.site.id })
    expect(await numbers('水管', market.zhao)).toEqual([])
    await step(market.wang, issue.id, 'dispatch', { agencyId: market.powerCompany, reason: '试试' })
    expect(await numbers('水管', market.zhao)).toEqual([1])
    await step(market.wang, issue.id, 'dispatch', { agencyId: market.waterBureau, reason: '派错了' })
    expect(await numbers('水管', market.zhao)).toEqual([])
  })

  it('is not found by who only reads when it is secret', async () => {
    const issue = await takeDown('举报收费')
    const reader = await colleague(market.server, market.sun, 'viewer')
    expect(await numbers('收费', reader)).toEqual([1])
    await step(market.wang, issue.id, 'secrecy', { isSecret: true, reason: '要求保密' })
    expect(await numbers('收费', reader)).toEqual([])
    expect(await numbers(issue.number, reader)).toEqual([])
    expect(await numbers('收费')).toEqual([1])
  })
})

describe('similar issues', () => {
  it('say why: the same site, the same line, the same words', async () => {
    const { issueNumber } = await report(market)
    const here = (await search(issueNumber)).issues[0]!.id
    const words = await takeDown('三号窗口的叫号屏不亮，排队的人看不见号')
    const of = async (query: string) =>
      (await market.wang.ok<SimilarIssues>('GET', `/issues/similar?${query}`)).map(({ row, why }) => [row.id, why])
    expect(await of(`site=${market.site.id}&service=power-outage`)).toEqual([[here, ['same_site']]])
    expect(await of(`site=${market.site.id}&service=network`)).toEqual([])
    expect(await of(`site=${market.neighbour.id}`)).toEqual([[here, ['same_supply']]])
    expect(await of(`q=${encodeURIComponent('叫号屏又不亮了，三号窗口')}`)).toEqual([[words.id, ['same_words']]])
    expect(await of(`q=${encodeURIComponent('叫号屏又不亮了，三号窗口')}&not=${words.id}`)).toEqual([])
  })

  it('are also those that were over in the last 14 days', async () => {
    const issue = await takeDown('早市摊位费收据开不出来')
    await step(market.wang, issue.id, 'withdrawal', {
      reason: '说不用了',
      askedChannel: 'telephone',
      askedAt: issue.receivedAt,
    })
    const closedAt = market.server.clock.at
    const of = () => market.wang.ok<SimilarIssues>('GET', `/issues/similar?q=${encodeURIComponent('摊位费收据')}`)
    expect((await of()).map(({ row, closedAt }) => [row.id, closedAt])).toEqual([[issue.id, closedAt]])
    market.server.clock.at += 14 * 86_400_000 + 1
    expect(await of()).toEqual([])
  })
})

it('texts that are gone are found no more', async () => {
  const merchant = merchantOf(market)
  expect(merchant.cookie).toBe('')
  const issue = await takeDown('摊位漏雨')
  expect(await numbers('漏雨')).toEqual([1])
  await market.server.writer.write([
    { sql: `UPDATE issues SET title = '', text = '', places = '' WHERE id = ?`, args: [issue.id] },
    { sql: 'DELETE FROM issue_terms WHERE rowid = 1', args: [] },
  ])
  expect(await market.server.deps.store.search.indexMissing(market.server.clock.at)).toMatchObject({ indexed: 1 })
  expect(await numbers('漏雨')).toEqual([])
  expect(await numbers('MC-20261010-0001')).toEqual([1])
})
