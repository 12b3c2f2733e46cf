import type { Client } from '@libsql/client'

/** The key of one value of a record that came again. */
export interface ValueKey {
  metricId: number
  deviceAt: number
  bootId: number
  sequence: number
  ix: number
}

/** The stored value under a key, or null when there is none. */
export type StoredValue = { value: number | null; text: string | null; flags: number } | null

const FIND_VALUES = `SELECT k.key AS n, s.value, s.text, s.flags FROM json_each(?) AS k JOIN samples s
  ON s.metric_id = k.value->>0 AND s.device_at = k.value->>1 AND s.boot_id = k.value->>2 AND s.sequence = k.value->>3
  AND s.ix = k.value->>4`

/** What is stored under each key, in the order of the keys. */
export async function findValues(client: Client, keys: readonly ValueKey[]): Promise<StoredValue[]> {
  const list = keys.map(({ metricId, deviceAt, bootId, sequence, ix }) => [metricId, deviceAt, bootId, sequence, ix])
  const { rows } = await client.execute({ sql: FIND_VALUES, args: [JSON.stringify(list)] })
  const found: StoredValue[] = keys.map(() => null)
  for (const row of rows)
    found[Number(row.n)] = {
      value: row.value === null ? null : Number(row.value),
      text: row.text === null ? null : String(row.text),
      flags: Number(row.flags),
    }
  return found
}

/** Whether anything of a record was put aside, so that its rows need not be in the samples. */
export async function wasPutAside(client: Client, nodeId: string, boot: string, sequence: number): Promise<boolean> {
  const { rows } = await client.execute({
    sql: 'SELECT 1 FROM quarantined WHERE node_id = ? AND boot = ? AND sequence = ? LIMIT 1',
    args: [nodeId, boot, sequence],
  })
  return rows.length > 0
}

/** Whether a sequence was given up (evicted or lost) before it came. */
export async function wasGivenUp(client: Client, bootId: number, sequence: number): Promise<boolean> {
  const { rows } = await client.execute({
    sql: `SELECT 1 FROM gaps WHERE boot_id = ? AND outcome IN ('evicted', 'lost') AND from_sequence <= ?
      AND to_sequence >= ? LIMIT 1`,
    args: [bootId, sequence, sequence],
  })
  return rows.length > 0
}
