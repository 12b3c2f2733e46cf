import type { IssueDetail, IssueList } from '../../server/wire/issues.ts'
import type { Problem } from '../../server/wire/problem.ts'
import { colleague, type Visitor } from './api.ts'
import { type Market, openMarket, report, step } from './market.ts'
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

/** Status, problem and the fields it names, of a step on the version that stands. */
export async function refusalOf(loop: Loop, who: Visitor, id: string, action: string, body: unknown) {
  const { version } = await loop.read(id)
  const answer = await who.api('POST', `/issues/${id}/${action}`, body, { 'if-match': `"${version}"` })
  const { type, errors = [] } = (await answer.json()) as Problem
  return [answer.status, type.split(':').at(-1), ...errors.map(({ pointer, code }) => `${pointer} ${code}`)]
}

export const lastEvent = ({ events }: IssueDetail) => events.at(-1)!

/** An issue at the water bureau, not yet signed. */
export async function dispatchedIn(loop: Loop, body: Record<string, unknown> = {}) {
  const { issue, token, number } = await loop.reported(body)
  await step(loop.wang, issue.id, 'dispatch', { agencyId: loop.waterBureau, reason: '路灯' })
  return { id: issue.id, token, number, issueNumber: issue.number }
}

/** An issue the water bureau signed at once and made contact about. */
export async function handledIn(loop: Loop, body: Record<string, unknown> = {}) {
  const made = await dispatchedIn(loop, body)
  await step(loop.qian, made.id, 'signature', { personInCharge: '钱立' })
  await step(loop.qian, made.id, 'contact', { note: '电话', wasReached: true })
  return made
}

/** A reply its merchant was not content with. */
export async function dissatisfiedIn(loop: Loop, text = '没换好') {
  const made = await handledIn(loop)
  await step(loop.qian, made.id, 'reply', { text: '路灯已换新的一盏，请查看', resolved: 'yes', reasonCode: 'lamp' })
  await step(loop.wang, made.id, 'confirmation', { answer: 'no', channel: 'telephone', text })
  return made
}

export { onTheWall, shanghai }
