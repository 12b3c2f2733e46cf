import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Visitor } from './api.ts'
import { type Market, step } from './market.ts'

/** An instant in Shanghai, `2026-10-15 09:00`. */
export const wall = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)

/** A matter that is nobody's emergency, taken down at the desk. */
export const takeDown = ({ wang, site }: Market, body: Record<string, unknown> = {}): Promise<IssueDetail> =>
  wang.ok<IssueDetail>('POST', '/issues', {
    channel: 'telephone',
    serviceId: 'other',
    siteId: site.id,
    place: '3-12',
    text: '通道的路灯不亮，晚上看不见路',
    telephone: '13800005678',
    name: '李秀英',
    ...body,
  })

/** Dispatched to the power company and in its hands, all at the same instant. */
export async function handled(
  market: Market,
  issue: IssueDetail,
  officer: Visitor = market.zhao,
): Promise<IssueDetail> {
  await step(market.wang, issue.id, 'dispatch', { agencyId: market.powerCompany, reason: '路灯归供电公司' })
  await step(officer, issue.id, 'signature', { personInCharge: '赵建国' })
  return step(officer, issue.id, 'contact', { note: '打了电话，约明早', wasReached: true })
}

/** Lets the ladder look and the notices leave at `text` on the wall; gives how many it lifted and sent. */
export async function climbAt(market: Market, text: string): Promise<[lifted: number, sent: number]> {
  const { clock, deps } = market.server
  clock.at = wall(text)
  const { climb, sendNotices } = deps.store.supervisionJobs
  return [await climb(clock.at), await sendNotices(clock.at)]
}

export const REPLY = {
  text: '电工已更换通道北侧三盏路灯的灯泡和保险，昨晚亮灯时复看过，照明恢复正常。',
  resolved: 'yes',
  reasonCode: 'repaired',
}
