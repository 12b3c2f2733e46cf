import { describe, expect, it } from 'vitest'
import type { NodeDetail } from '../../server/wire/nodes.ts'
import { axisTicks, stripWindow } from '../../web/lib/time-axis.ts'
import { dayLanes } from '../../web/nodes/day-lanes.ts'
import { freshness, sparkline, troublesOf, worstFirst } from '../../web/nodes/node-facts.ts'
import { valueSaid } from '../../web/nodes/value-words.ts'
import { siteStory, siteTone } from '../../web/sites/site-facts.ts'
import { siteSpec, withReadings } from '../../web/sites/site-spec.ts'
import { tickLabel } from '../../web/ui/TimeAxis.tsx'
import { plain } from '../../web/words/phrase.ts'
import { zh } from '../../web/words/zh/index.ts'
import { at, NOW, nodeRow, powerEvent, series, siteDay } from './samples.ts'

const MINUTE = 60_000

describe('a site’s sentence', () => {
  const said = (over: Parameters<typeof siteDay>[1]) => {
    const story = siteStory(siteDay('南岸', over), NOW)
    return [siteTone(story), plain(zh.sites.sentence(story))]
  }
  const absent = { from: at('09:14:20'), to: at('11:40:12'), value: 'absent' as const }

  it('says how long it was out today and when power came back', () => {
    expect(said({ interruptionCount: 1, interruptedMs: 8_752_000, spans: [absent] })).toEqual([
      'attn',
      '今天停过1回，共2小时25分52秒，11:40来电，现在有电。',
    ])
  })

  it('says who confirms a running outage', () => {
    const supply = { value: 'absent', sinceAt: at('11:04'), evidence: 'confirmed', reason: 'meter_zero' } as const
    expect(said({ supply, interruptionCount: 1 })).toEqual(['late', '停电48分钟，11:04起，电表确认。'])
    expect(said({ supply: { ...supply, evidence: 'probable' } })).toEqual([
      'late',
      '停电48分钟，11:04起，还没有第二样证据。',
    ])
  })

  it('never takes silence for an outage, nor for power', () => {
    const supply = { value: 'unknown', sinceAt: at('11:35'), evidence: 'unknown', reason: 'silent' } as const
    expect(said({ supply })).toEqual(['attn', '有没有电不知道，17分钟了，不算停电。'])
    expect(said({ supply, interruptionCount: 1, interruptedMs: 60_000 })).toEqual([
      'attn',
      '有没有电不知道，17分钟了，不算停电；今天停过1回，共1分钟。',
    ])
    expect(said({ supply: { ...supply, sinceAt: null }, nodeCount: 0 })).toEqual(['calm', '没装节点，有没有电不知道。'])
  })

  it('is calm when the day was calm', () => {
    expect(said({})).toEqual(['calm', '有电，今天没断过。'])
  })
})

describe('a site’s picture', () => {
  const power = {
    from: at('08:00'),
    to: NOW,
    bucketMs: 0,
    series: [series('l1', [[at('08:00'), 229, 229]]), series('l2', [[at('08:00'), 231, 231]])],
    events: [
      powerEvent(),
      powerEvent({ id: 'e2', kind: 'voltage_dip', phase: 'l2', startMaxAt: at('08:52'), residualVolts: 171 }),
    ],
    spans: [{ from: at('08:30'), to: at('08:31'), value: 'unknown' as const }],
  }

  it('draws each phase in its lane with its own dips, and the outage through all', () => {
    const { spec, note, summary } = siteSpec(power, NOW, zh)
    expect(spec.lanes.map(({ label, marks }) => [label, marks.map(({ text }) => text)])).toEqual([
      ['A相', []],
      ['B相', ['骤降171 V']],
    ])
    expect(spec.outages).toEqual([{ from: at('09:14:20'), to: at('11:40:12'), text: '' }])
    expect(spec.unknown).toEqual([{ from: at('08:30'), to: at('08:31') }])
    expect(note).toBe('停1回，骤降1回；灰带是正常范围，198到242 V')
    expect(summary).toBe('08:00到11:52，2相电压：停电1回，骤降1回')
  })

  it('lengthens each line by its newest live reading, once', () => {
    const live = { 1: { at: NOW + 5_000, value: 228.4 } }
    const longer = withReadings(power, live)
    expect(longer.series[0]?.points.at(-1)).toEqual([NOW + 5_000, 228.4, 228.4])
    expect(longer.to).toBe(NOW + 5_000)
    expect(withReadings(power, { 1: { at: at('08:00'), value: 1 } }).series[0]?.points).toHaveLength(1)
    expect(withReadings(power, { 1: { at: NOW, value: '坏了' } }).series[0]?.points).toHaveLength(1)
  })
})

describe('an axis of the district’s day', () => {
  it('ticks on whole steps, at most as many as fit', () => {
    const { stepMs, ticks } = axisTicks(at('06:00'), at('10:02'), 5)
    expect(stepMs).toBe(60 * MINUTE)
    expect(ticks).toEqual([at('06:00'), at('07:00'), at('08:00'), at('09:00'), at('10:00')])
    expect(ticks.map((tick, index) => tickLabel(tick, stepMs, index === 0, zh))).toEqual(['6时', '7', '8', '9', '10'])
    expect(axisTicks(at('09:58'), at('10:04'), 5).ticks).toEqual([at('09:58'), at('10:00'), at('10:02'), at('10:04')])
    expect(tickLabel(at('10:02'), 2 * MINUTE, false, zh)).toBe('10:02')
  })

  it('begins where something is known, and is never narrower than ten minutes', () => {
    const strip = (from: string, value: string) => ({ spans: [{ from: at(from), to: null, value }] })
    const midnight = at('00:00')
    expect(stripWindow([strip('06:20', 'present'), strip('00:00', 'unknown')], midnight, at('10:00')).from).toBe(
      at('06:00'),
    )
    expect(stripWindow([strip('09:58', 'present')], midnight, at('10:00')).from).toBe(at('09:50'))
    expect(stripWindow([strip('00:00', 'unknown')], midnight, at('10:00')).from).toBe(midnight)
  })
})

describe('a node', () => {
  it('has its worst trouble first, and the calm ones last by name', () => {
    const silent = nodeRow({ id: 'a', status: 'silent', lastSeenAt: NOW - 127 * MINUTE })
    const full = nodeRow({ id: 'b', outbox: { percent: 88, hoursLeft: 5, heldCount: 71_000 } })
    const slow = nodeRow({ id: 'c', clockSkewMs: 8_000 })
    const calm = nodeRow({ id: 'd' })
    expect(worstFirst([calm, slow, full, silent]).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
    expect(troublesOf(calm)).toEqual([])
    expect(zh.nodes.troubles(silent, NOW)).toEqual([{ word: '没回音2小时7分', why: '最后一条09:45，不算停电' }])
    expect(zh.nodes.troubles(full, NOW)[0]?.word).toBe('还能存5小时')
    expect(zh.nodes.troubles(slow, NOW)[0]?.word).toBe('时钟慢8.0秒')
  })

  it('says whether it talks, what it holds, and what is lost', () => {
    const detail = (over: Parameters<typeof nodeRow>[0]) => nodeRow(over) as NodeDetail
    const held = { percent: 1, hoursLeft: 312, heldCount: 4 }
    expect(plain(zh.nodes.sentence(detail({ outbox: held, lostRecords: 6, silentMetrics: ['x'] }), NOW))).toBe(
      '在线；攒着4条没确认；还能存13天。1个指标没回音，今天有6条永远没了。',
    )
    expect(plain(zh.nodes.sentence(detail({ status: 'never_seen' }), NOW))).toBe(
      '还没连上过；把配置文件放到机器上，启动它。',
    )
  })

  it('draws connections, drops and holes on one axis', () => {
    const life = (from: string, to: string | null) => ({
      bornAt: at(from),
      diedAt: to === null ? null : at(to),
      deathReason: null,
      startReason: 'powerOn',
      uptimeMs: 0,
      verdict: null,
    })
    const gap = (clock: string, outcome: 'open' | 'lost') => ({
      id: 1,
      boot: '0',
      fromSequence: 1,
      toSequence: 3,
      records: 3,
      seenAt: at(clock),
      closedAt: null,
      outcome,
    })
    const lanes = dayLanes(
      {
        status: 'online',
        lastSeenAt: at('10:00'),
        connections: [life('04:00', null), life('00:00', '02:00')],
        gaps: [gap('05:00', 'open'), gap('04:30', 'lost')],
      },
      at('00:00'),
      at('10:00'),
    )
    expect(lanes.on).toEqual([
      { start: 0, end: 20 },
      { start: 40, end: 100 },
    ])
    expect(lanes.off).toEqual([{ start: 20, end: 40, ms: 120 * MINUTE, isLabelled: true }])
    expect(lanes.gaps.map(({ at, isLabelled }) => [at, isLabelled])).toEqual([
      [45, true],
      [50, false],
    ])
  })

  it('draws a value as a step and a hole as a hole', () => {
    const box = { width: 100, height: 10 }
    expect(
      sparkline(
        [
          [0, 0],
          [50, 10],
          [75, null],
          [100, 0],
        ],
        0,
        100,
        box,
      ),
    ).toBe('M0.0 10.0L50.0 10.0L50.0 0.0M100.0 10.0')
    expect(sparkline([[0, null]], 0, 100, box)).toBe('')
    expect(
      sparkline(
        [
          [0, 7],
          [100, 7],
        ],
        0,
        100,
        box,
      ),
    ).toBe('M0.0 5.0L100.0 5.0L100.0 5.0')
  })

  it('reads values as a person would, and their age against the longest silence', () => {
    const metric = (type: string, unit: string) => ({ type, unit })
    expect(valueSaid(metric('number', 'V'), 228.44, zh)).toBe('228.4 V')
    expect(valueSaid(metric('number', 'W'), 46_200, zh)).toBe('46.2 kW')
    expect(valueSaid(metric('number', '%'), 41, zh)).toBe('41%')
    expect(valueSaid(metric('boolean', '1'), 1, zh)).toBe('是')
    expect(valueSaid(metric('text', '1'), 'absent', zh)).toBe('没电')
    expect(valueSaid(metric('number', 'Cel'), null, zh)).toBe('—')
    expect([30_000, 60_000, 900_000].map((ago) => freshness({ maximumSilenceMs: 60_000 }, NOW - ago, NOW))).toEqual([
      0.5, 1, 1.5,
    ])
  })
})
