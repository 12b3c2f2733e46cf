import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Open311Attribute, Open311Request, Open311Service } from '../../server/wire/open311.ts'
import { FORM, fieldsOf, type OpenData, openData, parsedXml } from '../support/open311.ts'

let city: OpenData
beforeEach(async () => {
  city = await openData()
})
afterEach(() => city.close())

const QUESTIONS = [
  {
    id: 'phases',
    kind: 'one',
    labelZh: '停了几相？',
    labelEn: 'Which phases are out?',
    options: [
      { id: '1', labelZh: '一相', labelEn: 'one' },
      { id: '3', labelZh: '全停', labelEn: 'all' },
    ],
    isRequired: true,
  },
  {
    id: 'things',
    kind: 'many',
    labelZh: '什么怕停电？',
    labelEn: 'What suffers?',
    options: [
      { id: 'ice', labelZh: '冰柜', labelEn: 'freezer' },
      { id: 'till', labelZh: '收银', labelEn: 'till' },
    ],
    isRequired: false,
  },
]

/** The service asks two questions and makes a promise. */
async function askQuestions(): Promise<void> {
  const { services } = await city.sun.ok<{ services: Record<string, unknown>[] }>('GET', '/directory')
  const {
    agency: _,
    isAutoDispatched: __,
    isSupplyOutage: ___,
    id,
    ...settings
  } = services.find((service) => service.id === 'power-outage')!
  const guide = { ...(settings.guide as object), questions: QUESTIONS, promiseZh: '供电所24小时内答复' }
  await city.sun.ok('PUT', `/services/${String(id)}/settings`, { ...settings, guide })
}

describe('discovery', () => {
  it('names a production and a test endpoint in both formats, with a changeset in the past', async () => {
    const found = await city.json<Record<string, unknown>>('/discovery.json')
    expect(found).toMatchObject({
      contact: '海河区便民热线12345',
      key_service: expect.stringContaining('管理员'),
      endpoints: [
        { url: 'http://127.0.0.1:8080/open311/v2', type: 'production', formats: ['text/xml', 'application/json'] },
        { url: 'http://127.0.0.1:8080/open311/test/v2', type: 'test', formats: ['text/xml', 'application/json'] },
      ],
    })
    const [at, now] = [Date.parse(String(found.changeset)), city.server.clock.at]
    expect(String(found.changeset)).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00$/)
    expect(at).toBeLessThan(now)
    const root = parsedXml(await city.xml('/discovery.xml'))
    expect([root.name, ...root.children.map(({ name }) => name)]).toEqual([
      'discovery',
      'changeset',
      'contact',
      'key_service',
      'endpoints',
    ])
    const [first] = root.children[3]!.children
    expect(first!.children.map(({ name }) => name)).toEqual(['specification', 'url', 'changeset', 'type', 'formats'])
    expect(first!.children[4]!.children).toMatchObject([
      { name: 'format', text: 'text/xml' },
      { name: 'format', text: 'application/json' },
    ])
  })

  it('changes its changeset with a service', async () => {
    const changeset = async () => (await city.json<{ changeset: string }>('/discovery.json')).changeset
    const before = await changeset()
    city.server.clock.at += 3_600_000
    expect(await changeset()).toBe(before)
    await askQuestions()
    city.server.clock.at += 3_600_000
    expect(Date.parse(await changeset()) - Date.parse(before)).toBeGreaterThanOrEqual(3_600_000)
  })

  it('is all there is while open data is off', async () => {
    await city.sun.ok('PUT', '/open-data', { isOn: false, contact: '海河区 022-12345', keyService: '' })
    expect((await city.json<{ contact: string }>('/discovery.json')).contact).toBe('海河区 022-12345')
    for (const path of ['/v2/services.json', '/v2/requests.xml', '/bulk/requests.csv', '/v2/requests/X.json'])
      expect(await city.refused(city.get(path))).toBe(`404 404 path not found: ${path}`)
    expect(await city.refused(city.post('/v2/requests.json', { api_key: city.key }))).toContain('404 404')
  })
})

describe('services', () => {
  it('are those whose issues are public by default, with distinct codes', async () => {
    const services = await city.json<Open311Service[]>('/v2/services.json')
    const codes = services.map(({ service_code }) => service_code)
    expect(codes).toEqual(['power-outage', 'water-gas', 'network', 'financing', 'employment', 'policy', 'other'])
    expect(new Set(services.map(({ type }) => type))).toEqual(new Set(['realtime']))
    expect(services[0]).toEqual({
      service_code: 'power-outage',
      service_name: '停电',
      description: 'Power outage',
      metadata: false,
      type: 'realtime',
      keywords: expect.stringContaining('停电, 没电, '),
      group: '求助',
    })
    const root = parsedXml(await city.xml('/v2/services.xml'))
    expect(root.name).toBe('services')
    expect(root.children.map((service) => fieldsOf(service).service_code)).toEqual(codes)
    expect(Object.keys(fieldsOf(root.children[0]!))).toEqual(Object.keys(services[0]!))
  })

  it('define their questions, and say when there are none', async () => {
    await askQuestions()
    const [service] = await city.json<Open311Service[]>('/v2/services.json')
    expect(service).toMatchObject({ metadata: true, description: 'Power outage. 供电所24小时内答复' })
    const definition = await city.json<{ service_code: string; attributes: Open311Attribute[] }>(
      '/v2/services/power-outage.json',
    )
    expect(definition.service_code).toBe('power-outage')
    expect(definition.attributes).toEqual([
      {
        variable: true,
        code: 'phases',
        datatype: 'singlevaluelist',
        required: true,
        datatype_description: null,
        order: 1,
        description: '停了几相？',
        values: [
          { key: '1', name: '一相' },
          { key: '3', name: '全停' },
        ],
      },
      expect.objectContaining({ code: 'things', datatype: 'multivaluelist', required: false, order: 2 }),
    ])
    expect(await city.xml('/v2/services/power-outage.xml')).toContain(
      '<service_definition><service_code>power-outage</service_code><attributes><attribute><variable>true</variable><code>phases</code><datatype>singlevaluelist</datatype><required>true</required><datatype_description></datatype_description><order>1</order><description>停了几相？</description><values><value><key>1</key><name>一相</name></value>',
    )
    expect(await city.json('/v2/services/other.json')).toEqual({ service_code: 'other', attributes: [] })
    for (const format of ['xml', 'json'])
      expect(await city.refused(city.get(`/v2/services/abc.${format}`))).toBe('404 404 service_code not found: abc')
    expect(await city.refused(city.get('/v2/services/approval.json'))).toBe('404 404 service_code not found: approval')
  })
})

describe('posting a request', () => {
  const whole = () => ({ api_key: city.key, service_code: 'other', address_string: '市场街5号' })
  const post = (form: string | Record<string, string>) => city.refused(city.post('/v2/requests.json', form))

  it('checks the key before everything else', async () => {
    expect(await post({})).toBe('403 403 Missing or invalid api_key')
    expect(await post({ api_key: 'wrong', jurisdiction_id: 'elsewhere' })).toBe('403 403 Missing or invalid api_key')
    expect(await city.refused(city.post('/v2/requests.xml', {}))).toBe('403 403 Missing or invalid api_key')
    await city.sun.ok('POST', `/open-data/keys/${city.keyId}/revocation`)
    expect(await post(whole())).toBe('403 403 Missing or invalid api_key')
  })

  it('wants a service it offers, in the one jurisdiction', async () => {
    const { api_key } = whole()
    expect(await post({ api_key })).toBe('400 400 service_code is required')
    expect(await post({ api_key, service_code: '' })).toBe('400 400 service_code is required')
    expect(await post({ api_key, service_code: 'abc' })).toBe('404 404 service_code not found: abc')
    expect(await post({ ...whole(), service_code: 'approval' })).toBe('404 404 service_code not found: approval')
    expect(await post({ api_key, jurisdiction_id: 'elsewhere' })).toBe('404 404 jurisdiction_id not found: elsewhere')
    expect(await city.posted({ jurisdiction_id: '127.0.0.1' })).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(await city.refused(city.get('/v2/services.json?jurisdiction_id=elsewhere'))).toBe(
      '404 404 jurisdiction_id not found: elsewhere',
    )
  })

  it('wants a location of one of three kinds', async () => {
    const { api_key, service_code } = whole()
    expect(await post({ api_key, service_code })).toContain('400 400 a location is required')
    expect(await post({ api_key, service_code, lat: '39.1' })).toBe('400 400 lat and long are required together')
    expect(await post({ api_key, service_code, lat: '139.1', long: '117' })).toContain('400 400 lat or long')
    expect(await post({ api_key, service_code, lat: 'x', long: '117' })).toContain('400 400 lat or long')
    expect(await post({ api_key, service_code, address_id: 'none' })).toBe('400 400 address_id not found: none')
    const [byPoint, byText, byId] = [
      await city.posted({ address_string: '', lat: '39.12345', long: '117.23456' }),
      await city.posted({ address_string: '王家小铺，市场街5号3-12' }),
      await city.posted({ address_string: '', address_id: city.site.id }),
    ]
    expect(await city.one(byPoint)).toMatchObject({ lat: 39.123, long: 117.235, address: '海河区', address_id: null })
    expect(await city.one(byText)).toMatchObject({ lat: null, long: null, address: '市场街，海河区' })
    expect(await city.one(byId)).toMatchObject({
      address: '南岸农贸市场，南岸路18号，海河区',
      address_id: city.site.id,
    })
  })

  it('finds the site whose coordinates are near, and gives a request without its own the site’s', async () => {
    await city.sun.ok('PUT', `/open-data/sites/${city.site.id}`, { latitude: 39.12345, longitude: 117.23456 })
    const near = await city.posted({ address_string: '', lat: '39.124', long: '117.235' })
    const far = await city.posted({ address_string: '', lat: '39.2', long: '117.235' })
    expect(await city.one(near)).toMatchObject({ address_id: city.site.id, lat: 39.124, long: 117.235 })
    expect(await city.one(far)).toMatchObject({ address_id: null })
    const byName = await city.posted({ address_string: '南岸农贸市场 3-12' })
    expect(await city.one(byName)).toMatchObject({ address_id: city.site.id, lat: 39.123, long: 117.235 })
  })

  it('checks attributes together and keeps every value of a list', async () => {
    await askQuestions()
    const usual = `api_key=${city.key}&service_code=power-outage&address_string=x`
    expect(await post(usual)).toBe('400 400 attribute[phases] is required: 停了几相？')
    expect(await post(`${usual}&attribute[phases]=9`)).toBe('400 400 attribute[phases] has a wrong value: 停了几相？')
    const both = await city.post('/v2/requests.json', `${usual}&attribute[none]=1&attribute[things][]=boat`)
    expect(((await both.json()) as { description: string }[]).map(({ description }) => description)).toEqual([
      'attribute[none] is not an attribute of power-outage',
      'attribute[phases] is required: 停了几相？',
      'attribute[things] has a wrong value: 什么怕停电？',
    ])
    for (const brackets of [
      ['[', ']'],
      ['%5B', '%5D'],
    ] as const) {
      const [open, shut] = brackets
      const list = `attribute${open}things${shut}${open}${shut}`
      const answer = await city.post(
        '/v2/requests.json',
        `${usual}&attribute${open}phases${shut}=3&${list}=ice&${list}=till`,
      )
      const [receipt] = (await answer.json()) as [{ service_request_id: string; service_notice: string }]
      expect(receipt).toEqual({
        service_request_id: receipt.service_request_id,
        service_notice: '供电所24小时内答复',
        account_id: null,
      })
      const [extended] = await city.json<[{ attributes: object[] }]>(
        `/v2/requests/${receipt.service_request_id}.json?extensions=true`,
      )
      expect(extended.attributes).toEqual([
        { code: 'phases', label: '停了几相？', value: '全停' },
        { code: 'things', label: '什么怕停电？', value: '冰柜、收银' },
      ])
    }
  })

  it('takes a description of 4,000 characters and gives back what was written, as text', async () => {
    expect(await city.one(await city.posted({ description: '停'.repeat(4_000) }))).toMatchObject({
      description: '停'.repeat(4_000),
    })
    expect(await city.one(await city.posted({ description: `${'𠮷\r\n'.repeat(2_000)}` }))).toMatchObject({
      description: '𠮷\n'.repeat(2_000).trim(),
    })
    expect(await post({ ...whole(), description: '停'.repeat(4_001) })).toBe(
      '400 400 description is longer than 4000 characters',
    )
    for (const text of [
      `'); DROP TABLE issues; --`,
      '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><b>&a;</b>',
      'a ]]> b & c < d > e "f"',
      '中文与 English',
    ]) {
      const id = await city.posted({ description: text })
      expect((await city.one(id)).description).toBe(text)
      const [request] = parsedXml(await city.xml(`/v2/requests/${id}.xml`)).children
      expect(fieldsOf(request!).description).toBe(text)
    }
    const dirty = await city.posted({ description: '前\u0000\u0007\u000b\ufffe\uffff后' })
    expect((await city.one(dirty)).description).toBe('前后')
    expect(fieldsOf(parsedXml(await city.xml(`/v2/requests/${dirty}.xml`)).children[0]!).description).toBe('前后')
  })

  it('refuses another kind of body, and pictures that are no addresses', async () => {
    const json = city.post('/v2/requests.json', '{}', { 'content-type': 'application/json' })
    expect(await city.refused(json)).toContain('400 400 The body must be application/x-www-form-urlencoded')
    const latin = city.post('/v2/requests.json', whole(), { 'content-type': FORM.replace('utf-8', 'latin1') })
    expect(await city.refused(latin)).toContain('400 400 The body must be')
    expect(await post({ ...whole(), media_url: 'javascript:alert(1)' })).toContain('400 400 media_url')
    const id = await city.posted({ media_url: 'https://city.example/1.jpg' })
    expect((await city.one(id)).media_url).toBe('https://city.example/1.jpg')
    const large = city.post('/v2/requests.json', { ...whole(), description: 'x'.repeat(120_000) })
    expect(await city.refused(large)).toBe('400 400 The body is too large')
  })

  it('opens one issue of channel open311 whose reporter only the desk knows', async () => {
    const id = await city.posted({
      last_name: '王',
      first_name: '小明',
      phone: '138 0013 8000',
      address_id: city.site.id,
    })
    const issue = await city.read(await city.idOf(id))
    expect(issue).toMatchObject({ number: id, channel: 'open311', state: 'received', isTest: false, text: '路灯不亮' })
    expect(issue.reports).toMatchObject([{ maskedTelephone: '138****8000', place: '市场街5号' }])
    const shown = await (await city.get(`/v2/requests/${id}.json?extensions=true`)).text()
    for (const hidden of ['王', '小明', '8000', '3-12']) expect(shown).not.toContain(hidden)
  })

  it('answers a repetition with one Idempotency-Key as before, and refuses another body with it', async () => {
    const key = { 'idempotency-key': 'retry-1' }
    const answers = await Promise.all(
      ['json', 'json', 'xml'].map((format) => city.post(`/v2/requests.${format}`, whole(), key)),
    )
    const [first, second, third] = await Promise.all(answers.map((answer) => answer.text()))
    const [{ service_request_id }] = JSON.parse(first!) as [{ service_request_id: string }]
    expect(second).toBe(first)
    expect(third).toContain(`<service_request_id>${service_request_id}</service_request_id>`)
    expect(await city.query('SELECT number FROM issues')).toEqual([{ number: service_request_id }])
    const other = city.post('/v2/requests.json', { ...whole(), description: '别的' }, key)
    expect(await city.refused(other)).toBe('400 400 Idempotency-Key was used for another request')
    expect(await city.query('SELECT count(*) AS count FROM issues')).toEqual([{ count: 1 }])
  })

  it('answers in XML with an id and no token', async () => {
    const answer = await city.post('/v2/requests.xml', whole())
    const root = parsedXml(await answer.text())
    expect(root.name).toBe('service_requests')
    expect(root.children).toHaveLength(1)
    expect(root.children[0]!.children.map(({ name }) => name)).toEqual([
      'service_request_id',
      'service_notice',
      'account_id',
    ])
    expect(await city.refused(city.get('/v2/tokens/T1.json'))).toBe('404 404 token not found: T1')
  })

  it('keeps what the test endpoint is given apart, with the desk', async () => {
    const id = await city.posted({ service_code: 'power-outage' }, '/test/v2')
    expect(await city.read(await city.idOf(id))).toMatchObject({ isTest: true, state: 'received' })
    expect(await city.json<Open311Request[]>('/v2/requests.json')).toEqual([])
    expect(await city.json<Open311Request[]>('/test/v2/requests.json')).toMatchObject([{ service_request_id: id }])
    expect(await city.refused(city.get(`/v2/requests/${id}.json`))).toBe(`404 404 service_request_id not found: ${id}`)
  })
})

describe('every answer', () => {
  it('may be read by any page, and has the type of its extension', async () => {
    const answers = await Promise.all([
      city.get('/v2/services.xml'),
      city.get('/v2/requests.json?status=no'),
      city.post('/v2/requests.xml', {}),
      city.get('/v2/nothing.json'),
      city.get('/v2/services'),
      city.get('/v2/services.html'),
      city.ask('DELETE', '/v2/services.json'),
      city.ask('OPTIONS', '/v2/requests.json'),
    ])
    expect(
      answers.map(({ status, headers }) => [
        status,
        headers.get('content-type'),
        headers.get('access-control-allow-origin'),
      ]),
    ).toEqual([
      [200, 'text/xml; charset=utf-8', '*'],
      [400, 'application/json; charset=utf-8', '*'],
      [403, 'text/xml; charset=utf-8', '*'],
      [404, 'application/json; charset=utf-8', '*'],
      [404, 'text/xml; charset=utf-8', '*'],
      [404, 'text/xml; charset=utf-8', '*'],
      [400, 'application/json; charset=utf-8', '*'],
      [204, null, '*'],
    ])
  })

  it('says 429 in the same words when one address asks too often', async () => {
    const program = city.server.visitor('192.0.2.250')
    const statuses: number[] = []
    let last: Response | undefined
    for (let n = 0; n < 241; n++) {
      last = await program.request('GET', '/open311/v2/tokens/T.json')
      statuses.push(last.status)
    }
    expect(statuses.slice(0, 240).every((status) => status === 404)).toBe(true)
    expect(statuses[240]).toBe(429)
    expect(last!.headers.get('retry-after')).toBe('1')
    expect(await last!.json()).toEqual([{ code: 429, description: 'Too many requests; try again later' }])
  })
})
