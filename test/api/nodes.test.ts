import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseConfig } from '../../edge/config.ts'
import type { NewNode, NodeDetail, NodeRow } from '../../server/wire/nodes.ts'
import { addNode, type Market, openMarket } from '../support/market.ts'
import { installMeter } from '../support/market-meter.ts'

const MINUTE = 60_000
let market: Market
beforeEach(async () => {
  market = await openMarket()
})
afterEach(() => market.close())

const now = () => market.server.clock.at
const detail = () => market.sun.ok<NodeDetail>('GET', '/nodes/nanan-1')
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('a new node', () => {
  it('gets a 256-bit key once, kept as its SHA-256, and a configuration the edge agent accepts as it is', async () => {
    const { id, key, configuration } = await addNode(market)
    expect([id, key]).toEqual(['nanan-1', expect.stringMatching(/^[\w-]{43}$/)])
    const stored = await market.server.deps.store.nodes.list(now())
    expect(JSON.stringify(stored)).not.toContain(key)
    expect(await market.server.deps.store.nodeKeys.keyHashOf('nanan-1')).toBe(sha256(key))
    const folder = mkdtempSync(`${tmpdir()}/mingchuang-edge-`)
    const parsed = parseConfig(configuration, folder)
    rmSync(folder, { recursive: true })
    expect(parsed).toMatchObject({
      ok: true,
      config: { nodeId: 'nanan-1', displayName: '南岸1号', server: 'mqtt://127.0.0.1:1883', key },
    })
    expect(await market.sun.ok<NodeRow[]>('GET', '/nodes')).toMatchObject([
      { id: 'nanan-1', status: 'never_seen', site: { id: market.site.id }, lastSeenAt: null, silentMetrics: [] },
    ])
  })

  it('is refused under a name that is taken or no name, at an unknown site, and to anybody but the administrator', async () => {
    await addNode(market)
    const values = { id: 'nanan-1', displayName: '另一个', siteId: market.site.id }
    expect(await market.sun.refusal('POST', '/nodes', values)).toBe('409 409 id-taken')
    expect(await market.sun.refusal('POST', '/nodes', { ...values, id: '南岸/#' })).toBe('422 422 invalid')
    expect(await market.sun.refusal('POST', '/nodes', { ...values, id: 'nanan-2', siteId: 'nowhere' })).toBe(
      '422 422 unknown-reference',
    )
    expect(await market.wang.refusal('POST', '/nodes', { ...values, id: 'nanan-2' })).toBe('403 403 forbidden')
  })

  it('loses its old key when it gets a new one, and everything when it is revoked', async () => {
    const first = await addNode(market)
    const second = await market.sun.ok<NewNode>('POST', '/nodes/nanan-1/key')
    const { nodeKeys } = market.server.deps.store
    expect(second.key).not.toBe(first.key)
    expect(await nodeKeys.keyHashOf('nanan-1')).toBe(sha256(second.key))
    expect(await market.sun.ok<NodeDetail>('POST', '/nodes/nanan-1/revocation')).toMatchObject({ status: 'revoked' })
    expect(await nodeKeys.keyHashOf('nanan-1')).toBeNull()
    expect(market.server.disconnected).toEqual(['nanan-1', 'nanan-1'])
    expect(await market.sun.refusal('POST', '/nodes/nanan-1/key')).toBe('409 409 not-allowed-now')
    expect(await market.sun.refusal('POST', '/nodes/nobody/revocation')).toBe('404 404 not-found')
  })
})

describe('the page of a node', () => {
  it('shows what it declared, its newest values and its day', async () => {
    const meter = await installMeter(market)
    await meter.readOn(229, 10 * MINUTE)
    const node = await detail()
    expect(node).toMatchObject({
      status: 'online',
      lastSeenAt: now(),
      poweredBy: 'ups',
      software: '0.4.2',
      outbox: { percent: 1, hoursLeft: 310, heldCount: 0 },
      openGaps: { count: 0, records: 0 },
      lostRecords: 0,
      recordsToday: 60,
      devices: [{ name: 'main-meter', driver: 'sim', poweredBy: 'ups' }],
      gaps: [],
      connections: [{ diedAt: null, startReason: 'powerOn' }],
      quarantined: [],
    })
    expect(node.metrics.map(({ name, value, isStale }) => [name, value, isStale])).toEqual([
      ['l1.volts', 229, false],
      ['l2.volts', 229, false],
      ['l3.volts', 229, false],
    ])
    expect(node.metrics[0]!.day.length).toBeGreaterThan(1)
    await meter.readOn(229, 8 * 60 * MINUTE)
    market.server.clock.at += 3 * 60 * MINUTE
    await meter.read(230)
    const { day } = (await detail()).metrics[0]!
    expect(day.length).toBeLessThanOrEqual(120)
    expect(day.filter(([, value]) => value === null)).toHaveLength(1)
    expect(day.at(-1)).toEqual([now(), 230])
  })

  it('shows gaps older than 30 s with where their records went', async () => {
    const meter = await installMeter(market)
    await meter.readOn(229, MINUTE)
    await meter.skip(3)
    await meter.readOn(229, 20_000)
    expect((await detail()).gaps).toEqual([])
    await meter.readOn(229, 40_000)
    const node = await detail()
    expect(node.gaps).toMatchObject([{ fromSequence: 7, toSequence: 9, records: 3, outcome: 'open', closedAt: null }])
    expect(node.openGaps).toEqual({ count: 1, records: 3 })
    expect(node.recordsToday).toBe(12)
  })

  it('is not there for an unknown node', async () => {
    expect(await market.sun.refusal('GET', '/nodes/nobody')).toBe('404 404 not-found')
  })
})
