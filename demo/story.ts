import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { IssueDetail, IssueList, IssueRow } from '../server/wire/issues.ts'
import type { MerchantSite, ReportAnswer, Tracking } from '../server/wire/merchant.ts'
import { HttpClient } from './http-client.ts'

/** The day's one outage, in ms after the story starts. Power goes and comes in the node's own simulation. */
export const OUTAGE = { site: 'nanan', beginsMs: 14_000, lastsMs: 46_000 } as const

const MERCHANTS = [
  { place: '3-12', text: '冰柜化了一半', answer: 'yes' },
  { place: '3-15', text: '收银机和灯全灭了', answer: 'yes' },
  { place: '1-07', text: '豆浆磨到一半停了', answer: null },
] as const

interface Told {
  merchant: HttpClient
  token: string
  answer: 'yes' | 'no' | null
}

/** Tells the console what is happening on the screens. */
export type Narrator = (line: string) => void

/** Asks every 500 ms until there is an answer or the signal ends the story. */
async function until<T>(probe: () => Promise<T | null | undefined>, stop: AbortSignal): Promise<T> {
  for (;;) {
    stop.throwIfAborted()
    const found = await probe()
    if (found !== null && found !== undefined) return found
    await sleep(500, undefined, { signal: stop })
  }
}

const openIssueAt = async (desk: HttpClient, siteId: string): Promise<IssueRow | undefined> =>
  (await desk.get<IssueList>(`/issues?state=open&site=${siteId}`)).rows.find((row) => row.channel === 'edge')

async function joinByPhone(url: string, siteId: string, stop: AbortSignal): Promise<Told[]> {
  const told: Told[] = []
  for (const { place, text, answer } of MERCHANTS) {
    const merchant = new HttpClient(url)
    const page = await merchant.get<MerchantSite>(`/merchant/sites/${siteId}`)
    const cover = page.covers.find((one) => one.isSeenByMeter)
    if (!cover) return told
    const receipt = await merchant.post<ReportAnswer>(
      '/merchant/reports',
      { siteId, serviceId: cover.serviceId, place, text, joinIssueId: cover.issueId },
      { 'idempotency-key': randomBytes(16).toString('hex') },
    )
    told.push({ merchant, token: receipt.token, answer })
    await sleep(4_000, undefined, { signal: stop })
  }
  return told
}

/** One step of an officer or the desk on the issue, on the version it has now. */
async function act(person: HttpClient, id: string, action: string, body: unknown): Promise<IssueDetail> {
  const { version } = await person.get<IssueDetail>(`/issues/${id}`)
  return person.post<IssueDetail>(`/issues/${id}/${action}`, body, { 'if-match': `"${version}"` })
}

/**
 * Plays the people of the outage through the same HTTP everybody uses: three merchants who join the issue the meter
 * opened, and the power company's officer. Everything else, the readings, the issue, the dispatch, the evidence, is
 * the product's own doing.
 */
export async function playOutage(
  url: string,
  siteId: string,
  officer: HttpClient,
  say: Narrator,
  stop: AbortSignal,
): Promise<IssueDetail> {
  const issue = await until(() => openIssueAt(officer, siteId), stop)
  say(`电表看见停电，自动立单 ${issue.number}，已派供电公司 · the meter saw it, the issue opened itself`)
  const joining = joinByPhone(url, siteId, stop)
  await sleep(5_000, undefined, { signal: stop })
  await act(officer, issue.id, 'signature', { personInCharge: '赵建国' })
  say('供电公司签收 · the power company signed')
  const told = await joining
  say(`${told.length}户商户手机上报，并进这一件 · merchants joined by phone`)
  await act(officer, issue.id, 'contact', { note: '电话联系市场管理方，抢修车已出发', wasReached: true })
  const back = await until(async () => {
    const detail = await officer.get<IssueDetail>(`/issues/${issue.id}`)
    return detail.powerEvent?.endMaxAt ? detail : null
  }, stop)
  say('来电了，电表作证 · power is back, the meter says so')
  await sleep(6_000, undefined, { signal: stop })
  await act(officer, back.id, 'reply', {
    text: '进线电缆接头故障，已更换接头，恢复供电。',
    resolved: 'yes',
    reasonCode: 'cable_joint',
    explanation: '',
  })
  say('供电公司答复 · the agency replied')
  await sleep(4_000, undefined, { signal: stop })
  for (const { merchant, token, answer } of told) {
    if (!answer) continue
    await until(async () => {
      const tracking = await merchant.post<Tracking>('/merchant/tracking', { token })
      return tracking.canAnswer ? tracking : null
    }, stop)
    await merchant.post<Tracking>('/merchant/tracking/answer', { token, answer, text: '' })
    await sleep(4_000, undefined, { signal: stop })
  }
  say('商户说好了 · the merchants confirmed')
  return officer.get<IssueDetail>(`/issues/${issue.id}`)
}
