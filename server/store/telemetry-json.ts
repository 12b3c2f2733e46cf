import type { Statement } from '../../db/writer.ts'

/** One row as a JSON array; columns by position. */
export type JsonRow = readonly (string | number | null)[]

/** A larger bind is refused by a libSQL server. */
const ROWS_PER_STATEMENT = 1_000
const BYTES_PER_STATEMENT = 1_000_000

/** `value->>0, value->>1, …`: the columns of a row of `json_each(?)`. */
export const jsonColumns = (count: number): string => Array.from({ length: count }, (_, n) => `value->>${n}`).join(', ')

/** One statement per 1,000 rows or 1 MB; its only parameter is the rows as a JSON array. */
export function jsonStatements(sql: string, rows: readonly JsonRow[]): Statement[] {
  const statements: Statement[] = []
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT)
    addStatements(
      statements,
      sql,
      from === 0 && rows.length <= ROWS_PER_STATEMENT ? rows : rows.slice(from, from + ROWS_PER_STATEMENT),
    )
  return statements
}

function addStatements(statements: Statement[], sql: string, rows: readonly JsonRow[]): void {
  const text = JSON.stringify(rows)
  if (text.length * 3 <= BYTES_PER_STATEMENT || rows.length === 1 || Buffer.byteLength(text) <= BYTES_PER_STATEMENT) {
    statements.push({ sql, args: [text] })
    return
  }
  const middle = rows.length >> 1
  addStatements(statements, sql, rows.slice(0, middle))
  addStatements(statements, sql, rows.slice(middle))
}
