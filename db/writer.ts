import type { Client, InStatement, InValue, Row } from '@libsql/client'

/** One SQL statement of an atomic write. `expectRows`: rows it must change, or nothing of the write is kept. */
export interface Statement {
  sql: string
  args: InValue[]
  expectRows?: number
}

/** What became of an atomic write: kept whole, or not at all because statement `failedAt` changed another number of rows. */
export type WriteOutcome =
  | { ok: true; rowsAffected: number[]; rows: Row[][] }
  | { ok: false; failedAt: number; rowsAffected: number }

/** The port through which everybody but ingest writes. Throws only on broken I/O (see `faultOf`). */
export interface Writer {
  write(statements: readonly Statement[]): Promise<WriteOutcome>
}

/** A drizzle query as a statement: `statement(db.insert(issues).values(…))`. */
export function statement(query: { toSQL(): { sql: string; params: unknown[] } }, expectRows?: number): Statement {
  const { sql, params } = query.toSQL()
  return { sql, args: params as InValue[], ...(expectRows === undefined ? {} : { expectRows }) }
}

/** Runs the statements in one transaction on `client`. Precondition: nothing else uses the client meanwhile. */
export async function writeAtomically(client: Client, statements: readonly Statement[]): Promise<WriteOutcome> {
  const plain: InStatement[] = statements.map(({ sql, args }) => ({ sql, args }))
  if (statements.every((s) => s.expectRows === undefined)) {
    const results = await client.batch(plain, 'write')
    return { ok: true, rowsAffected: results.map((r) => r.rowsAffected), rows: results.map((r) => r.rows) }
  }
  return writeGuarded(client, statements)
}

async function writeGuarded(client: Client, statements: readonly Statement[]): Promise<WriteOutcome> {
  const transaction = await client.transaction('write')
  try {
    const rowsAffected: number[] = []
    const rows: Row[][] = []
    for (const [index, { sql, args, expectRows }] of statements.entries()) {
      const result = await transaction.execute({ sql, args })
      if (expectRows !== undefined && result.rowsAffected !== expectRows) {
        await transaction.rollback()
        return { ok: false, failedAt: index, rowsAffected: result.rowsAffected }
      }
      rowsAffected.push(result.rowsAffected)
      rows.push(result.rows)
    }
    await transaction.commit()
    return { ok: true, rowsAffected, rows }
  } finally {
    transaction.close()
  }
}
