import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Open311Extension, Open311Request, Open311Update, SentUpdate } from '../../server/wire/open311.ts'
import { dispatchedIn, handledIn } from '../support/issue-steps.ts'
import { step } from '../support/market.ts'
import { fieldsOf, type OpenData, openData, parsedXml } from '../support/open311.ts'

let city: OpenData
beforeEach(async () => {
  city = await openData()
})
afterEach(() => city.close())

const ids = (found: Open311Request[]) => found.map(({ service_request_id }) => service_request_id)
const list = async (query = '') => ids(await city.json<Open311Request[]>(`/v2/requests.json${query}`))
type Extended = Open311Request & Open311Extension
const extended = async (id: string): Promise<Extended> => (await city.one(id, '?extensions=true')) as Extended

describe('a request', () => {
  it('is an array of one, equal in XML and JSON, with every field in its order', async () => {
    const id = await city.posted({ address_id: city.site.id })
    const [request, ...none] = await city.json<Open311Request[]>(`/v2/requests/${id}.json`)
    expect(none).toEqual([])
    expect(request).toEqual({
      service_request_id: id,
      status: 'open',
      status_notes: null,
      service_name: '别的',
      service_code: 'other',
      description: '路灯不亮',
      agency_responsible: null,
      service_notice: null,
      requested_datetime: '2026-10-10T09:00:00+08:00',
      updated_datetime: '2026-10-10T09:00:00+08:00',
      expected_datetime: expect.stringMatching(/^2026-10-\d\dT\d\d:\d\d:\d\d\+08:00$/),
      address: '南岸农贸市场，南岸路18号，海河区',
      address_id: city.site.id,
      zipcode: null,
      lat: null,
      long: null,
      media_url: null,
    })
    const root = parsedXml(await city.xml(`/v2/requests/${id}.xml`))
    expect([root.name, root.children.length, root.children[0]!.name]).toEqual(['service_requests', 1, 'request'])
    const asText = Object.fromEntries(Object.entries(request!).map(([name, value]) => [name, String(value ?? '')]))
    expect(fieldsOf(root.children[0]!)).toEqual(asText)
    expect(Object.keys(fieldsOf(root.children[0]!))).toEqual(Object.keys(request!))
  })

  it('that is private is never listed, and answered word for word like one nobody made', async () => {
    const secret = await city.posted()
    await step(city.wang, await city.idOf(secret), 'secrecy', { isSecret: true, reason: '诉求人要求' })
    const complaint = (await city.reported({ serviceId: 'approval', text: '卡了两个月' })).issue.number
    expect(await list()).toEqual([])
    expect(await list(`?service_request_id=${secret},${complaint}`)).toEqual([])
    for (const id of [secret, complaint, 'MC-20261010-9999'])
      for (const format of ['json', 'xml'])
        expect(await city.refused(city.get(`/v2/requests/${id}.${format}`))).toBe(
          `404 404 service_request_id not found: ${id}`,
        )
    const bulk = await (await city.get('/bulk/requests.csv')).text()
    expect(bulk).not.toContain(secret)
    expect(bulk).not.toContain(complaint)
  })

  it('shows no number of a person, whoever wrote it', async () => {
    const { issue } = await city.reported({ text: '灯坏了，打13800138000，身份证120101199001011234' })
    const { description } = await city.one(issue.number)
    expect(description).toBe('灯坏了，打138****8000，身份证1201**********1234')
  })
})

describe('the list', () => {
  it('is newest first, within 90 days by default, never a clipped span', async () => {
    const first = await city.posted()
    city.at('2026-11-20 09:00')
    const second = await city.posted()
    const third = await city.posted()
    expect(await list()).toEqual([third, second, first])
    city.at('2027-01-09 09:00')
    expect(await list()).toEqual([third, second])
    const from = (start: string, end = '') =>
      `?start_date=${encodeURIComponent(start)}${end && `&end_date=${encodeURIComponent(end)}`}`
    expect(await list(from('2026-10-10T09:00:00+08:00', '2026-10-10T01:00:00Z'))).toEqual([first])
    expect(await list('?start_date=2026-10-10T09:00:00 08:00')).toEqual([third, second, first])
    expect(await list('?end_date=2026-11-20T08:59:59%2B08:00')).toEqual([first])
    const refused = (query: string) => city.refused(city.get(`/v2/requests.json${query}`))
    const span = '400 400 start_date and end_date are reversed or more than 90 days apart'
    expect(await refused(from('2026-10-01T00:00:00Z', '2026-12-30T00:00:01Z'))).toBe(span)
    expect(await refused(from('2026-10-02T00:00:00Z', '2026-10-01T00:00:00Z'))).toBe(span)
    for (const bad of ['2026-10-01', '2026-10-01T00:00:00', '2026-02-30T00:00:00Z', 'yesterday'])
      expect(await refused(from(bad))).toContain('400 400 start_date is not a date with time and zone')
    expect(await refused('?status=broken')).toBe('400 400 status is open, closed or both')
  })

  it('takes several statuses and services, and lets ids override everything', async () => {
    const lamp = await city.posted()
    const power = await city.posted({ service_code: 'power-outage' })
    const made = await handledIn(city)
    await step(city.qian, made.id, 'reply', { text: '路灯已换新的一盏', resolved: 'yes', reasonCode: 'lamp' })
    const closed = made.issueNumber
    expect(await list('?status=closed')).toEqual([closed])
    expect(await list('?status=open')).toEqual([power, lamp])
    expect(await list('?status=open,closed')).toEqual([closed, power, lamp])
    expect(await list('?status=&service_code=')).toEqual([closed, power, lamp])
    expect(await list('?service_code=power-outage,network')).toEqual([power])
    expect(await list('?service_code=none')).toEqual([])
    expect(await list(`?service_request_id=${lamp},none&status=closed&start_date=bad`)).toEqual([lamp])
  })

  it('holds 1,000 and not one more', async () => {
    const first = await city.posted()
    const columns = (await city.query('SELECT name FROM pragma_table_info(?)', ['issues'])).map(({ name }) =>
      String(name),
    )
    const value = (name: string) =>
      name === 'id' || name === 'number'
        ? `printf('MC-20261010-%04d', n.i + 1)`
        : name === 'serial'
          ? 'n.i + 1'
          : name === 'received_at'
            ? 'received_at + n.i'
            : name
    await city.query(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
       INSERT INTO issues (${columns.join(', ')}) SELECT ${columns.map(value).join(', ')} FROM issues, n WHERE number = ?`,
      [first],
    )
    city.server.clock.at += 60_000
    const found = await list()
    expect(found).toHaveLength(1_000)
    expect(found[0]).toBe('MC-20261010-1001')
    expect(found).not.toContain(first)
    const pages = []
    let next: string | undefined = '/v2/requests.json?extensions=true&page_size=400'
    while (next) {
      const answer: Response = await city.get(next)
      pages.push(ids((await answer.json()) as Open311Request[]))
      next = /<http:\/\/[^/]+\/open311([^>]*)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    expect(pages.map((page) => page.length)).toEqual([400, 400, 201])
    expect(new Set(pages.flat()).size).toBe(1_001)
    expect(await list('?extensions=true&page=4&page_size=400')).toEqual([])
    const bulk = parse(await (await city.get('/bulk/requests.csv')).text()) as string[][]
    expect(new Set(bulk.slice(1).map(([id]) => id)).size).toBe(1_001)
  })

  it('knows nothing of extensions without the flag', async () => {
    const id = await city.posted()
    await city.posted()
    expect(await list('?page=2&page_size=1&bbox=0,0,1,1&updated_after=bad')).toHaveLength(2)
    expect(Object.keys(await city.one(id))).not.toContain('notes')
    const refused = (query: string) => city.refused(city.get(`/v2/requests.json?extensions=true&${query}`))
    expect(await refused('page=0')).toBe('400 400 page is a number from 1')
    expect(await refused('page_size=501')).toBe('400 400 page_size is 1 to 500')
    expect(await refused('bbox=1,2,3')).toBe('400 400 bbox is west,south,east,north')
    expect(await refused('updated_after=2026-10-10')).toContain('400 400 updated_after is not a date')
  })

  it('narrows by what changed, and by a box that is held against what is shown', async () => {
    const still = await city.posted({ lat: '39.12345', long: '117.23456', address_string: '' })
    const made = await dispatchedIn(city)
    city.at('2026-10-11 09:00')
    await step(city.qian, made.id, 'signature', { personInCharge: '钱立' })
    const query = (more: string) => list(`?extensions=true&${more}`)
    expect(await query('updated_after=2026-10-10T10:00:00Z')).toEqual([made.issueNumber])
    expect(await query('updated_before=2026-10-10T10:00:00Z')).toEqual([still])
    expect(await query('bbox=117,39,118,40')).toEqual([still])
    expect(await query('bbox=117.235,39.123,117.235,39.123')).toEqual([still])
    expect(await query('bbox=117.2345,39.1234,117.2346,39.1235')).toEqual([])
  })
})

describe('what closes', () => {
  it('keeps its closing time and its words through follow-up, confirmation and archiving', async () => {
    const made = await handledIn(city)
    const { issueNumber: id } = made
    expect(await city.one(id)).toMatchObject({ status: 'open', agency_responsible: '水务局' })
    city.at('2026-10-12 10:00')
    await step(city.qian, made.id, 'reply', { text: '路灯已换新的一盏', resolved: 'partly', reasonCode: 'lamp' })
    const closed = { status: 'closed', status_notes: '路灯已换新的一盏', updated_datetime: '2026-10-12T10:00:00+08:00' }
    expect(await city.one(id)).toMatchObject(closed)
    expect((await extended(id)).extended_attributes).toMatchObject({ extended_status: 'CLOSED', reason_code: 'lamp' })
    city.at('2026-10-13 10:00')
    await step(city.wang, made.id, 'confirmation', { answer: 'yes', channel: 'telephone' })
    expect(await city.one(id)).toMatchObject(closed)
    const confirmed = await extended(id)
    expect(confirmed.extended_attributes).toMatchObject({
      channel: 'phone_page',
      state: 'confirmed',
      round: 1,
      facts: { replied: true, resolved: 'partly', confirmed: 'yes', evidenced: 'none' },
      extended_status: 'FIXED',
      reason_code: 'lamp',
      provisional: false,
    })
    expect(confirmed.notes.map(({ type, summary }) => `${type} ${summary}`)).toEqual([
      'submitted received',
      'activity dispatched',
      'activity signed',
      'activity handling',
      'closed replied',
      'activity follow_up',
      'activity confirmed',
    ])
    city.at('2026-10-25 10:00')
    await city.passTime()
    expect(await city.one(id)).toMatchObject(closed)
    expect((await extended(id)).extended_attributes).toMatchObject({ state: 'closed', extended_status: 'FIXED' })
  })

  it('says what was refused, merged or withdrawn, and never calls it fixed', async () => {
    const refused = await city.reported()
    await step(city.wang, refused.issue.id, 'refusal', {
      legalBasis: '信访工作条例第十九条',
      reasonCode: 'court',
      whereInstead: '海河区法院立案庭',
    })
    expect(await city.one(refused.issue.number)).toMatchObject({
      status: 'closed',
      status_notes: '信访工作条例第十九条；海河区法院立案庭',
    })
    expect((await extended(refused.issue.number)).extended_attributes.extended_status).toBe(
      'NOT_COUNCILS_RESPONSIBILITY',
    )
    const [master, follower] = [await city.posted(), await city.posted()]
    await step(city.wang, await city.idOf(follower), 'merge', { masterId: await city.idOf(master), reason: '同一盏灯' })
    expect((await city.one(follower)).status_notes).toBe(`Duplicate of ${master}`)
    await step(city.wang, await city.idOf(master), 'secrecy', { isSecret: true, reason: '诉求人要求' })
    expect((await city.one(follower)).status_notes).toBe('Duplicate')
    const no = await handledIn(city)
    await step(city.qian, no.id, 'reply', { text: '不归我们管，也修不了', resolved: 'no', reasonCode: 'cannot' })
    await step(city.wang, no.id, 'confirmation', { answer: 'yes', channel: 'telephone' })
    expect((await extended(no.issueNumber)).extended_attributes.extended_status).toBe('NO_FURTHER_ACTION')
  })
})

describe('the update feed', () => {
  const feed = (more = '') => `/v2/servicerequestupdates.json?api_key=${city.key}${more}`

  it('tells every public change, oldest first, with its status and code', async () => {
    const made = await handledIn(city)
    city.at('2026-10-12 10:00')
    await step(city.qian, made.id, 'note', { text: '内部：灯杆编号17' })
    await step(city.qian, made.id, 'reply', { text: '路灯已换', resolved: 'yes', reasonCode: 'lamp' })
    const updates = await city.json<Open311Update[]>(feed())
    expect(updates.map(({ status, description }) => [status, description])).toEqual([
      ['OPEN', null],
      ['OPEN', null],
      ['INVESTIGATING', null],
      ['IN_PROGRESS', null],
      ['FIXED', '路灯已换'],
    ])
    expect(updates.at(-1)).toEqual({
      update_id: expect.stringMatching(/^\d+$/),
      service_request_id: made.issueNumber,
      updated_datetime: '2026-10-12T10:00:00+08:00',
      status: 'FIXED',
      description: '路灯已换',
      media_url: null,
      external_status_code: 'lamp',
      customer_reference: null,
    })
    expect(new Set(updates.map(({ update_id }) => update_id)).size).toBe(5)
    expect(await city.json<Open311Update[]>(feed('&start_date=2026-10-12T00:00:00Z'))).toHaveLength(1)
    const root = parsedXml(await city.xml(feed().replace('.json', '.xml')))
    expect(root.name).toBe('service_request_updates')
    expect(root.children.map((update) => fieldsOf(update).update_id)).toEqual(updates.map(({ update_id }) => update_id))
    expect(
      await city.json<Open311Update[]>(feed('&start_date=2026-10-13T00:00:00Z&end_date=2026-10-14T00:00:00Z')),
    ).toEqual([])
    expect(await city.refused(city.get('/v2/servicerequestupdates.json?api_key=wrong'))).toBe(
      '403 403 Missing or invalid api_key',
    )
  })

  it('takes an update once, as a task of the desk that moves nothing', async () => {
    const id = await city.posted()
    const form = {
      api_key: city.key,
      service_request_id: id,
      update_id: 'u-1',
      updated_datetime: '2026-10-10T09:30:00+08:00',
      status: 'FIXED',
      description: '市政已更换灯泡，电话13800138000',
    }
    const send = (more: Record<string, string>) =>
      city.refused(city.post('/v2/servicerequestupdates.xml', { ...form, ...more }))
    expect(await send({ api_key: 'wrong', description: '' })).toBe('403 403 Missing or invalid api_key')
    for (const name of ['service_request_id', 'update_id', 'updated_datetime', 'status', 'description'])
      expect(await send({ [name]: '' })).toBe(`400 400 Bad request: ${name}`)
    expect(await send({ updated_datetime: '2026-10-10T09:30:00' })).toContain('400 400 Bad request: updated_datetime')
    expect(await send({ service_request_id: 'none' })).toBe('404 404 service_request_id not found: none')
    const taken = await city.post('/v2/servicerequestupdates.xml', form)
    expect(await taken.text()).toBe(
      '<?xml version="1.0" encoding="utf-8"?>\n<service_request_updates><request_update><update_id>u-1</update_id></request_update></service_request_updates>',
    )
    expect(await send({})).toBe('400 400 update_id already exists')
    expect(await city.one(id)).toMatchObject({ status: 'open', status_notes: null })
    expect((await city.read(await city.idOf(id))).events.at(-1)).toMatchObject({
      kind: 'external_update',
      body: { from: '市12345平台', status: 'FIXED', text: '市政已更换灯泡，电话138****8000' },
    })
    const tasks = await city.wang.ok<SentUpdate[]>('GET', '/open-data/updates')
    expect(tasks).toMatchObject([{ from: '市12345平台', issue: { number: id }, status: 'FIXED' }])
    await city.wang.ok('POST', `/open-data/updates/${encodeURIComponent(tasks[0]!.id)}/seen`)
    expect(await city.wang.ok('GET', '/open-data/updates')).toEqual([])
    expect(await city.json<Open311Update[]>(feed())).toHaveLength(1)
  })
})

describe('the bulk file', () => {
  it('has 14 columns in their order, no closing date while open, and no formulas', async () => {
    const open = await city.posted({ description: '=SUM(A1)', lat: '-39.5', long: '-117.25', address_string: '' })
    city.server.clock.at += 60_000
    const made = await handledIn(city)
    city.at('2026-10-12 10:00')
    await step(city.qian, made.id, 'reply', { text: '换了，"新"的\n一盏', resolved: 'yes', reasonCode: 'lamp' })
    const answer = await city.get('/bulk/requests.csv')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const text = await answer.text()
    expect(text.split('\r\n')[0]).toBe(
      'service_request_id,requested_datetime,updated_datetime,closed_date,status_description,status_notes,source,service_name,service_subtype,description,agency_responsible,address,lat,long',
    )
    expect((parse(text, { columns: true }) as Record<string, string>[]).map((row) => row)).toEqual([
      expect.objectContaining({
        service_request_id: open,
        closed_date: '',
        status_description: 'Open',
        source: 'open311',
        description: `'=SUM(A1)`,
        lat: '-39.5',
        long: '-117.25',
      }),
      expect.objectContaining({
        service_request_id: made.issueNumber,
        closed_date: '2026-10-12T10:00:00+08:00',
        status_description: 'Closed',
        status_notes: '换了，"新"的\n一盏',
        agency_responsible: '水务局',
      }),
    ])
    expect(await city.refused(city.get('/bulk/requests.csv?start_date=bad'))).toContain('400 400 start_date')
  })
})
