import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { retentionJob } from '../../server/jobs/retention.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Retention } from '../../server/wire/privacy.ts'
import { claim, startTestServer, type TestServer, type Visitor } from '../support/api.ts'

const DAY = 86_400_000
const SECRETS = /王秀英|13800138000|秘密|门脸房/

let server: TestServer
let sun: Visitor
beforeAll(async () => {
  server = await startTestServer()
  sun = await claim(server)
})
afterAll(() => server.close())

const rowsOf = async (sql: string, args: (string | number)[] = []) => {
  const outcome = await server.writer.write([{ sql, args }])
  if (!outcome.ok) throw new Error(sql)
  return outcome.rows[0]?.map((row) => ({ ...row })) ?? []
}
const change = (sql: string, args: (string | number)[]) => server.writer.write([{ sql, args, expectRows: 1 }])

/** An issue of a merchant with words everywhere words can be, ended in `state` at `endedAt`. */
async function ended(state: string, endedAt: number): Promise<IssueDetail> {
  const body = {
    channel: 'telephone',
    serviceId: 'other',
    siteId: null,
    place: '门脸房3号',
    text: '说个秘密，回我13800138000',
    telephone: '13800138000',
    name: '王秀英',
  }
  const issue = await sun.ok<IssueDetail>('POST', '/issues', body)
  const { id } = issue
  await change(
    `UPDATE issues SET state = ?, finished_at = ?, reply_text = '秘密答复', replied_at = ?, resolved = 'yes', person_in_charge = '秘密的人' WHERE id = ?`,
    [state, endedAt, endedAt, id],
  )
  await change('UPDATE contacts SET created_at = ? WHERE report_id = ?', [endedAt - DAY, issue.reports[0]?.id ?? ''])
  const event = JSON.stringify({ text: '秘密答复', resolved: 'yes', reasonCode: 'done', plannedAt: null })
  await change(
    `INSERT INTO issue_events (issue_id, at, kind, rule, from_state, to_state, actor_role, body) VALUES (?, ?, 'transition', 'T13', 'handling', 'replied', 'agency', ?)`,
    [id, endedAt, event],
  )
  await change(
    `INSERT INTO questions (id, issue_id, text, asked_at, limit_at, answer, outcome) VALUES (?, ?, '秘密问题', 1, 2, '秘密', 'answered')`,
    [`q-${id}`, id],
  )
  await change(
    `INSERT INTO issue_requests (id, issue_id, kind, body, requested_at, decision) VALUES (?, ?, 'extension', ?, 1, '秘密')`,
    [`r-${id}`, id, JSON.stringify({ untilAt: 5, reason: '秘密', legalBasis: '秘密' })],
  )
  await change(
    `INSERT INTO attachments (id, issue_id, name, type, size, sha256, created_at) VALUES (?, ?, '秘密.png', 'image/png', 1, ?, 1)`,
    [`a-${id}`, id, `h-${id}`],
  )
  await change('INSERT INTO attachment_bytes (sha256, bytes) VALUES (?, ?)', [`h-${id}`, '秘密'])
  return issue
}

/** Everything the database keeps about an issue, as text. */
async function keptOf(id: string): Promise<string> {
  const tables = [
    'SELECT * FROM issues WHERE id = ?',
    'SELECT * FROM reports WHERE issue_id = ?',
    'SELECT * FROM contacts WHERE report_id IN (SELECT id FROM reports WHERE issue_id = ?)',
    'SELECT * FROM issue_events WHERE issue_id = ?',
    'SELECT * FROM questions WHERE issue_id = ?',
    'SELECT * FROM issue_requests WHERE issue_id = ?',
    'SELECT * FROM pauses WHERE issue_id = ?',
    'SELECT * FROM attachments WHERE issue_id = ?',
    'SELECT CAST(bytes AS TEXT) AS bytes FROM attachment_bytes WHERE sha256 IN (SELECT sha256 FROM attachments WHERE issue_id = ?)',
    'SELECT * FROM messages WHERE issue_id = ?',
  ]
  return JSON.stringify(await Promise.all(tables.map((sql) => rowsOf(sql, [id]))))
}
const telephoneOf = async (issue: IssueDetail) =>
  (await rowsOf('SELECT telephone FROM contacts WHERE report_id = ?', [issue.reports[0]?.id ?? '']))[0]?.telephone

describe('keeping no longer than the policy says', () => {
  // 2026-10-10 09:00 in Tianjin; a year before it to the millisecond, and a millisecond later.
  const yearAgo = Date.UTC(2025, 9, 10, 1)
  const fiveYearsAgo = Date.UTC(2021, 9, 10, 1)
  const issues: Record<string, IssueDetail> = {}

  beforeAll(async () => {
    issues.withdrawnDue = await ended('withdrawn', yearAgo)
    issues.withdrawnNot = await ended('withdrawn', yearAgo + 1)
    issues.refusedDue = await ended('not_accepted', yearAgo - DAY)
    issues.handledOld = await ended('closed', fiveYearsAgo)
    issues.handledNot = await ended('closed', fiveYearsAgo + 1)
    issues.open = await sun.ok<IssueDetail>('POST', '/issues', {
      channel: 'window',
      serviceId: 'other',
      siteId: null,
      place: '门脸房9号',
      text: '还开着的秘密',
      telephone: '13800138000',
      name: '王秀英',
    })
    await change('UPDATE contacts SET created_at = 1 WHERE report_id = ?', [issues.open.reports[0]?.id ?? ''])
  })

  it('counts in a dry run what is due, and changes nothing', async () => {
    const before = await keptOf(issues.handledOld!.id)
    const counts = await sun.ok('POST', '/retention/runs', { isDryRun: true })
    expect(counts).toEqual({ contacts: 4, refusedIssues: 2, handledIssues: 1, attachments: 3 })
    expect(await keptOf(issues.handledOld!.id)).toBe(before)
    expect(await sun.ok('POST', '/retention/runs', { isDryRun: true }), 'a second one counts the same').toEqual(counts)
  })

  it('removes exactly what the dry run counted, and what is left is a tombstone with its figures', async () => {
    expect(await sun.ok('POST', '/retention/runs', { isDryRun: false })).toEqual({
      contacts: 4,
      refusedIssues: 2,
      handledIssues: 1,
      attachments: 3,
    })
    for (const name of ['withdrawnDue', 'refusedDue', 'handledOld'])
      expect(await keptOf(issues[name]!.id), name).not.toMatch(SECRETS)
    const { id } = issues.handledOld!
    expect(
      await rowsOf('SELECT state, resolved, replied_at, finished_at, number, service_id FROM issues WHERE id = ?', [
        id,
      ]),
    ).toEqual([
      {
        state: 'closed',
        resolved: 'yes',
        replied_at: fiveYearsAgo,
        finished_at: fiveYearsAgo,
        number: issues.handledOld!.number,
        service_id: 'other',
      },
    ])
    const events = await rowsOf(`SELECT rule, at, body FROM issue_events WHERE issue_id = ? AND rule = 'T13'`, [id])
    expect(events).toEqual([
      {
        rule: 'T13',
        at: fiveYearsAgo,
        body: JSON.stringify({ text: '', resolved: 'yes', reasonCode: 'done', plannedAt: null }),
      },
    ])
    expect(await rowsOf('SELECT sha256 FROM attachment_bytes WHERE sha256 = ?', [`h-${id}`])).toEqual([])
    expect((await sun.ok<IssueDetail>('GET', `/issues/${id}`)).isErased).toBe(true)
  })

  it('leaves what is not due: texts a millisecond too young, and all of an open issue', async () => {
    for (const name of ['withdrawnNot', 'handledNot']) expect(await keptOf(issues[name]!.id), name).toMatch(/秘密/)
    expect(await telephoneOf(issues.handledNot!), 'its contact data is older than twelve months').toBeNull()
    expect(await telephoneOf(issues.withdrawnNot!)).toBe('13800138000')
    expect(await telephoneOf(issues.open!)).toBe('13800138000')
  })

  it('does the work once: a second run finds nothing', async () => {
    expect(await sun.ok('POST', '/retention/runs', { isDryRun: false })).toEqual({
      contacts: 0,
      refusedIssues: 0,
      handledIssues: 0,
      attachments: 0,
    })
  })

  it('keeps bytes that another issue still shows', async () => {
    const [gone, stays] = [await ended('withdrawn', yearAgo), await ended('closed', yearAgo + DAY)]
    await change('UPDATE attachments SET sha256 = ? WHERE issue_id = ?', [`h-${gone.id}`, stays.id])
    await sun.ok('POST', '/retention/runs', { isDryRun: false })
    expect(await rowsOf('SELECT sha256 FROM attachment_bytes WHERE sha256 = ?', [`h-${gone.id}`])).toHaveLength(1)
  })

  it('keeps an issue that was reopened', async () => {
    const issue = await ended('withdrawn', yearAgo)
    await change('UPDATE issues SET finished_at = NULL, state = ? WHERE id = ?', ['received', issue.id])
    await sun.ok('POST', '/retention/runs', { isDryRun: false })
    expect(await keptOf(issue.id)).toMatch(/秘密/)
  })

  it('goes by a changed policy, which the log tells with its reason', async () => {
    const policy = { contactMonths: 1, refusedMonths: 12, handledMonths: 12 }
    const retention = await sun.ok<Retention>('PUT', '/retention', { ...policy, reason: '区里定的' })
    expect(retention.policy).toEqual(policy)
    expect(await sun.ok('POST', '/retention/runs', { isDryRun: true })).toMatchObject({ handledIssues: 1 })
    const { rows } = await sun.ok<{ rows: { action: string; body: unknown }[] }>('GET', '/audit?group=retention')
    expect(rows.find(({ action }) => action === 'retention.policy-changed')?.body).toEqual({
      before: { contactMonths: 12, refusedMonths: 12, handledMonths: 60 },
      after: policy,
      reason: '区里定的',
    })
    expect(await sun.refusal('PUT', '/retention', { ...policy, contactMonths: 0, reason: 'x' })).toBe('422 422 invalid')
  })

  it('works more than one slice, and goes on where a cut-off run stopped', async () => {
    const many = await Promise.all(Array.from({ length: 130 }, () => ended('withdrawn', yearAgo - DAY)))
    const { writer } = server
    const real = writer.write.bind(writer)
    let left = 2
    writer.write = async (statements) => {
      if (left-- === 0) throw new Error('cut off')
      return real(statements)
    }
    await expect(
      server.deps.store.retention.run(false, { id: null, role: 'console' }, server.clock.at),
    ).rejects.toThrow('cut off')
    writer.write = real
    const outcome = await server.deps.store.retention.run(false, { id: null, role: 'console' }, server.clock.at)
    expect(outcome.ok && outcome.value.refusedIssues).toBeGreaterThan(0)
    for (const { id } of many) expect(await keptOf(id)).not.toMatch(SECRETS)
  }, 60_000)

  it('runs by itself once a night, and not by day', async () => {
    const job = retentionJob(server.deps)
    const runs = async () => (await server.deps.store.retention.read()).runs.filter(({ by }) => by === null).length
    const before = await runs()
    const midnight = Date.UTC(2026, 9, 10, 16)
    for (const hour of [1, 3, 4, 12, 23]) await job.tick(midnight + hour * 3_600_000)
    expect(await runs()).toBe(before + 1)
    await job.tick(midnight + DAY + 3.5 * 3_600_000)
    expect(await runs()).toBe(before + 2)
  })
})
