import { describe, expect, it } from 'vitest'
import { polyphaseSpells } from '../../server/domain/power-polyphase.ts'

const spell = (startMinAt: number, startMaxAt: number, endMaxAt: number | null, volts: number, deviceId = 1) => ({
  deviceId,
  startMinAt,
  startMaxAt,
  endMaxAt,
  residualVolts: volts,
})

describe('dips of several phases', () => {
  it('count once when they overlap, with the deepest phase and the first instant', () => {
    expect(polyphaseSpells([spell(10, 20, 50, 171), spell(12, 22, 40, 165), spell(0, 15, 30, 180)])).toEqual([
      { at: 15, volts: 165 },
    ])
  })

  it('count apart when one ended before the next can have begun, and on different meters', () => {
    expect(polyphaseSpells([spell(10, 20, 30, 171), spell(30, 40, 50, 180), spell(10, 20, 30, 190, 2)])).toEqual([
      { at: 20, volts: 171 },
      { at: 20, volts: 190 },
      { at: 40, volts: 180 },
    ])
  })

  it('join a dip that still runs', () => {
    expect(polyphaseSpells([spell(10, 20, null, 171), spell(500, 510, 520, 160)])).toEqual([{ at: 20, volts: 160 }])
  })
})
