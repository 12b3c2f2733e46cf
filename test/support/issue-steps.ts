import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import { colleague, type Visitor } from './api.ts'
import { type Market, openMarket, report } from './market.ts'
import { onTheWall, shanghai } from './official-calendar.ts'

/** The market with everybody the closed loop needs. */
export interface Loop extends Market {
  /** Officer of the water bureau. */
  qian: Visitor
  /** Supervisor. */
  zhou: Visitor
  /** A second supervisor, at another desk: the administrator. */
  at(wall: string): void
  read(id: string): Promise<IssueDetail>
  /** A merchant's report of a service nobody measures, as the issue it opened. */
  reported(body?: Record<string, unknown>): Promise<{ issue: IssueDetail; token: string; number: string }>
  passTime(): Promise<number>
  query(sql: string, args?: (string | number | null)[]): Promise<Record<string, unknown>[]>
}

/** 2026-10-10 09:00, a Saturday that is worked. */
export const OPENING = '2026-10-10 09:00'

export async function openLoop(): Promise<Loop> {
  const market = await openMarket(false)
  const { server, sun, wang } = market
  return {
    ...market,
    qian: await colleague(server, sun, 'officer', market.waterBureau),
    zhou: await colleague(server, sun, 'supervisor'),
    at: (wall) => {
      server.clock.at = shanghai(wall)
    },
    read: (id) => wang.ok('GET', `/issues/${id}`),
    async reported(body = {}) {
      const receipt = await report(market, { serviceId: 'other', text: '门前路灯不亮', ...body })
      const { rows } = await wang.ok<IssueList>('GET', '/issues?state=all&sort=received&limit=200')
      const { id } = rows.find(({ number }) => number === receipt.issueNumber)!
      return { issue: await wang.ok('GET', `/issues/${id}`), token: receipt.token, number: receipt.number }
    },
    passTime: () => server.deps.store.issueJobs.passTime(server.clock.at),
    query: async (sql, args = []) => {
      const outcome = await server.writer.write([{ sql, args }])
      if (!outcome.ok) throw new Error('the query was undone')
      return outcome.rows[0]!.map((row) => ({ ...row }))
    },
  }
}

/** Clocks of an issue on the wall: name, start, due, as if unpaused, stop and what stopped it. */
export const clocksOnTheWall = ({ clocks }: Pick<IssueDetail, 'clocks'>) =>
  clocks.map(({ clock, startedAt, dueAt, rawDueAt, stoppedAt, stoppedBy }) =>
    [
      clock,
      onTheWall(startedAt),
      onTheWall(dueAt),
      rawDueAt === dueAt ? '' : onTheWall(rawDueAt),
      stoppedAt === null ? '' : onTheWall(stoppedAt),
      stoppedBy ?? '',
    ].join(' | '),
  )

export { onTheWall, shanghai }
