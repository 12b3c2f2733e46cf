import type { WireValue } from '../../server/wire/node-protocol.ts'
import { NODE_LIMITS } from '../../server/wire/node-protocol.ts'

/** Bytes left in a record for its frame: keys, clock, answers. */
export const FRAME_BYTES = 700

/** Bytes a value takes in the message. */
export const valueBytes = (value: WireValue): number => new TextEncoder().encode(JSON.stringify(value)).length + 1

/** The values in their order, cut into parts that each fit one record of a node. */
export function chunk(values: readonly WireValue[]): WireValue[][] {
  const parts: WireValue[][] = []
  let bytes = 0
  for (const value of values) {
    const size = valueBytes(value)
    const part = parts.at(-1)
    const fits =
      part && part.length < NODE_LIMITS.valuesPerRecord && bytes + size <= NODE_LIMITS.dataBytes - FRAME_BYTES
    if (fits) part.push(value)
    else parts.push([value])
    bytes = fits ? bytes + size : size
  }
  return parts
}
