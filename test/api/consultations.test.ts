import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { draw } from '../../server/domain/call-backs.ts'
import type { Consultations, ConsultationView } from '../../server/wire/consultation.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { IssueReview } from '../../server/wire/review.ts'
import type { CallBack, CallBacks } from '../../server/wire/supervision.ts'
import { colleague, type Visitor } from '../support/api.ts'
import { type Market, openMarket, step } from '../support/market.ts'
import { climbAt, handled, REPLY, takeDown, wall } from '../support/supervision.ts'

let market: Market
/** Supervisor. */
let zhou: Visitor
beforeEach(async () => {
  market = await openMarket()
  zhou = await colleague(market.server, market.sun, 'supervisor')
})
afterEach(() => market.close())

const jobs = () => market.server.deps.store.supervisionJobs
const ledgers = (person: Visitor = zhou) => person.ok<Consultations>('GET', '/consultations')
const detail = (id: string) => market.sun.ok<IssueDetail>('GET', `/issues/${id}`)
const decide = (matter: ConsultationView, what: string, body: unknown) =>
  zhou.ok<ConsultationView>('POST', `/consultations/${matter.id}/${what}`, body, { 'if-match': `"${matter.version}"` })
async function several(count: number, body: Record<string, unknown> = {}): Promise<IssueDetail[]> {
  const made: IssueDetail[] = []
  for (let n = 0; n < count; n++) made.push(await takeDown(market, body))
  return made
}

describe('the monthly consultation', () => {
  it('lists once a month what recurs at a site, and adds what comes later to the same matter', async () => {
    const lamps = await several(3)
    await several(2, { serviceId: 'policy', text: '补贴怎么申请' })
    await several(2, { siteId: market.neighbour.id })
    expect(await jobs().listConsultations(market.server.clock.at)).toBe(1)
    const [matter, ...others] = (await ledgers()).listed
    expect(others).toEqual([])
    expect(matter).toMatchObject({
      title: '南岸农贸市场别的',
      service: { id: 'other' },
      site: { id: market.site.id },
      reasons: ['recurring'],
      issueCount: 3,
    })
    expect(matter!.issues.map(({ id }) => id).sort()).toEqual(lamps.map(({ id }) => id).sort())
    expect(await detail(lamps[0]!.id)).toMatchObject({
      consultation: 'listed',
      consultationRef: { id: matter!.id, status: 'listed' },
    })
    const [fourth] = await several(1)
    expect(await jobs().listConsultations(market.server.clock.at)).toBe(0)
    expect(await jobs().listConsultations(wall('2026-11-02 08:00'))).toBe(1)
    expect((await ledgers()).listed).toMatchObject([{ id: matter!.id, issueCount: 4, version: 2 }])
    expect((await detail(fourth!.id)).consultation).toBe('listed')
  })

  it('gives a matter a lead, a date and a plan, makes an entry of it, and strikes it off', async () => {
    const lamps = await several(3)
    expect(await zhou.ok('POST', '/consultations/clustering')).toEqual({ consultations: 1, issues: 3 })
    const [listed] = (await ledgers()).listed
    const plan = { leadAgencyId: market.powerCompany, dueOn: '2026-11-30', plan: '北侧三盏灯换成LED，线路重新穿管' }
    const planned = await decide(listed!, 'plan', plan)
    expect(planned).toMatchObject({
      status: 'planned',
      leadAgency: { id: market.powerCompany },
      dueOn: '2026-11-30',
      isLate: false,
    })
    expect(await detail(lamps[1]!.id)).toMatchObject({ consultation: 'planned' })
    // The lead agency sees what it leads.
    expect((await ledgers(market.zhao)).planned).toMatchObject([{ id: listed!.id, issues: [] }])
    const entry = {
      title: '市场路灯不亮怎么办',
      plainWords: '打12345，三天内有人来修；修的时候不收钱。',
      legalBasis: '',
    }
    const written = await decide(planned, 'entry', entry)
    expect(written.entry).toMatchObject({ title: entry.title })
    const again = { 'if-match': `"${written.version}"` }
    expect(await zhou.refusal('POST', `/consultations/${listed!.id}/entry`, entry, again)).toBe(
      '409 409 not-allowed-now',
    )
    market.server.clock.at = wall('2026-12-01 09:00')
    expect((await ledgers()).planned).toMatchObject([{ isLate: true }])
    const struck = await decide(written, 'strike-off', { reason: '12月1日晚现场看过，三盏都亮' })
    expect(struck).toMatchObject({ status: 'struck_off', struckOffBy: '同事' })
    expect(await detail(lamps[2]!.id)).toMatchObject({ consultation: 'struck_off' })
    expect(
      (await detail(lamps[2]!.id)).events.filter(({ kind }) => kind === 'consultation').map(({ body }) => body.change),
    ).toEqual(['listed', 'planned', 'struck_off'])
    const late = { 'if-match': `"${struck.version}"` }
    expect(
      await zhou.refusal('POST', `/consultations/${listed!.id}/plan`, { ...plan, dueOn: '2027-01-01' }, late),
    ).toBe('409 409 not-allowed-now')
    // What was struck off is not found again.
    expect(await zhou.ok('POST', '/consultations/clustering')).toEqual({ consultations: 0, issues: 0 })
  })

  it('takes an issue by hand, and refuses an unknown one', async () => {
    const [one] = await several(1)
    expect(await zhou.refusal('POST', '/consultations', { issueIds: ['nothing'] })).toBe('422 422 unknown-reference')
    expect(await zhou.ok('POST', '/consultations', { issueIds: [one!.id] })).toEqual({ consultations: 1, issues: 1 })
    expect((await ledgers()).listed).toMatchObject([{ reasons: ['by_hand'], issueCount: 1 }])
    expect(await detail(one!.id)).toMatchObject({ consultation: 'listed' })
  })

  it('goes by the version that was looked at, needs a date to come, and a supervisor', async () => {
    await several(3)
    await zhou.ok('POST', '/consultations/clustering')
    const [listed] = (await ledgers()).listed
    const plan = { leadAgencyId: market.powerCompany, dueOn: '2026-11-30', plan: '换灯' }
    const path = `/consultations/${listed!.id}/plan`
    const own = { 'if-match': `"${listed!.version}"` }
    expect(await zhou.refusal('POST', path, { ...plan, dueOn: '2026-10-09' }, own)).toBe('422 422 invalid')
    expect(await zhou.refusal('POST', path, { ...plan, leadAgencyId: 'nobody' }, own)).toBe('422 422 unknown-reference')
    expect(await market.wang.refusal('POST', path, plan, own)).toBe('403 403 forbidden')
    expect(await market.zhao.refusal('POST', path, plan, own)).toBe('403 403 forbidden')
    await decide(listed!, 'plan', plan)
    expect(await zhou.refusal('POST', path, plan, own)).toBe('412 412 stale')
    // An officer of an agency that neither leads nor has it sees nothing of it.
    const qian = await colleague(market.server, market.sun, 'officer', market.waterBureau)
    expect(await ledgers(qian)).toEqual({ listed: [], planned: [], struckOff: [] })
  })
})

describe('call-backs', () => {
  const withdraw = (id: string, reason: string) =>
    step(market.wang, id, 'withdrawal', { reason, askedChannel: 'telephone', askedAt: market.server.clock.at })

  it('are drawn once a month from what ended without an answer, and can be drawn again', async () => {
    const ended = await several(7)
    for (const { id } of ended) await withdraw(id, '商户说不用了')
    await several(2)
    market.server.clock.at = wall('2026-11-01 00:10')
    expect(await jobs().drawCallBacks(market.server.clock.at)).toBe(5)
    expect(await jobs().drawCallBacks(market.server.clock.at)).toBe(0)
    const { rows, draws, openCount } = await zhou.ok<CallBacks>('GET', '/call-backs')
    expect([openCount, draws]).toEqual([
      5,
      [
        {
          month: '2026-10',
          seed: expect.stringMatching(/^[0-9a-f]{32}$/),
          populationCount: 7,
          drawnCount: 5,
          drawnAt: market.server.clock.at,
        },
      ],
    ])
    const again = draw(
      ended.map(({ id }) => id),
      draws[0]!.seed,
    )
    expect(rows.map(({ issue }) => issue.id).sort()).toEqual([...again].sort())
    expect(rows[0]).toMatchObject({ cause: 'withdrawn', reason: '商户说不用了', outcome: null })
    expect(await market.wang.refusal('GET', '/call-backs')).toBe('403 403 forbidden')
  })

  it('that find pressure need its words, stand on the issue, and offer to reopen it', async () => {
    const [one] = await several(1)
    await withdraw(one!.id, '商户说不用了')
    market.server.clock.at = wall('2026-11-01 00:10')
    await jobs().drawCallBacks(market.server.clock.at)
    const [call] = (await zhou.ok<CallBacks>('GET', '/call-backs')).rows
    const path = `/call-backs/${call!.id}/outcome`
    expect(await zhou.refusal('POST', path, { outcome: 'pressure' })).toBe('422 422 invalid')
    expect(await zhou.ok<CallBack>('POST', path, { outcome: 'unreachable' })).toMatchObject({ outcome: 'unreachable' })
    expect((await zhou.ok<CallBacks>('GET', '/call-backs')).openCount).toBe(1)
    const note = '说是市场管理方让撤的'
    const found = await zhou.ok<CallBack>('POST', path, { outcome: 'pressure', note })
    expect(found).toMatchObject({ outcome: 'pressure', note, isReopeningOffered: true })
    expect(await zhou.refusal('POST', path, { outcome: 'no_pressure' })).toBe('409 409 not-allowed-now')
    const issue = await step(zhou, one!.id, 'reopening', { reason: note })
    expect([issue.state, issue.round]).toEqual(['received', 2])
    expect(issue.events.filter(({ kind }) => kind === 'call_back').map(({ body }) => body.outcome)).toEqual([
      'unreachable',
      'pressure',
    ])
    expect((await zhou.ok<CallBacks>('GET', '/call-backs')).rows).toMatchObject([{ isReopeningOffered: false }])
  })
})

describe('the review', () => {
  it('tells an issue from the first word to the second round, with clocks, notices and who held it', async () => {
    const issue = await handled(market, await takeDown(market))
    await climbAt(market, '2026-10-15 09:00')
    market.server.clock.at = wall('2026-10-15 09:10')
    await step(market.zhao, issue.id, 'reply', REPLY)
    market.server.clock.at = wall('2026-10-15 10:00')
    await step(market.wang, issue.id, 'confirmation', { answer: 'no', channel: 'telephone', text: '还是不亮' })
    market.server.clock.at = wall('2026-10-15 11:00')
    const review = await zhou.ok<IssueReview>('GET', `/issues/${issue.id}/review`)
    expect(
      review.steps.map(({ state, holder, round, agency, workingMinutes }) => [
        state,
        holder,
        round,
        agency?.id ?? null,
        workingMinutes,
      ]),
    ).toEqual([
      ['received', 'desk', 1, null, 0],
      ['dispatched', 'agency', 1, market.powerCompany, 0],
      ['signed', 'agency', 1, market.powerCompany, 0],
      ['handling', 'agency', 1, market.powerCompany, 4 * 420 + 10],
      ['replied', 'desk', 1, null, 50],
      ['follow_up', 'reporter', 1, null, 0],
      ['dissatisfied', 'desk', 2, null, 60],
    ])
    const handling = review.steps[3]!
    expect(handling.clocks).toMatchObject([{ clock: 'handle', rule: 'A', amount: 5, isLate: false }])
    expect(handling.notices).toMatchObject([{ rung: 'reminder', agency: { id: market.powerCompany } }])
    expect(handling.events.map(({ kind }) => kind)).toEqual(['supervision'])
    expect(review.rounds).toMatchObject([
      { round: 1, repliedAt: wall('2026-10-15 09:10'), resolved: 'yes', expectedAt: wall('2026-10-16 09:00') },
      { round: 2, repliedAt: null, resolved: 'none' },
    ])
    expect(review.totals.map(({ holder, workingMinutes }) => [holder, workingMinutes])).toEqual([
      ['desk', 110],
      ['agency', 1_690],
      ['reporter', 0],
      ['nobody', 0],
    ])
    expect([review.endedAt, review.supervisionLevel]).toEqual([null, 1])
  })

  it('is for those who may see the issue', async () => {
    const issue = await handled(market, await takeDown(market))
    const qian = await colleague(market.server, market.sun, 'officer', market.waterBureau)
    expect(await qian.refusal('GET', `/issues/${issue.id}/review`)).toBe('404 404 not-found')
    expect((await market.zhao.ok<IssueReview>('GET', `/issues/${issue.id}/review`)).number).toBe(issue.number)
  })
})
