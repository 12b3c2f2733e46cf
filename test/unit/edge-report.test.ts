import { describe, expect, test } from 'vitest'
import type { ReportRule } from '../../edge/domain/report.ts'
import { NEVER_SAMPLED, report } from '../../edge/domain/report.ts'
import { nextZone } from '../../edge/domain/supply-zone.ts'
import type { ReadingValue, WireValue } from '../../server/wire/node-protocol.ts'

const volts: ReportRule = {
  periodMs: 1_000,
  deadband: 1.1,
  maximumSilenceMs: 10_000,
  watch: { kind: 'voltage', declaredVolts: 220 },
}

/** Feeds one value a second from second 0; gives what travels, and the seconds at which a transition was seen. */
function play(rule: ReportRule, values: ReadingValue[]) {
  let state = NEVER_SAMPLED
  const sent: WireValue[] = []
  const transitions: number[] = []
  values.forEach((value, second) => {
    const result = report(rule, state, { name: 'm/v', at: second * 1_000, value })
    state = result.state
    sent.push(...result.values)
    if (result.isTransition) transitions.push(second)
  })
  return { sent, transitions }
}

describe('report by exception', () => {
  test('only changes of at least the deadband travel, measured from what was last sent', () => {
    const { sent, transitions } = play(volts, [220, 220.5, 221, 221.1, 220.1, 220])
    expect(sent).toEqual([
      ['m/v', 0, 220],
      ['m/v', 3_000, 221.1],
      ['m/v', 5_000, 220],
    ])
    expect(transitions).toEqual([])
  })

  test('a crossed threshold travels with the samples before and after it, whatever the deadband', () => {
    const rule = { ...volts, deadband: 50 }
    const { sent, transitions } = play(rule, [220, 221, 222, 100, 101, 102, 219, 218, 217])
    expect(sent).toEqual([
      ['m/v', 0, 220],
      ['m/v', 2_000, 222],
      ['m/v', 3_000, 100, 1],
      ['m/v', 4_000, 101],
      ['m/v', 5_000, 102],
      ['m/v', 6_000, 219, 1],
      ['m/v', 7_000, 218],
    ])
    expect(transitions).toEqual([3, 4, 6, 7])
  })

  test('a flat metric speaks at maximum silence and says that nothing changed', () => {
    const { sent } = play(
      volts,
      Array.from({ length: 22 }, () => 220),
    )
    expect(sent).toEqual([
      ['m/v', 0, 220],
      ['m/v', 10_000, 220, 4],
      ['m/v', 20_000, 220, 4],
    ])
  })

  test('a failed sensor is null with flag 2 and no threshold is crossed by it', () => {
    const { sent, transitions } = play(volts, [220, null, null, 220])
    expect(sent).toEqual([
      ['m/v', 0, 220],
      ['m/v', 1_000, null, 2],
      ['m/v', 3_000, 220],
    ])
    expect(transitions).toEqual([])
  })

  test('any change of a watched flag is urgent', () => {
    const rule: ReportRule = { ...volts, deadband: 0, watch: { kind: 'change' } }
    const { sent, transitions } = play(rule, [false, false, true, true, true])
    expect(sent).toEqual([
      ['m/v', 0, false],
      ['m/v', 1_000, false],
      ['m/v', 2_000, true, 1],
      ['m/v', 3_000, true],
    ])
    expect(transitions).toEqual([2, 3])
  })

  test('a first sample outside the normal zone is urgent, but crossed nothing', () => {
    expect(play(volts, [0])).toEqual({ sent: [['m/v', 0, 0]], transitions: [0] })
  })
})

test('zones start and end at their own thresholds of 220 V', () => {
  const walk = [220, 198, 197.9, 202.3, 202.4, 11, 10.9, 15.3, 15.4, 242, 242.1, 237.7, 237.6]
  const zones: string[] = []
  let zone: ReturnType<typeof nextZone> | null = null
  for (const value of walk) {
    zone = nextZone(zone, value, 220)
    zones.push(zone)
  }
  expect(zones).toEqual([
    'normal',
    'normal',
    'dip',
    'dip',
    'normal',
    'dip',
    'interruption',
    'interruption',
    'dip',
    'normal',
    'swell',
    'swell',
    'normal',
  ])
})
