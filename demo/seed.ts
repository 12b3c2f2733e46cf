import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { openReader } from '../db/client.ts'
import { queriesOver } from '../db/drizzle.ts'
import type { ClockRules } from '../server/domain/clock.ts'
import { hashPassword } from '../server/http/password-hash.ts'
import { currentRules } from '../server/store/rule-book.ts'
import { createStore, type Store } from '../server/store/store.ts'
import type { Viewer } from '../server/store/viewer.ts'
import type { Outcome } from '../server/wire/refusal.ts'
import { openInProcessWriter } from '../server/writer/in-process.ts'
import { furnishDesk } from './desk.ts'
import { AGENCIES, DISTRICT, PEOPLE, SERVICE_AGENCIES, SERVICE_BUREAU, SITES, SUPPLIES } from './district.ts'
import { morningOf } from './history.ts'
import { ISSUES, type PastIssue } from './issues.ts'
import type { Cast } from './month/life.ts'
import { playMonth } from './month/month.ts'
import { NODES } from './nodes.ts'

const DAY_MS = 86_400_000
const DISTRICT_OFFSET_MS = 8 * 3_600_000

export interface Seeded {
  /** Key of each node, by node id. */
  keys: Map<string, string>
  /** Id of each site, by its word in the district. */
  siteIds: Map<string, string>
}

/** The value of an outcome that cannot be refused here. */
function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`The demonstration could not be made: ${JSON.stringify(outcome)}`)
  return outcome.value
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Fills an empty database with the district, through the same stores the server uses, and closes it again. */
export async function seedDistrict(ask: { dataDir: string; password: string; now: number }): Promise<Seeded> {
  const location = { url: `file:${join(ask.dataDir, 'mingchuang.db')}` }
  const writer = await openInProcessWriter(location)
  const reader = await openReader(location)
  try {
    const db = queriesOver(reader)
    const store = createStore({ db, writer })
    const made = await seedPeopleAndPlaces(store, ask)
    const keys = await seedNodes(store, made.siteIds, ask.now)
    const userId = viewerNamed(made.viewers, 'sunzq').id
    const entryIds = await furnishDesk({ store, ...made, userId, now: ask.now })
    await playMonth({ ...castOf(store, await currentRules(db), made), entryIds }, ask.now)
    await seedIssues(store, made, ask.now)
    const morning = { from: Math.max(startOfDay(ask.now), ask.now - 12 * 3_600_000), to: ask.now }
    for (const node of NODES) await writer.commit(morningOf(node, morning, ask.now))
    return { keys, siteIds: made.siteIds }
  } finally {
    reader.close()
    await writer.close()
  }
}

const castOf = (store: Store, rules: ClockRules, { viewers, agencyIds, siteIds }: Made): Omit<Cast, 'entryIds'> => ({
  store,
  rules,
  operator: viewerNamed(viewers, 'wangxl'),
  supervisor: viewerNamed(viewers, 'zhoum'),
  officers: new Map(
    PEOPLE.flatMap(({ login, agencyId }) => (agencyId ? [[agencyId, viewerNamed(viewers, login)] as const] : [])),
  ),
  agencyIds,
  siteIds: [...siteIds].filter(([word]) => word !== 'zhengwu').map(([, id]) => id),
})

function viewerNamed(viewers: ReadonlyMap<string, Viewer>, login: string): Viewer {
  const viewer = viewers.get(login)
  if (!viewer) throw new Error(`there is nobody called ${login}`)
  return viewer
}

const startOfDay = (at: number): number => Math.floor((at + DISTRICT_OFFSET_MS) / DAY_MS) * DAY_MS - DISTRICT_OFFSET_MS

interface Made {
  siteIds: Map<string, string>
  agencyIds: Map<string, string>
  viewers: Map<string, Viewer>
}

async function seedPeopleAndPlaces(store: Store, ask: { password: string; now: number }): Promise<Made> {
  const passwordHash = (await hashPassword(ask.password)) ?? ''
  const at = ask.now - 70 * DAY_MS
  const [administrator, ...colleagues] = PEOPLE.map((person) => ({ ...person, passwordHash }))
  if (!administrator) throw new Error('no administrator')
  const viewers = new Map<string, Viewer>()
  viewers.set(administrator.login, viewerOf(must(await store.people.claim(administrator, DISTRICT, at))))
  const agencyIds = new Map<string, string>()
  for (const { id, ...agency } of AGENCIES) {
    const isServiceBureau = id === SERVICE_BUREAU
    const parentId = agencyIds.get(SERVICE_BUREAU) ?? null
    agencyIds.set(id, must(await store.people.addAgency({ parentId, isServiceBureau, ...agency }, at)).id)
  }
  for (const person of colleagues) {
    const agencyId = person.agencyId ? (agencyIds.get(person.agencyId) ?? null) : null
    viewers.set(
      person.login,
      viewerOf(must(await store.people.addUser({ ...person, agencyId }, { id: null, role: 'console' }, at))),
    )
  }
  for (const [serviceId, agency] of Object.entries(SERVICE_AGENCIES)) {
    const agencyId = agencyIds.get(agency) ?? null
    const to = { agencyId, isAutoDispatched: serviceId === 'power-outage' }
    must(await store.services.setAgency(serviceId, to, viewers.get(administrator.login)!, at))
  }
  const siteIds = new Map<string, string>()
  for (const { id, supplyId, ...site } of SITES) {
    const supplyLine = SUPPLIES.find((supply) => supply.id === supplyId)?.nameZh ?? null
    siteIds.set(id, must(await store.sites.add({ ...site, supplyLine }, at)).id)
  }
  return { siteIds, agencyIds, viewers }
}

const viewerOf = (user: { id: string; role: Viewer['role']; agency: { id: string } | null }): Viewer => ({
  id: user.id,
  role: user.role,
  agencyId: user.agency?.id ?? null,
})

async function seedNodes(store: Store, siteIds: Map<string, string>, now: number): Promise<Map<string, string>> {
  const keys = new Map<string, string>()
  for (const { id, displayName, siteId } of NODES) {
    const key = randomBytes(32).toString('base64url')
    const values = { id, displayName, siteId: siteIds.get(siteId) ?? null, keyHash: sha256(key) }
    must(await store.nodes.add(values, now - 30 * DAY_MS))
    keys.set(id, key)
  }
  return keys
}

async function seedIssues(store: Store, made: Made, now: number): Promise<void> {
  for (const issue of ISSUES) await seedIssue(store, made, issue, now)
}

/** Takes one past matter down at its hour and moves it as far as it got. */
async function seedIssue(
  store: Store,
  { siteIds, agencyIds, viewers }: Made,
  past: PastIssue,
  now: number,
): Promise<void> {
  const operator = viewers.get('wangxl') as Viewer
  const at = now - past.hoursAgo * 3_600_000
  const taken = await store.issues.takeDown(
    {
      channel: past.channel,
      serviceId: past.serviceId,
      siteId: siteIds.get(past.siteId) ?? null,
      place: past.place,
      text: past.text,
      telephone: null,
      name: null,
    },
    operator,
    at,
  )
  let detail = must(taken)
  const step = (minutes: number) => ({
    id: detail.id,
    viewer: operator,
    version: detail.version,
    at: Math.min(now, at + minutes * 60_000),
  })
  if (past.until === 'received') return
  const agencyId = agencyIds.get(past.agency) ?? ''
  if (detail.state === 'received') detail = must(await store.issues.dispatch(step(20), { agencyId, reason: '按职责' }))
  if (past.until === 'dispatched') return
  detail = must(await store.issues.sign(step(90), { personInCharge: past.personInCharge }))
  detail = must(await store.issues.contact(step(150), { note: '已电话联系商户', wasReached: true }))
  if (past.until === 'handling') return
  const reply = {
    text: past.reply,
    resolved: past.resolved,
    reasonCode: 'done',
    plannedAt: null,
    explanation: '',
    sameTextReason: '',
  }
  detail = must(await store.issues.reply(step(60 * past.replyAfterHours), reply))
  if (past.until === 'replied') return
  const answer = { answer: 'yes' as const, channel: 'telephone' as const, text: '' }
  detail = must(await store.issues.confirm(step(60 * past.replyAfterHours + 180), answer))
}
