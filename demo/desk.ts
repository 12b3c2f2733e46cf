import { dateOn } from '../server/domain/calendar.ts'
import type { Store } from '../server/store/store.ts'
import type { Outcome } from '../server/wire/refusal.ts'
import { ENTRIES } from './month/entries.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

interface Place {
  store: Store
  agencyIds: ReadonlyMap<string, string>
  siteIds: ReadonlyMap<string, string>
  /** Who keeps the knowledge. */
  userId: string
  now: number
}

/** The value of an outcome that cannot be refused here. */
function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`The desk could not be furnished: ${JSON.stringify(outcome)}`)
  return outcome.value
}

/** What a desk has at hand: knowledge, wordings, codes at windows, helpers outside, an announced outage. Gives the ids of the entries. */
export async function furnishDesk(place: Place): Promise<string[]> {
  const entryIds = await addEntries(place)
  await addTemplates(place)
  await addSpots(place)
  await addOutage(place)
  return entryIds
}

async function addEntries({ store, agencyIds, userId, now }: Place): Promise<string[]> {
  const at = now - 65 * DAY_MS
  const keeper = { userId, reach: 'all', agencyId: null } as const
  const ids: string[] = []
  for (const { agency, reviewInDays, ...words } of ENTRIES) {
    const reviewOn = dateOn(now + reviewInDays * DAY_MS)
    const agencyId = agencyIds.get(agency) ?? null
    const id = must(
      await store.knowledge.add({ ...words, agencyId, reviewOn, validUntilOn: null, sourceIssueId: null }, keeper, at),
    )
    must(await store.knowledge.publish({ id, keeper, version: 1, at }, { reviewOn }))
    ids.push(id)
  }
  return ids
}

async function addTemplates({ store, now }: Place): Promise<void> {
  const base = { serviceId: null, smsText: '', isActive: true } as const
  const templates = [
    {
      purpose: 'reply',
      outcome: 'yes',
      title: '办好了',
      text: '{事情}已办好：{做了什么}。请您核对，还有问题就回“没好”。',
    },
    {
      purpose: 'reply',
      outcome: 'planned',
      title: '排了日子',
      text: '{事情}排在{哪一天}办，由{谁}负责，办完当天告诉您。',
    },
    { purpose: 'question', outcome: null, title: '补材料', text: '请补{缺哪样}，拍照发来就行，{几天}内回。' },
    { purpose: 'explanation', outcome: null, title: '再说明一次', text: '上次没说清楚。{原因}；您可以{下一步}。' },
  ] as const
  for (const [index, template] of templates.entries())
    must(await store.templates.add({ ...base, ...template, sortKey: index * 10 }, now - 60 * DAY_MS))
}

async function addSpots({ store, agencyIds, siteIds, now }: Place): Promise<void> {
  const base = { siteId: siteIds.get('zhengwu') ?? null, agencyId: agencyIds.get('approval-bureau') ?? null }
  const spots = [
    { kind: 'window', nameZh: '企业开办6号窗口', nameEn: 'Company registration, window 6', papers: [] },
    {
      kind: 'item',
      nameZh: '食品经营许可变更',
      nameEn: 'Change of a food licence',
      papers: ['营业执照', '许可证正本', '场所平面图'],
    },
  ] as const
  for (const spot of spots)
    must(await store.spots.add({ ...base, ...spot, papers: [...spot.papers], isClosed: false }, now - 60 * DAY_MS))
  must(
    await store.thirdParties.add(
      {
        nameZh: '津汇银行小微专柜',
        nameEn: 'Jinhui Bank, small business desk',
        serviceIds: ['financing'],
        telephone: '8033',
        note: '二十万以下当天给回音',
        isActive: true,
      },
      now - 60 * DAY_MS,
    ),
  )
}

async function addOutage({ store, siteIds, now }: Place): Promise<void> {
  const fromAt = Math.ceil((now + 2 * DAY_MS) / HOUR_MS) * HOUR_MS
  must(
    await store.outages.add(
      {
        siteId: siteIds.get('liuying') ?? null,
        supplyId: null,
        fromAt,
        untilAt: fromAt + 3 * HOUR_MS,
        reason: '2厅换表，1厅不停',
        source: '',
        sourceNumber: null,
      },
      now - DAY_MS,
    ),
  )
}
