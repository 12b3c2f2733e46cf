import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditPage } from '../../server/wire/audit.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { User } from '../../server/wire/people.ts'
import type { ContactView } from '../../server/wire/privacy.ts'
import { ADMINISTRATOR, claim, colleague, startTestServer, type TestServer, type Visitor } from '../support/api.ts'

const TELEPHONE = '13800138000'
const TEXT = '招牌审批三周没动静，回我13912345678'

let server: TestServer
let sun: Visitor
let operator: Visitor
let officer: Visitor
let viewer: Visitor
let issue: IssueDetail
let agencyId: string

beforeAll(async () => {
  server = await startTestServer()
  sun = await claim(server)
  agencyId = (await sun.ok<{ id: string }>('POST', '/agencies', { nameZh: '街道办', nameEn: 'Street office' })).id
  operator = await colleague(server, sun, 'operator')
  officer = await colleague(server, sun, 'officer', agencyId)
  viewer = await colleague(server, sun, 'viewer')
  issue = await take()
})
afterAll(() => server.close())

async function take(): Promise<IssueDetail> {
  const body = {
    channel: 'telephone',
    serviceId: 'other',
    siteId: null,
    place: '东2排',
    text: TEXT,
    telephone: TELEPHONE,
    name: '王秀英',
  }
  const made = await operator.ok<IssueDetail>('POST', '/issues', body)
  const headers = { 'if-match': `"${made.version}"` }
  return operator.ok<IssueDetail>('POST', `/issues/${made.id}/dispatch`, { agencyId, reason: '归他们管' }, headers)
}
async function grant(login: string, rights: string[]): Promise<void> {
  const user = (await sun.ok<User[]>('GET', '/users')).find((one) => one.login === login) as User
  const { id, name, role, agency } = user
  const own = {
    name,
    role,
    agencyId: agency?.id ?? null,
    rights,
    isDisabled: false,
    ownPassword: ADMINISTRATOR.password,
  }
  await sun.ok('PUT', `/users/${id}`, own)
}
const look = (visitor: Visitor, of = issue, reason = 'call_reporter') =>
  visitor.api('POST', `/issues/${of.id}/contact-view`, { reportId: of.reports[0]?.id, reason })
const write = (sql: string, args: string[]) => server.writer.write([{ sql, args, expectRows: 1 }])

describe('a merchant’s contact data', () => {
  it('is masked in every answer of the interface', async () => {
    for (const visitor of [sun, operator, officer, viewer])
      for (const path of ['/issues', `/issues/${issue.id}`, '/overview']) {
        const text = await (await visitor.api('GET', path)).text()
        expect(text, path).not.toMatch(new RegExp(`${TELEPHONE}|13912345678|王秀英`))
      }
  })

  it('is shown to nobody without the right, whatever their role', async () => {
    for (const visitor of [sun, operator, officer]) expect((await look(visitor)).status).toBe(403)
    const { rows } = await sun.ok<AuditPage>('GET', '/audit?group=contact')
    expect(rows).toEqual([])
  })

  it('is shown whole to who has the right and says why; each look is in the log and on the issue, without the data', async () => {
    await grant('operator-none', ['contacts.view'])
    const shown = (await (await look(operator)).json()) as ContactView
    expect(shown).toEqual({ name: '王秀英', telephone: TELEPHONE, text: TEXT, place: '东2排' })
    await look(operator, issue, 'reporter_asked')
    const { rows } = await sun.ok<AuditPage>('GET', '/audit?group=contact')
    const reportId = issue.reports[0]?.id
    const reportNumber = issue.reports[0]?.number
    expect(rows.map(({ action, subject, body }) => ({ action, subject, body }))).toEqual([
      { action: 'contact.viewed', subject: issue.number, body: { reportId, reportNumber, reason: 'reporter_asked' } },
      { action: 'contact.viewed', subject: issue.number, body: { reportId, reportNumber, reason: 'call_reporter' } },
    ])
    const { events, version } = await operator.ok<IssueDetail>('GET', `/issues/${issue.id}`)
    const seen = events.filter(({ kind }) => kind === 'contact_viewed')
    expect(seen.map(({ body }) => body)).toEqual([
      { reportNumber, reason: 'call_reporter' },
      { reportNumber, reason: 'reporter_asked' },
    ])
    expect(version, 'a look changes nothing that somebody decides on').toBe(issue.version)
    expect(JSON.stringify([rows, events])).not.toMatch(new RegExp(`${TELEPHONE}|王秀英`))
  })

  it('demands a reason from the list, and a report of this very issue', async () => {
    expect((await look(operator, issue, 'curious')).status).toBe(422)
    const other = await take()
    const path = `/issues/${issue.id}/contact-view`
    expect(await operator.refusal('POST', path, { reportId: other.reports[0]?.id, reason: 'visit' })).toBe(
      '422 422 unknown-reference',
    )
  })

  it('is closed to the agency when the merchant wished so, or the issue is secret', async () => {
    await grant(`officer-${agencyId}`, ['contacts.view'])
    expect((await look(officer)).status).toBe(201)
    expect(await server.deps.store.contacts.hide(issue.reports[0]?.id ?? '')).toBe(true)
    expect(await look(officer).then((answer) => answer.json())).toMatchObject({
      type: 'urn:mingchuang:problem:contact-hidden',
    })
    expect((await look(operator)).status).toBe(201)
    const masked = (await officer.ok<IssueDetail>('GET', `/issues/${issue.id}`)).reports[0]?.maskedTelephone
    expect(masked).toBeNull()
    expect(await server.deps.store.contacts.hide('nobody')).toBe(false)

    const secret = await take()
    await write('UPDATE issues SET is_secret = 1 WHERE id = ?', [secret.id])
    expect((await look(officer, secret)).status).toBe(403)
    expect((await officer.api('GET', `/issues/${secret.id}`)).status).toBe(200)
  })

  it('of another agency’s issue does not exist for an officer', async () => {
    const elsewhere = await sun.ok<{ id: string }>('POST', '/agencies', { nameZh: '水务局', nameEn: 'Water' })
    const foreign = await colleague(server, sun, 'officer', elsewhere.id)
    await grant(`officer-${elsewhere.id}`, ['contacts.view'])
    expect((await look(foreign)).status).toBe(404)
  })
})

describe('secret issues', () => {
  it('are nobody’s to read who only reads, anywhere, unless they have the right', async () => {
    const secret = await take()
    await write('UPDATE issues SET is_secret = 1 WHERE id = ?', [secret.id])
    const shows = async (): Promise<boolean[]> => {
      const list = await (await viewer.api('GET', '/issues?state=all&limit=200')).text()
      return [list.includes(secret.number), (await viewer.api('GET', `/issues/${secret.id}`)).status === 200]
    }
    expect(await shows()).toEqual([false, false])
    expect((await operator.api('GET', `/issues/${secret.id}`)).status).toBe(200)
    await grant('viewer-none', ['issues.secret'])
    expect(await shows()).toEqual([true, true])
  })
})

describe('what a merchant is shown of others', () => {
  it('holds neither complaints nor secret issues, and no word anybody wrote', async () => {
    const site = await sun.ok<{ id: string }>('POST', '/sites', {
      nameZh: '南岸市场',
      nameEn: 'Nanan',
      kind: 'market',
      address: '南岸路1号',
      merchantCount: 80,
      supplyLine: null,
    })
    const at = (serviceId: string) =>
      operator.ok<IssueDetail>('POST', '/issues', {
        channel: 'window',
        serviceId,
        siteId: site.id,
        place: '',
        text: TEXT,
      })
    const [open, complaint, secret] = [await at('network'), await at('approval'), await at('network')]
    await write('UPDATE issues SET is_secret = 1 WHERE id = ?', [secret.id])
    const answer = await (await server.visitor().api('GET', `/merchant/sites/${site.id}`)).text()
    expect([open, complaint, secret].map(({ number }) => answer.includes(number))).toEqual([true, false, false])
    expect(answer).not.toContain('三周没动静')
  })
})
