import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditKpis } from '../../cli/audit-kpis.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Kpis } from '../../server/wire/kpis.ts'
import { ADMINISTRATOR, claim, startTestServer, type TestServer, type Visitor } from '../support/api.ts'

const HOUR = 3_600_000
const YEAR = 365.25 * 24 * HOUR

let server: TestServer
let sun: Visitor
const agencies: string[] = []
beforeAll(async () => {
  server = await startTestServer()
  sun = await claim(server)
  for (const nameZh of ['供电公司', '街道办'])
    agencies.push((await sun.ok<{ id: string }>('POST', '/agencies', { nameZh, nameEn: nameZh })).id)
})
afterAll(() => server.close())

type Step = [action: string, body: Record<string, unknown>]
const words = (text: string): string => `${text}，联系人王秀英13800138000`

/** One issue through its steps, an hour and a bit apart. */
async function walk(n: number, steps: readonly Step[]): Promise<string> {
  let issue = await sun.ok<IssueDetail>('POST', '/issues', {
    channel: 'telephone',
    serviceId: 'other',
    siteId: null,
    place: `河沿街${n}号`,
    text: words('招牌'),
    telephone: '13800138000',
    name: '王秀英',
  })
  for (const [action, body] of steps) {
    server.clock.at += HOUR + n * 60_000
    await sun.ok('POST', '/session', { login: ADMINISTRATOR.login, password: ADMINISTRATOR.password })
    issue = await sun.ok<IssueDetail>('POST', `/issues/${issue.id}/${action}`, body, {
      'if-match': `"${issue.version}"`,
    })
  }
  return issue.id
}

const dispatch = (n: number): Step => ['dispatch', { agencyId: agencies[n % 2], reason: words('归他们') }]
const handled = (n: number): Step[] => [
  dispatch(n),
  ['signature', { personInCharge: '王秀英' }],
  ['contact', { note: words('电话说了'), wasReached: true }],
  [
    'reply',
    {
      text: words(`第${n}件修好了，请放心，有问题再联系我们`),
      resolved: 'yes',
      reasonCode: 'done',
      sameTextReason: words('一样的'),
    },
  ],
]
const told = { askedChannel: 'telephone', askedAt: 0 }

const figures = async (): Promise<Pick<Kpis, 'figures' | 'stages' | 'received'>> => {
  await server.deps.store.kpis.follow(server.clock.at)
  const { figures, stages, received } = await sun.ok<Kpis>('GET', '/kpis?from=2026-10-01&to=2026-10-31')
  return { figures, stages, received }
}
const audited = () =>
  auditKpis(server.deps.config, {
    from: '2026-10-01',
    to: '2026-12-31',
    now: () => server.clock.at,
    say: () => {},
  }).then(({ differences }) => differences)

describe('figures of issues whose texts are gone', () => {
  it('are those they were before, and recompute from what is left of the events', async () => {
    for (let n = 0; n < 6; n++)
      await walk(n, [...handled(n), ['confirmation', { answer: 'yes', channel: 'telephone', text: words('好了') }]])
    await walk(6, [
      ...handled(6),
      ['confirmation', { answer: 'no', channel: 'telephone', text: words('没好') }],
      dispatch(7),
    ])
    await walk(7, [['refusal', { reasonCode: 'court', legalBasis: '民诉法', whereInstead: words('去法院') }]])
    await walk(8, [['withdrawal', { reason: words('不用了'), ...told, askedAt: server.clock.at }]])
    await walk(9, [
      dispatch(0),
      [
        'return',
        {
          reasonCode: 'not_our_duty',
          reason: words('不归我们'),
          proposedAgencyId: agencies[1],
          legalBasis: '三定方案',
        },
      ],
      dispatch(1),
    ])
    // Time passes: what waits for nobody is closed by itself, then outlives its term.
    server.clock.at += 40 * 24 * HOUR
    for (let n = 0; n < 5; n++) await server.deps.store.issueJobs.passTime(server.clock.at)
    server.clock.at += 6 * YEAR
    await sun.ok('POST', '/session', { login: ADMINISTRATOR.login, password: ADMINISTRATOR.password })

    const before = await figures()
    expect(before.figures.some(({ denominator }) => denominator > 0)).toBe(true)
    const run = await sun.ok<Record<string, number>>('POST', '/retention/runs', { isDryRun: false })
    expect(run).toMatchObject({ refusedIssues: 2, handledIssues: 6 })
    expect(await figures()).toEqual(before)
    expect(await audited()).toEqual([])
  }, 60_000)
})
