import { FLAG, type MetricType, type ReadingValue, SERVER_LIMITS, type Unit } from '../wire/node-protocol.ts'

/** Why a value was put aside; each reads as the end of "this value is …" on the node's page. */
export type ValueRefusal =
  | 'unknown_device'
  | 'unknown_metric'
  | 'malformed'
  | 'not_finite'
  | 'wrong_type'
  | 'impossible'

/** What no instrument of a unit can mean; wide on purpose, since a narrow range would hide faults from the charts. */
const POSSIBLE: Record<Unit, readonly [number, number]> = {
  V: [-1_000_000, 1_000_000],
  A: [-1_000_000, 1_000_000],
  W: [-1e10, 1e10],
  VA: [-1e10, 1e10],
  var: [-1e10, 1e10],
  Wh: [-1e15, 1e15],
  Hz: [0, 1e6],
  '%': [-1_000, 10_000],
  s: [0, 1e11],
  ms: [0, 1e14],
  count: [0, 1e15],
  dBm: [-250, 100],
  Cel: [-273.15, 10_000],
  '1': [-Number.MAX_VALUE, Number.MAX_VALUE],
}

/** Null when a value is what its metric declares, else the reason it is put aside. */
export function refusalOf(value: ReadingValue, flags: number, type: MetricType, unit: Unit): ValueRefusal | null {
  if (value === null) return (flags & FLAG.invalid) !== 0 ? null : 'wrong_type'
  switch (type) {
    case 'number':
    case 'counter': {
      if (typeof value !== 'number') return 'wrong_type'
      if (!Number.isFinite(value)) return 'not_finite'
      const [low, high] = POSSIBLE[unit]
      return value >= low && value <= high ? null : 'impossible'
    }
    case 'boolean':
      return typeof value === 'boolean' ? null : 'wrong_type'
    case 'text':
      return typeof value === 'string' && value.length <= SERVER_LIMITS.textChars ? null : 'wrong_type'
  }
}
