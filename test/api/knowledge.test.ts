import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { EntryDetail, EntryList } from '../../server/wire/knowledge.ts'
import type { Note } from '../../server/wire/notes.ts'
import type { SearchHits } from '../../server/wire/search.ts'
import type { Template, TemplateList } from '../../server/wire/templates.ts'
import { colleague, type Visitor } from '../support/api.ts'
import { type Market, openMarket, step } from '../support/market.ts'

const DAY = 86_400_000

let market: Market
beforeEach(async () => {
  market = await openMarket()
})
afterEach(() => market.close())

const words = (more: Record<string, unknown> = {}) => ({
  title: '摊位停电怎么报',
  plainWords: '先看自家空气开关，没跳就打供电公司95598，区里也会派单。',
  body: '先核对是单户还是整路。',
  legalBasis: '供电营业规则第四十五条',
  duties: '供电公司抢修；市场方开门',
  serviceId: 'power-outage',
  agencyId: market.powerCompany,
  validUntilOn: null,
  reviewOn: '2026-10-20',
  ...more,
})
const tag = ({ version }: { version: number }) => ({ 'if-match': `"${version}"` })
const add = (who: Visitor, more = {}) => who.ok<EntryDetail>('POST', '/knowledge', words(more))
const publish = (who: Visitor, entry: EntryDetail, reviewOn: string | null = null) =>
  who.ok<EntryDetail>('POST', `/knowledge/${entry.id}/publication`, { reviewOn }, tag(entry))
const read = (who: Visitor, id: string) => who.ok<EntryDetail>('GET', `/knowledge/${id}`)
const ids = async (who: Visitor, query: string) =>
  (await who.ok<EntryList>('GET', `/knowledge?${query}`)).rows.map(({ id }) => id)

describe('an entry', () => {
  it('is proposed, published, changed and retired, and every wording of it is kept', async () => {
    const { wang, server } = market
    const proposed = await add(wang)
    expect(proposed).toMatchObject({ id: 'K-0001', status: 'proposed', version: 1, missing: [], createdBy: '同事' })
    expect(proposed.actions).toEqual(['edit', 'publication', 'retirement'])
    const published = await publish(wang, proposed)
    server.clock.at += DAY
    const changed = await wang.ok<EntryDetail>(
      'PUT',
      '/knowledge/K-0001',
      { ...words({ title: '整路停电怎么报' }), reason: '说清是整路' },
      tag(published),
    )
    expect(changed).toMatchObject({ title: '整路停电怎么报', status: 'published', version: 3 })
    const retired = await wang.ok<EntryDetail>(
      'POST',
      '/knowledge/K-0001/retirement',
      { reason: '并到另一条了' },
      tag(changed),
    )
    expect(retired).toMatchObject({ status: 'retired', actions: ['edit', 'publication'] })
    expect(retired.versions.map(({ version, title, status, reason }) => [version, title, status, reason])).toEqual([
      [3, '整路停电怎么报', 'published', '并到另一条了'],
      [2, '摊位停电怎么报', 'published', '说清是整路'],
      [1, '摊位停电怎么报', 'proposed', 'published'],
    ])
    expect(await wang.refusal('POST', '/knowledge/K-0001/retirement', { reason: '再停' }, tag(retired))).toBe(
      '409 409 not-allowed-now',
    )
  })

  it('is changed only on the version it was read in', async () => {
    const entry = await add(market.wang)
    await publish(market.wang, entry)
    expect(await market.wang.refusal('PUT', '/knowledge/K-0001', words(), tag(entry))).toBe('412 412 stale')
    expect(await market.wang.refusal('PUT', '/knowledge/K-0001', words())).toBe('428 428 version-required')
    expect((await read(market.wang, 'K-0001')).version).toBe(2)
  })

  it('is not published without owner, legal basis and a review to come', async () => {
    const entry = await add(market.wang, { agencyId: null, legalBasis: '', reviewOn: '2026-10-09' })
    expect(entry.missing).toEqual(['agencyId', 'legalBasis', 'reviewOn'])
    const answer = await market.wang.api('POST', '/knowledge/K-0001/publication', {}, tag(entry))
    const { errors } = (await answer.json()) as { errors: { pointer: string; code: string }[] }
    expect([answer.status, errors.map(({ pointer }) => pointer)]).toEqual([
      422,
      ['/agencyId', '/legalBasis', '/reviewOn'],
    ])
    const whole = await market.wang.ok<EntryDetail>('PUT', '/knowledge/K-0001', words(), tag(entry))
    const published = await publish(market.wang, whole)
    expect(published.status).toBe('published')
    // Nor may it lose them later.
    const without = words({ legalBasis: '' })
    expect(await market.wang.refusal('PUT', '/knowledge/K-0001', without, tag(published))).toBe('422 422 invalid')
  })

  it('is stale the day after its review date and expired the day after its last, by the district’s calendar', async () => {
    const { wang, server } = market
    await publish(wang, await add(wang, { reviewOn: '2026-10-12', validUntilOn: '2026-10-14' }))
    const state = async () => {
      const { isReviewDue, isExpired } = await read(wang, 'K-0001')
      const { counts } = await wang.ok<EntryList>('GET', '/knowledge')
      return [
        isReviewDue,
        isExpired,
        counts.stale,
        counts.expired,
        await ids(wang, 'scope=stale'),
        await ids(wang, 'scope=expired'),
      ]
    }
    server.clock.at = Date.UTC(2026, 9, 12, 15, 59)
    expect(await state()).toEqual([false, false, 0, 0, [], []])
    server.clock.at = Date.UTC(2026, 9, 12, 16, 0)
    expect(await state()).toEqual([true, false, 1, 0, ['K-0001'], []])
    server.clock.at = Date.UTC(2026, 9, 14, 16, 0)
    expect(await state()).toEqual([true, true, 1, 1, ['K-0001'], ['K-0001']])
    const [hit] = (await wang.ok<SearchHits>('GET', '/search?q=空气开关')).knowledge
    expect(hit).toMatchObject({ id: 'K-0001', isExpired: true, isReviewDue: true })
  })

  it('is found to hold until its next review, and cannot be once it has expired', async () => {
    const { wang, server } = market
    const published = await publish(wang, await add(wang, { validUntilOn: '2026-11-30' }))
    server.clock.at = Date.UTC(2026, 9, 25)
    expect(await wang.refusal('POST', '/knowledge/K-0001/publication', {}, tag(published))).toBe('422 422 invalid')
    const reviewed = await publish(wang, published, '2026-11-20')
    expect(reviewed).toMatchObject({ isReviewDue: false, reviewOn: '2026-11-20', version: 3 })
    expect(reviewed.versions[0]).toMatchObject({ reason: 'reviewed', changedBy: '同事', reviewOn: '2026-10-20' })
    server.clock.at = Date.UTC(2026, 11, 1)
    expect(await wang.refusal('POST', '/knowledge/K-0001/publication', { reviewOn: '2027-01-01' }, tag(reviewed))).toBe(
      '422 422 invalid',
    )
  })

  it('keeps no telephone of a merchant', async () => {
    const entry = await add(market.wang, { plainWords: '陈师傅13812345678会来修' })
    expect(entry.plainWords).toBe('陈师傅138****5678会来修')
  })

  it('counts its answers, and those that came back', async () => {
    const { wang } = market
    await publish(wang, await add(wang, { serviceId: 'other', validUntilOn: null }))
    const answer = async () => {
      const { id } = await wang.ok<IssueDetail>('POST', '/issues', {
        channel: 'telephone',
        serviceId: 'other',
        siteId: market.site.id,
        text: `怎么报停电${Math.random()}`,
      })
      await step(wang, id, 'answer', { text: '看开关，再打95598。', entryId: 'K-0001', sameTextReason: '同一句' })
      return id
    }
    const first = await answer()
    await answer()
    expect(await read(wang, 'K-0001')).toMatchObject({ useCount: 2, comeBackCount: 0 })
    await step(wang, first, 'follow-up', { channel: 'telephone' })
    await step(wang, first, 'confirmation', { answer: 'no', channel: 'telephone', text: '没说清' })
    expect(await read(wang, 'K-0001')).toMatchObject({ useCount: 2, comeBackCount: 1 })
    const [row] = (await wang.ok<EntryList>('GET', '/knowledge')).rows
    expect(row).toMatchObject({ useCount: 2, comeBackCount: 1 })
  })
})

describe('who keeps it', () => {
  it('an officer writes and changes what is their agency’s, and no other', async () => {
    const { wang, zhao, sun, server } = market
    const own = await add(zhao, { agencyId: null })
    expect(own.agency?.id).toBe(market.powerCompany)
    const water = await publish(wang, await add(wang, { agencyId: market.waterBureau, title: '停水怎么报' }))
    const seen = await read(zhao, water.id)
    expect([seen.actions, seen.versions]).toEqual([[], []])
    expect(await zhao.refusal('PUT', `/knowledge/${water.id}`, words(), tag(water))).toBe('403 403 forbidden')
    // Nor may it be given away.
    const given = words({ agencyId: market.waterBureau })
    expect(await zhao.refusal('PUT', `/knowledge/${own.id}`, given, tag(own))).toBe('403 403 forbidden')
    const qian = await colleague(server, sun, 'officer', market.waterBureau)
    expect(await qian.refusal('GET', `/knowledge/${own.id}`)).toBe('404 404 not-found')
    expect(await publish(zhao, own)).toMatchObject({ status: 'published' })
    expect((await read(qian, own.id)).title).toBe('摊位停电怎么报')
  })

  it('who only reads sees neither proposals nor how many there are', async () => {
    const reader = await colleague(market.server, market.sun, 'viewer')
    const entry = await add(market.wang)
    expect(await reader.refusal('POST', '/knowledge', words())).toBe('403 403 forbidden')
    const list = await reader.ok<EntryList>('GET', '/knowledge?scope=all')
    expect(list).toMatchObject({ rows: [], mayAdd: false, counts: { proposed: 0, published: 0 } })
    expect(await ids(reader, 'scope=proposed&q=停电')).toEqual([])
    expect(await ids(market.wang, 'scope=proposed&q=停电')).toEqual([entry.id])
    expect((await market.wang.ok<EntryList>('GET', '/knowledge')).counts.proposed).toBe(1)
  })

  it('an answer without an entry proposes one, which is found once it was indexed', async () => {
    const { wang, server } = market
    const { id, number } = await wang.ok<IssueDetail>('POST', '/issues', {
      channel: 'telephone',
      serviceId: 'other',
      siteId: market.site.id,
      text: '公厕几点开门',
    })
    await step(wang, id, 'answer', { text: '早六点到晚十点。', proposedTitle: '市场公厕开放时间' })
    const entry = await read(wang, 'K-0001')
    expect(entry).toMatchObject({ status: 'proposed', title: '市场公厕开放时间', sourceIssue: { id, number } })
    await server.deps.store.search.indexMissing(server.clock.at)
    expect(await ids(wang, 'scope=proposed&q=公厕')).toEqual(['K-0001'])
  })
})

describe('the list', () => {
  it('is narrowed and paged, and a search puts what is about the words first', async () => {
    const { wang } = market
    await publish(wang, await add(wang, { title: '夜市摊位怎么申请', plainWords: '带执照到窗口。摊位停电打95598。' }))
    await publish(wang, await add(wang, { title: '停电赔不赔冰柜' }))
    await publish(wang, await add(wang, { title: '停水怎么报', agencyId: market.waterBureau, serviceId: 'water-gas' }))
    expect(await ids(wang, `agency=${market.waterBureau}`)).toEqual(['K-0003'])
    expect(await ids(wang, 'service=power-outage')).toEqual(['K-0002', 'K-0001'])
    expect(await ids(wang, 'q=停电')).toEqual(['K-0002', 'K-0001'])
    expect(await ids(wang, 'q=K-0001')).toEqual(['K-0001'])
    expect(await ids(wang, 'q=%25')).toEqual([])
    const first = await wang.ok<EntryList>('GET', '/knowledge?limit=2')
    const second = await wang.ok<EntryList>('GET', `/knowledge?limit=2&cursor=${first.next}`)
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(['K-0003', 'K-0002', 'K-0001'])
    expect(second.next).toBeNull()
    const [row] = (await wang.ok<EntryList>('GET', '/knowledge?q=赔不赔')).rows
    expect(row?.title).toEqual({ text: '停电赔不赔冰柜', marks: [[2, 5]] })
  })
})

describe('templates', () => {
  const template = (more: Record<string, unknown> = {}) => ({
    purpose: 'reply',
    outcome: 'yes',
    title: '来电了',
    text: '{单位}在{时间}送上电了，麻烦您看看。',
    ...more,
  })
  it('name what must be filled in, and a text with something left is not sent', async () => {
    const { wang, zhao } = market
    const kept = await wang.ok<Template>('POST', '/templates', template())
    expect(kept).toMatchObject({ placeholders: ['单位', '时间'], version: 1, isActive: true })
    const { id } = await wang.ok<IssueDetail>('POST', '/issues', {
      channel: 'telephone',
      serviceId: 'power-outage',
      siteId: market.site.id,
      text: '停电了',
    })
    await step(zhao, id, 'signature', { personInCharge: '赵建国' })
    await step(zhao, id, 'contact', { note: '电话', wasReached: true })
    const { version } = await zhao.ok<IssueDetail>('GET', `/issues/${id}`)
    const reply = (text: string) =>
      zhao.api('POST', `/issues/${id}/reply`, { text, resolved: 'yes', reasonCode: 'fixed' }, tag({ version }))
    const refused = await reply(kept.text)
    expect([refused.status, ((await refused.json()) as { errors: unknown[] }).errors[0]]).toEqual([
      422,
      { pointer: '/text', code: 'unfilled', detail: '还有{…}没填' },
    ])
    expect((await reply('供电公司在十点送上电了，麻烦您看看。')).status).toBe(200)
  })

  it('come by service, purpose and outcome, in their order, without those switched off', async () => {
    const { wang, zhao } = market
    const make = (more: Record<string, unknown>) => wang.ok<Template>('POST', '/templates', template(more))
    const general = await make({ title: '都能用', outcome: null, sortKey: 1 })
    const own = await make({ title: '停电专用', serviceId: 'power-outage', sortKey: 9 })
    await make({ title: '没办成的', outcome: 'no' })
    await make({ title: '问话', purpose: 'question', outcome: null })
    const titles = async (query: string) =>
      (await zhao.ok<TemplateList>('GET', `/templates?${query}`)).templates.map(({ title }) => title)
    expect(await titles('purpose=reply&service=power-outage&outcome=yes')).toEqual(['停电专用', '都能用'])
    expect(await titles('q=专用')).toEqual(['停电专用'])
    await wang.ok('PUT', `/templates/${own.id}`, { ...template({ title: '停电专用' }), isActive: false }, tag(own))
    expect(await titles('q=专用')).toEqual([])
    expect(await titles('q=专用&all=1')).toEqual(['停电专用'])
    expect(await wang.refusal('PUT', `/templates/${own.id}`, template(), tag(own))).toBe('412 412 stale')
    expect(await zhao.refusal('POST', '/templates', template())).toBe('403 403 forbidden')
    expect(await wang.refusal('POST', '/templates', template({ purpose: 'question' }))).toBe('422 422 invalid')
    expect(general.sortKey).toBe(1)
  })
})

describe('notes', () => {
  it('are one’s own: taken from an entry or an issue, found, changed, deleted', async () => {
    const { wang, zhao } = market
    await publish(wang, await add(wang))
    const { id, number } = await wang.ok<IssueDetail>('POST', '/issues', {
      channel: 'telephone',
      serviceId: 'other',
      siteId: market.site.id,
      text: '打13812345678，公厕没水',
    })
    const fromEntry = await wang.ok<Note>('POST', '/notes', { entryId: 'K-0001' })
    expect(fromEntry).toMatchObject({
      text: '摊位停电怎么报\n先看自家空气开关，没跳就打供电公司95598，区里也会派单。',
      entry: { id: 'K-0001', title: '摊位停电怎么报' },
    })
    const fromIssue = await wang.ok<Note>('POST', '/notes', { issueId: id })
    expect(fromIssue.issue).toEqual({ id, number })
    expect(fromIssue.text).not.toContain('13812345678')
    const found = async (who: Visitor, q: string) =>
      (await who.ok<Note[]>('GET', `/notes?q=${encodeURIComponent(q)}`)).map((note) => note.id)
    expect(await found(wang, '公厕')).toEqual([fromIssue.id])
    expect(await found(zhao, '')).toEqual([])
    expect(await zhao.refusal('POST', '/notes', { issueId: id })).toBe('422 422 unknown-reference')
    expect(await zhao.refusal('PUT', `/notes/${fromIssue.id}`, { text: '我的' })).toBe('404 404 not-found')
    expect(await zhao.refusal('DELETE', `/notes/${fromIssue.id}`)).toBe('404 404 not-found')
    expect(await wang.ok<Note>('PUT', `/notes/${fromIssue.id}`, { text: '问水务' })).toMatchObject({ text: '问水务' })
    expect((await wang.api('DELETE', `/notes/${fromIssue.id}`)).status).toBe(204)
    expect(await found(wang, '')).toEqual([fromEntry.id])
    expect(await wang.refusal('POST', '/notes', {})).toBe('422 422 invalid')
  })
})

describe('saved filters', () => {
  it('are one’s own, and a name is taken once', async () => {
    const { wang, zhao } = market
    await wang.ok('POST', '/filters', { name: '南岸超时', query: 'state=late&site=nanan' })
    const kept = await wang.ok<{ id: string }>('POST', '/filters', { name: '南岸超时', query: 'state=very_late' })
    expect(await wang.ok('GET', '/filters')).toEqual([
      { id: kept.id, name: '南岸超时', query: 'state=very_late', createdAt: market.server.clock.at },
    ])
    expect(await zhao.ok('GET', '/filters')).toEqual([])
    expect(await zhao.refusal('DELETE', `/filters/${kept.id}`)).toBe('404 404 not-found')
    expect(await wang.refusal('POST', '/filters', { name: '坏的', query: '?<script>' })).toBe('422 422 invalid')
    expect((await wang.api('DELETE', `/filters/${kept.id}`)).status).toBe(204)
    expect(await wang.ok('GET', '/filters')).toEqual([])
  })
})
