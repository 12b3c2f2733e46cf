import type { Client } from '@libsql/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReader } from '../../db/client.ts'
import { type Db, queriesOver } from '../../db/drizzle.ts'
import { callBackList } from '../../server/store/callbacks.ts'
import { climb } from '../../server/store/ladder.ts'
import { noticesFor, sendNotices } from '../../server/store/notices.ts'
import { LISTERS } from '../../server/store/supervision-lists.ts'
import { SUPERVISION_LISTS } from '../../server/wire/supervision.ts'
import { startTestServer, type TestServer } from '../support/api.ts'

let server: TestServer
let reader: Client
/** Every query the lists ask, as SQLite was given it. */
const asked: { sql: string; args: unknown[] }[] = []
let db: Db
beforeAll(async () => {
  server = await startTestServer()
  reader = await openReader(server.location)
  const watched = new Proxy(reader, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown
      if (name !== 'execute' || typeof value !== 'function')
        return typeof value === 'function' ? value.bind(target) : value
      return (statement: { sql: string; args: unknown[] }) => {
        asked.push(statement)
        return target.execute(statement as never)
      }
    },
  })
  db = queriesOver(watched)
})
afterAll(async () => {
  reader.close()
  await server.close()
})

/** How SQLite reads a query: the table it starts at and the index it uses. */
async function plansOf(run: () => Promise<unknown>): Promise<string[]> {
  asked.length = 0
  await run()
  const plans: string[] = []
  for (const { sql, args } of asked) {
    const { rows } = await reader.execute({ sql: `EXPLAIN QUERY PLAN ${sql}`, args: args as never })
    plans.push(...rows.map(({ detail }) => String(detail)))
  }
  return plans
}

describe('supervision reads what it needs, and never every issue', () => {
  it.each(SUPERVISION_LISTS)('the list %s', async (list) => {
    const plans = await plansOf(() => LISTERS[list](db, { now: server.clock.at, limit: 1_001 }))
    expect(plans.length).toBeGreaterThan(0)
    expect(plans.filter((plan) => plan.startsWith('SCAN') && !plan.includes('INDEX'))).toEqual([])
    expect(plans[0]).toMatch(INDEX_OF[list])
  })

  it('what an officer has not read, and the call-backs to make', async () => {
    const officer = { id: 'u', role: 'officer' as const, agencyId: 'a' }
    const unread = await plansOf(() => noticesFor(db, officer, { limit: 50, isUnread: true }))
    expect(unread.filter((plan) => plan.includes('notices USING'))).toEqual([
      'SEARCH notices USING INDEX notices_unread (agency_id=? AND sent_at>?)',
      'SEARCH notices USING INDEX notices_unread (agency_id=? AND sent_at>?)',
    ])
    const calls = await plansOf(() => callBackList(db, server.clock.at))
    expect(calls.filter((plan) => /call_backs_to_make/.test(plan))).toHaveLength(2)
    expect(calls.filter((plan) => /^SCAN call_backs$/.test(plan))).toEqual([])
  })

  it('the ladder, and the notices that may leave', async () => {
    const ports = { db, writer: server.writer }
    expect((await plansOf(() => climb(ports, server.clock.at)))[0]).toMatch(
      /SEARCH issues USING INDEX issues_by_ladder/,
    )
    expect((await plansOf(() => sendNotices(ports, server.clock.at)))[0]).toMatch(/notices USING INDEX notices_unsent/)
  })
})

const INDEX_OF: Record<(typeof SUPERVISION_LISTS)[number], RegExp> = {
  late: /issues_open_by_due/,
  sign_overdue: /issues_open_by_state|issues_open_by_due/,
  nearly_late: /issues_open_by_(due|urgent)/,
  rungs: /issues_supervised/,
  contradictions: /issues_contradicted/,
  not_solved: /reports_not_solved/,
  came_back: /issue_events_of_note/,
  identical: /reply_prints_same/,
  last_moment: /reply_prints_last_moment/,
}
