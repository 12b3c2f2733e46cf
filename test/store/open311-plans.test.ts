import type { Client } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openReader } from '../../db/client.ts'
import { queriesOver } from '../../db/drizzle.ts'
import { eventsAfter, requestCount, requestRows, requestsAfter } from '../../server/store/open311-requests.ts'
import { startTestServer, type TestServer } from '../support/api.ts'

let server: TestServer
let reader: Client
beforeEach(async () => {
  server = await startTestServer()
  reader = await openReader(server.location)
})
afterEach(async () => {
  reader.close()
  await server.close()
})

/** How SQLite goes about the query of `ask`: its first step, and what it sorts. */
async function planOf(ask: (db: ReturnType<typeof queriesOver>) => Promise<unknown>): Promise<string[]> {
  const asked: { sql: string; args: [] }[] = []
  const listening = new Proxy(reader, {
    get(client, name: keyof Client) {
      if (name !== 'execute') return client[name]
      return (query: { sql: string; args: [] }) => {
        asked.push(query)
        return client.execute(query)
      }
    },
  })
  await ask(queriesOver(listening))
  const { rows } = await reader.execute({ sql: `EXPLAIN QUERY PLAN ${asked[0]!.sql}`, args: asked[0]!.args })
  const steps = rows.map(({ detail }) => String(detail))
  return [steps[0]!, ...steps.filter((step) => step.startsWith('USE TEMP'))]
}

const window = { fromAt: 0, toAt: 9_000_000_000_000 }
const usual = { isTest: false, ids: null, codes: null, statuses: null, ...window }

describe('what the public reads', () => {
  it('is read by the index of receipt, however many issues there are', async () => {
    const byReceipt = 'SEARCH issues USING INDEX issues_by_received (received_at>? AND received_at<?)'
    expect(await planOf((db) => requestRows(db, usual, 1_000))).toEqual([
      byReceipt,
      expect.stringContaining('RIGHT PART OF ORDER BY'),
    ])
    expect(await planOf((db) => requestCount(db, usual))).toEqual([byReceipt])
    expect(await planOf((db) => requestsAfter(db, window, { at: 1, id: 'a' }, 200))).toEqual([byReceipt])
    expect(await planOf((db) => requestRows(db, { ...usual, ids: ['MC-20261010-0001'] }, 1_000))).toEqual([
      'SEARCH issues USING INDEX issues_number_unique (number=?)',
    ])
  })

  it('is followed by the index of events', async () => {
    const plan = await planOf((db) => eventsAfter(db, false, window, { at: 1, id: 1 }, 200))
    expect(plan).toEqual(['SEARCH issue_events USING INDEX issue_events_by_at (at>? AND at<?)'])
  })
})
