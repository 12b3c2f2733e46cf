import type { Statement } from '../../db/writer.ts'
import { type JsonRow, jsonColumns, jsonStatements } from './telemetry-json.ts'

/** A stored value; instants in epoch ms, `quality` as in clock-quality. */
export interface SampleRow {
  metricId: number
  deviceAt: number
  bootId: number
  sequence: number
  ix: number
  receivedAt: number
  quality: number
  value: number | null
  text: string | null
  flags: number
  isBackfill: boolean
}

/**
 * Numeric rows cross to SQL as text of fixed width: one parameter for thousands of rows, cut by `substr` and read by
 * `cast`. That costs a third of what `json_each` costs, and at 100,000 rows a second it is most of the work.
 */
const FIELDS = [
  ['metric_id', 10],
  ['boot_id', 10],
  ['device_at', 17],
  ['sequence', 16],
  ['received_at', 14],
  ['is_backfill', 1],
  ['ix', 3],
  ['clock_quality', 1],
  ['flags', 2],
  ['value', 24],
] as const
type Field = (typeof FIELDS)[number][0]

const WIDTH = Object.fromEntries(FIELDS) as Record<Field, number>
const OFFSET = Object.fromEntries(
  FIELDS.map(([name], n) => [name, FIELDS.slice(0, n).reduce((sum, [, width]) => sum + width, 0)]),
) as Record<Field, number>
const ROW_CHARS = FIELDS.reduce((sum, [, width]) => sum + width, 0)

/** 8,000 rows are 784 kB: below what a libSQL server takes as one parameter. */
const ROWS_PER_STATEMENT = 8_000

const cut = (name: Field): string =>
  `CAST(substr(?1, at + ${OFFSET[name] + 1}, ${WIDTH[name]}) AS ${name === 'value' ? 'REAL' : 'INTEGER'})`

const INSERT_PACKED = `INSERT INTO samples (${FIELDS.map(([name]) => name).join(', ')})
  WITH RECURSIVE rows (at) AS (VALUES (0) UNION ALL SELECT at + ${ROW_CHARS} FROM rows WHERE at < ?2)
  SELECT ${FIELDS.map(([name]) => cut(name)).join(', ')} FROM rows WHERE true ON CONFLICT DO NOTHING`

const INSERT_JSON = `INSERT INTO samples (metric_id, device_at, boot_id, sequence, ix, received_at, clock_quality, value, text,
  flags, is_backfill) SELECT ${jsonColumns(11)} FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`

const pad = (name: Field, value: number): string => String(value).padEnd(WIDTH[name])

/** The part of a packed row that all values of a metric share within a boot. */
export const packSeries = (metricId: number, bootId: number): string =>
  pad('metric_id', metricId) + pad('boot_id', bootId)

export const packInstant = (deviceAt: number): string => pad('device_at', deviceAt)

/** The part of a packed row that all values of a record share. */
export const packRecord = (sequence: number, receivedAt: number, isBackfill: boolean): string =>
  pad('sequence', sequence) + pad('received_at', receivedAt) + (isBackfill ? '1' : '0')

/** The rest of a packed row, or null when the value does not fit and must go as a `SampleRow`. */
export function packValue(ix: number, quality: number, value: number | null, flags: number): string | null {
  if (value === null || flags > 99) return null
  const number = String(value)
  if (number.length > WIDTH.value) return null
  return pad('ix', ix) + quality + (flags === 0 ? '0 ' : pad('flags', flags)) + number.padEnd(WIDTH.value)
}

/** A packed row read back. */
export function unpackSamples(packed: string): SampleRow[] {
  const rows: SampleRow[] = []
  for (let at = 0; at < packed.length; at += ROW_CHARS) {
    const number = (name: Field): number => Number(packed.substr(at + OFFSET[name], WIDTH[name]))
    rows.push({
      metricId: number('metric_id'),
      deviceAt: number('device_at'),
      bootId: number('boot_id'),
      sequence: number('sequence'),
      ix: number('ix'),
      receivedAt: number('received_at'),
      quality: number('clock_quality'),
      value: number('value'),
      text: null,
      flags: number('flags'),
      isBackfill: number('is_backfill') === 1,
    })
  }
  return rows
}

/** Inserts packed rows; a row whose key is there stays as it is. Rows of one metric side by side cost the least. */
export function insertPacked(series: readonly string[]): Statement[] {
  const all = Buffer.from(series.join(''), 'latin1')
  const statements: Statement[] = []
  const step = ROW_CHARS * ROWS_PER_STATEMENT
  for (let from = 0; from < all.length; from += step) {
    const part = all.subarray(from, from + step)
    statements.push({ sql: INSERT_PACKED, args: [part, part.length - ROW_CHARS] })
  }
  return statements
}

/** Inserts the rows that do not fit the packed form: texts, failed sensors. */
export const insertSamples = (rows: readonly SampleRow[]): Statement[] => jsonStatements(INSERT_JSON, rows.map(jsonOf))

const jsonOf = (s: SampleRow): JsonRow => [
  s.metricId,
  s.deviceAt,
  s.bootId,
  s.sequence,
  s.ix,
  s.receivedAt,
  s.quality,
  s.value,
  s.text,
  s.flags,
  s.isBackfill ? 1 : 0,
]
