import { describe, expect, it } from 'vitest'
import { type ProbableNode, probableOutage, type ReturnBirth, retroAttribution } from '../../server/domain/supply.ts'

const NOW = 1_000_000
const node = (nodeId: string, over: Partial<ProbableNode> = {}): ProbableNode => ({
  nodeId,
  poweredBy: 'mains',
  lastSeenAt: 800_000,
  maximumSilenceMs: 60_000,
  dueAt: 890_000,
  diedAt: null,
  ...over,
})
const talking = (nodeId: string, over: Partial<ProbableNode> = {}) =>
  node(nodeId, { lastSeenAt: 990_000, dueAt: 1_080_000, ...over })
const witness = talking('ups', { poweredBy: 'ups' })

describe('a probable outage', () => {
  it('needs 60 per cent of the mains-fed nodes silent together while a node with its own power talks', () => {
    const nodes = [node('a'), node('b', { lastSeenAt: 820_000 }), talking('c'), witness]
    expect(probableOutage(nodes, NOW)).toEqual({
      isProbable: true,
      reason: 'enough',
      mainsNodes: 3,
      neededNodes: 2,
      silentNodeIds: ['a', 'b'],
      witnessNodeIds: ['ups'],
      windowMs: 120_000,
      startMinAt: 820_000,
      startMaxAt: 860_000,
    })
  })

  const reason = (...nodes: ProbableNode[]) => probableOutage(nodes, NOW).reason

  it('is never made of one silent node, nor of two nodes in all', () => {
    expect(reason(node('a'), talking('b'), talking('c'), witness)).toBe('too_few_silent')
    expect(reason(node('a'), node('b'), witness)).toBe('too_few_nodes')
    expect(reason()).toBe('too_few_nodes')
  })

  it('needs the share of a larger site', () => {
    const five = (silent: number) =>
      ['a', 'b', 'c', 'd', 'e'].map((id, index) => (index < silent ? node(id) : talking(id)))
    expect(reason(...five(2), witness)).toBe('too_few_silent')
    expect(reason(...five(3), witness)).toBe('enough')
  })

  it('needs a witness that talks and does not live on the mains', () => {
    expect(reason(node('a'), node('b'), node('c'))).toBe('no_witness')
    expect(reason(node('a'), node('b'), talking('c'))).toBe('no_witness')
    expect(reason(node('a'), node('b'), node('c'), node('ups', { poweredBy: 'ups' }))).toBe('no_witness')
    expect(reason(node('a'), node('b'), node('c'), talking('d', { poweredBy: 'battery' }))).toBe('enough')
    expect(reason(node('a'), node('b'), node('c'), talking('d', { poweredBy: null }))).toBe('no_witness')
  })

  it('needs the silences to begin within the window', () => {
    expect(reason(node('a', { lastSeenAt: 700_000 }), node('b', { lastSeenAt: 820_000 }), talking('c'), witness)).toBe(
      'enough',
    )
    expect(reason(node('a', { lastSeenAt: 699_999 }), node('b', { lastSeenAt: 820_000 }), talking('c'), witness)).toBe(
      'too_few_silent',
    )
  })

  it('hears a node out until its deadline has passed', () => {
    const due = (dueAt: number) => reason(node('a', { dueAt }), node('b'), talking('c'), witness)
    expect([due(NOW), due(NOW - 1)]).toEqual(['too_few_silent', 'enough'])
  })

  it('counts a node whose connection is known to have ended as silent', () => {
    const dead = talking('a', { diedAt: 995_000 })
    expect(reason(dead, talking('b', { diedAt: 995_000 }), talking('c'), witness)).toBe('enough')
  })

  it('bounds the start as widely as the nodes do when they disagree', () => {
    const nodes = [node('a', { lastSeenAt: 720_000 }), node('b', { lastSeenAt: 800_000 }), node('c'), witness]
    expect(probableOutage(nodes, NOW)).toMatchObject({ startMinAt: 720_000, startMaxAt: 860_000 })
  })
})

describe('the return of a silent node', () => {
  const before = { startId: 's1', uptimeMs: 50_000, lastRecordAt: 400_000, maximumSilenceMs: 60_000 }
  const birth = (over: Partial<ReturnBirth> = {}): ReturnBirth => ({
    at: 900_000,
    startId: 's2',
    uptimeMs: 20_000,
    startReason: 'powerOn',
    poweredBy: 'mains',
    ...over,
  })

  it('proves that supply was lost by a cold start, and bounds the outage', () => {
    expect(retroAttribution(before, birth())).toEqual({
      verdict: 'supply_lost',
      startMinAt: 400_000,
      startMaxAt: 460_000,
      endMinAt: 400_000,
      endMaxAt: 880_000,
    })
  })

  it('does not bound the start after the hardware start', () => {
    expect(retroAttribution(before, birth({ uptimeMs: 480_000 }))).toMatchObject({
      startMaxAt: 420_000,
      endMaxAt: 420_000,
    })
  })

  it('proves that only the network failed by an uptime that went on', () => {
    expect(retroAttribution(before, birth({ startId: 's1', uptimeMs: 550_000 }))).toEqual({ verdict: 'network_only' })
    expect(retroAttribution(before, birth({ startId: 's1', uptimeMs: 50_000 }))).toEqual({ verdict: 'network_only' })
  })

  it.each(['watchdog', 'software', 'unknown'] as const)(
    'proves nothing by a start for the reason %s',
    (startReason) => {
      expect(retroAttribution(before, birth({ startReason }))).toEqual({ verdict: 'nothing_proved' })
    },
  )

  it('proves nothing when its own figures contradict each other', () => {
    expect(retroAttribution(before, birth({ startId: 's1', uptimeMs: 49_999 }))).toEqual({ verdict: 'nothing_proved' })
    expect(retroAttribution(before, birth({ uptimeMs: 500_001 }))).toEqual({ verdict: 'nothing_proved' })
  })

  it('proves nothing about the mains when the node lives on something else', () => {
    for (const poweredBy of ['ups', 'battery', 'otherFeeder'] as const)
      expect(retroAttribution(before, birth({ poweredBy }))).toEqual({ verdict: 'own_power' })
  })

  it('proves nothing when nobody knows the node or its source', () => {
    expect(retroAttribution(null, birth())).toEqual({ verdict: 'nothing_proved' })
    expect(retroAttribution(before, birth({ poweredBy: null }))).toEqual({ verdict: 'nothing_proved' })
  })
})
