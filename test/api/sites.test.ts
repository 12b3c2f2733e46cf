import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Overview } from '../../server/wire/overview.ts'
import type { SitePower } from '../../server/wire/power.ts'
import type { Site, SiteDay, SiteDetail } from '../../server/wire/sites.ts'
import { MORNING } from '../support/api.ts'
import { type Market, openMarket, report } from '../support/market.ts'
import { installMeter, type Meter } from '../support/market-meter.ts'

const MINUTE = 60_000
const MIDNIGHT = MORNING - 9 * 60 * MINUTE

let market: Market
let meter: Meter
beforeEach(async () => {
  market = await openMarket()
  meter = await installMeter(market)
})
afterEach(() => market.close())

const now = () => market.server.clock.at
const tell = () => market.server.deps.store.issueJobs.tellInterruptions(now())
const detail = () => market.sun.ok<SiteDetail>('GET', `/sites/${market.site.id}`)
const power = (query = '') => market.sun.ok<SitePower>('GET', `/sites/${market.site.id}/power${query}`)

/** Power from 09:00 to 09:05, none to 09:07, a dip at 09:10, silence from 09:15 on. */
async function aBadMorning(): Promise<void> {
  await meter.readOn(229, 5 * MINUTE)
  await meter.readOn(0, 2 * MINUTE)
  await meter.readOn(229, 3 * MINUTE)
  await meter.readOn(171, 20_000)
  await meter.readOn(229, 4 * MINUTE + 40_000)
}

describe('a site’s day', () => {
  it('has a strip that says present, absent and unknown, the dips and the interruption with its length', async () => {
    await aBadMorning()
    await tell()
    const day = await detail()
    expect(day.spans).toEqual([
      { from: MIDNIGHT, to: MORNING + 10_000, value: 'unknown' },
      { from: MORNING + 10_000, to: MORNING + 5 * MINUTE + 10_000, value: 'present' },
      { from: MORNING + 5 * MINUTE + 10_000, to: MORNING + 7 * MINUTE + 10_000, value: 'absent' },
      { from: MORNING + 7 * MINUTE + 10_000, to: null, value: 'present' },
    ])
    expect(day).toMatchObject({
      supply: {
        value: 'present',
        sinceAt: MORNING + 7 * MINUTE + 10_000,
        evidence: 'confirmed',
        reason: 'meter_present',
      },
      dips: [{ at: MORNING + 10 * MINUTE + 10_000, volts: 171 }],
      interruptionCount: 1,
      interruptedMs: 2 * MINUTE,
      nodeCount: 1,
      issue: { title: '南岸农贸市场停电', state: 'dispatched', reportCount: 0 },
      openIssues: [{ channel: 'edge' }],
      recentIssues: [],
      neighbours: [{ site: { nameZh: '盐坨里市场' }, supply: { value: 'unknown', reason: 'no_meter' } }],
      nodes: [{ id: 'nanan-1', status: 'online' }],
      reportPath: `/m/?s=${market.site.id}`,
    })
  })

  it('turns unknown when the meter falls silent, and never absent', async () => {
    await meter.readOn(229, 5 * MINUTE)
    market.server.clock.at += 20 * MINUTE
    const day = await detail()
    expect(day.supply).toEqual({
      value: 'unknown',
      sinceAt: MORNING + 5 * MINUTE,
      evidence: 'unknown',
      reason: 'silent',
    })
    expect(day.spans).toEqual([
      { from: MIDNIGHT, to: MORNING + 10_000, value: 'unknown' },
      { from: MORNING + 10_000, to: MORNING + 5 * MINUTE, value: 'present' },
      { from: MORNING + 5 * MINUTE, to: null, value: 'unknown' },
    ])
    expect(day.nodes).toMatchObject([
      { status: 'silent', silentMetrics: ['main-meter/l1.volts', 'main-meter/l2.volts', 'main-meter/l3.volts'] },
    ])
    await meter.read(229)
    expect((await detail()).spans.slice(1)).toEqual([
      { from: MORNING + 10_000, to: MORNING + 5 * MINUTE, value: 'present' },
      { from: MORNING + 5 * MINUTE, to: now(), value: 'unknown' },
      { from: now(), to: null, value: 'present' },
    ])
  })
})

describe('a site’s voltages', () => {
  it('come as they were measured while they fit, with the events of the window and their lengths as intervals', async () => {
    await aBadMorning()
    const shown = await power(`?from=${MORNING}&to=${now()}`)
    expect(shown.bucketMs).toBe(0)
    expect(shown.series.map(({ phase, points }) => [phase, points.length])).toEqual([
      ['l1', 90],
      ['l2', 90],
      ['l3', 90],
    ])
    expect(shown.series[0]!.points.slice(29, 32)).toEqual([
      [MORNING + 300_000, 229, 229],
      [MORNING + 310_000, 0, 0],
      [MORNING + 320_000, 0, 0],
    ])
    const interruption = shown.events.find(({ kind }) => kind === 'interruption')
    expect(interruption).toMatchObject({
      startMinAt: MORNING + 300_000,
      startMaxAt: MORNING + 310_000,
      endMinAt: MORNING + 420_000,
      endMaxAt: MORNING + 430_000,
      minMs: 110_000,
      maxMs: 130_000,
      residualVolts: 0,
      resolutionMs: 10_000,
      evidence: 'confirmed',
    })
    // The dip around an interruption is the interruption; a dip is listed under each of its phases.
    expect(shown.events.map(({ kind, phase }) => `${kind} ${phase}`).sort()).toEqual([
      'interruption all',
      'voltage_dip l1',
      'voltage_dip l2',
      'voltage_dip l3',
    ])
  })

  it('are thinned to lowest and highest of a bucket, never above 2,000 points, and a hole stays a hole', async () => {
    for (let n = 0; n < 2; n++) {
      await meter.readOn(229, 2.4 * 60 * MINUTE)
      await meter.readOn(150, 10_000)
      market.server.clock.at += 30 * MINUTE
    }
    await meter.readOn(231, 10_000)
    const { bucketMs, series } = await power(`?from=${MORNING}`)
    expect(bucketMs).toBeGreaterThan(10_000)
    expect(series[0]!.points.length).toBeLessThan(1_600)
    for (const { points } of series) {
      expect(points.length).toBeLessThanOrEqual(2_000)
      expect(points.filter(([, low]) => low === null)).toHaveLength(2)
      expect(Math.min(...points.flatMap(([, low]) => (low === null ? [] : [low])))).toBe(150)
      expect(points.map(([at]) => at)).toEqual(points.map(([at]) => at).toSorted((a, b) => a - b))
    }
  })

  it('are refused for a window that ends before it begins or is longer than 31 days', async () => {
    const refusal = (query: string) => market.sun.refusal('GET', `/sites/${market.site.id}/power${query}`)
    expect(await refusal(`?from=${MORNING}&to=${MORNING - 1}`)).toBe('400 400 bad-parameter')
    expect(await refusal('?from=0')).toBe('400 400 bad-parameter')
    expect(await market.sun.refusal('GET', '/sites/nowhere/power')).toBe('404 404 not-found')
  })
})

describe('the list of sites', () => {
  it('puts those without power first and keeps unmetered ones last', async () => {
    await meter.readOn(229, MINUTE)
    await meter.readOn(0, MINUTE)
    await tell()
    const days = await market.sun.ok<SiteDay[]>('GET', '/sites')
    expect(days.map(({ site, supply }) => [site.nameZh, supply.value])).toEqual([
      ['南岸农贸市场', 'absent'],
      ['盐坨里市场', 'unknown'],
    ])
  })

  it('takes a new site from the administrator only, and joins it to a line of the same name', async () => {
    const values = { nameZh: '早市东场', nameEn: 'East Market', kind: 'market', supplyLine: '南岸线' }
    expect(await market.wang.refusal('POST', '/sites', values)).toBe('403 403 forbidden')
    const added = await market.sun.ok<Site>('POST', '/sites', values)
    expect(added.supplyLine).toEqual(market.site.supplyLine)
    expect(await market.sun.refusal('GET', '/sites/nowhere')).toBe('404 404 not-found')
  })
})

describe('the overview', () => {
  it('says who has no power, who is waiting and what is late, as of one event of the log', async () => {
    await meter.readOn(229, MINUTE)
    await meter.readOn(0, MINUTE)
    await tell()
    await report(market, { serviceId: 'approval', text: '店招卡住了' })
    await report(market)
    const early = await market.sun.ok<Overview>('GET', '/overview')
    expect(early).toMatchObject({
      at: now(),
      day: {
        on: '2026-10-10',
        weekday: 6,
        isWorkingDay: true,
        isMakeUpDay: true,
        isProvisional: false,
        startAt: MIDNIGHT,
      },
      merchantsTold: 1,
      queues: [],
      issues: { open: 3, late: 0, near: 0, paused: 0, byState: { dispatched: 2, received: 1 } },
      nodes: { total: 1, online: 1 },
      setup: { hasDistrict: true, hasSite: true, hasNode: true, hasColleague: true, hasServices: true },
    })
    expect(early.sites[0]).toMatchObject({ site: { id: market.site.id }, supply: { value: 'absent' } })
    expect(early.issues.shares).toHaveLength(3)
    expect(early.issues.rows).toHaveLength(3)
    const { newest } = await market.server.deps.store.live.range()
    expect(early.eventId).toBe(newest)
    market.server.clock.at += 3 * 60 * MINUTE
    const late = await market.sun.ok<Overview>('GET', '/overview')
    expect(late.issues).toMatchObject({ late: 1, rows: [{ service: { id: 'approval' }, light: 3 }, {}, {}] })
    expect(late.nodes).toEqual({ total: 1, online: 0 })
  })

  it('shows an officer their agency’s issues only', async () => {
    await report(market, { serviceId: 'approval', text: '店招卡住了' })
    await report(market)
    const { issues } = await market.zhao.ok<Overview>('GET', '/overview')
    expect(issues).toMatchObject({ open: 1, rows: [{ service: { id: 'power-outage' } }] })
  })
})
