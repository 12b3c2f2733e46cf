import type { InStatement, Row } from '@libsql/client'
import type { HeldRecord, RecordBody, RecordClass, RecordKey } from './domain/record.ts'
import type { Lane } from './domain/send-order.ts'

const COLUMNS = 'boot, sequence, class, appended_at, body'

export const insertion = (record: HeldRecord, body: string): InStatement => ({
  sql: `INSERT INTO out(${COLUMNS}) VALUES (?, ?, ?, ?, ?)`,
  args: [record.boot, record.sequence, record.class, record.appendedAt, body],
})

export const removal = (key: RecordKey): InStatement => ({
  sql: 'DELETE FROM out WHERE boot = ? AND sequence = ?',
  args: [key.boot, key.sequence],
})

export const ONE_RECORD = `SELECT ${COLUMNS} FROM out WHERE boot = ? AND sequence = ?`

/** Rows of a lane beyond a position up to a horizon; arguments: the classes, position, horizon, limit. */
export const laneQuery = (lane: Lane): string => `SELECT rowid AS position, ${COLUMNS} FROM out
  WHERE class IN (${lane.classes.map(() => '?').join(', ')}) AND rowid ${lane.isNewestFirst ? '<' : '>'} ? AND rowid <= ?
  ORDER BY rowid ${lane.isNewestFirst ? 'DESC' : 'ASC'} LIMIT ?`

/** Runs of held sequences, and the ranges that held records declare. */
export const HOLDS = `SELECT boot, min(sequence) AS lowest, max(sequence) AS highest
  FROM (SELECT boot, sequence, sequence - row_number() OVER (PARTITION BY boot ORDER BY sequence) AS run FROM out)
  GROUP BY boot, run
  UNION ALL
  SELECT boot, json_extract(value, '$.from'), json_extract(value, '$.to')
  FROM out, json_each(body, '$.evicted') WHERE class IN ('halved', 'quartered', 'dropped')`

export const USED_PAGES = 'SELECT page_count - freelist_count AS used FROM pragma_page_count(), pragma_freelist_count()'

/** Renumbers records onto another boot; arguments: the new boot, the shift of the sequences, the old boot, the first sequence. */
export const MOVE = `UPDATE out SET boot = ?, sequence = sequence + ?, body = json_remove(body, '$.evicted')
  WHERE boot = ? AND sequence >= ?`

export const heldRecord = (row: Row): HeldRecord => ({
  boot: String(row.boot),
  sequence: Number(row.sequence),
  class: String(row.class) as RecordClass,
  appendedAt: Number(row.appended_at),
  body: JSON.parse(String(row.body)) as RecordBody,
})
