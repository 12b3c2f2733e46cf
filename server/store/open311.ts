import type {
  Open311Attribute,
  Open311Extension,
  Open311Line,
  Open311Request,
  Open311Service,
  PostArguments,
  RequestFilter,
  UpdateArguments,
} from '../wire/open311.ts'
import type { Lane } from './issues.ts'
import { type Posting, postRequest } from './open311-post.ts'
import { type Place, requestCount, requestRows, requestsAfter } from './open311-requests.ts'
import { asOpen311Service, definitionOf, offeredServices } from './open311-services.ts'
import { markUpdateSeen, receiveUpdate, unseenUpdates, updatesIn } from './open311-updates.ts'
import { asLine, asRequest, extensionsOf, toldOf } from './open311-view.ts'
import type { StorePorts } from './ports.ts'

const STEP = 200

/** Issues and services as the public reads them. `district` is the last part of every address. */
export function createOpen311Store(ports: StorePorts, lane: Lane) {
  const { db } = ports
  return {
    services: async (): Promise<Open311Service[]> => (await offeredServices(db)).map(asOpen311Service),
    /** The questions of a service; null for one that is not offered. */
    async definition(code: string): Promise<Open311Attribute[] | null> {
      const [offered] = await offeredServices(db, code)
      return offered ? definitionOf(offered.service) : null
    },
    async requests(
      filter: RequestFilter,
      page: { limit: number; offset: number; isExtended: boolean },
      district: string,
    ): Promise<(Open311Request & Partial<Open311Extension>)[]> {
      const told = await toldOf(db, await requestRows(db, filter, page.limit, page.offset))
      const more = page.isExtended ? await extensionsOf(db, told) : []
      return told.map((one, index) => ({ ...asRequest(one, district), ...more[index] }))
    },
    count: (filter: RequestFilter): Promise<number> => requestCount(db, filter),
    /** Every public request received in a window (epoch ms), oldest first, read a step at a time. */
    async *lines(window: { fromAt: number; toAt: number }, district: string): AsyncGenerator<Open311Line> {
      for (let place: Place | null = null; ; ) {
        const rows = await requestsAfter(db, window, place, STEP)
        for (const told of await toldOf(db, rows)) yield asLine(told, district)
        const last = rows.at(-1)?.issue
        if (!last || rows.length < STEP) return
        place = { at: last.receivedAt, id: last.id }
      }
    },
    post: (given: PostArguments, posting: Posting) => postRequest(ports, lane, given, posting),
    updates: (isTest: boolean, window: { fromAt: number; toAt: number }) => updatesIn(db, isTest, window),
    receive: (key: { id: string; name: string }, isTest: boolean, given: UpdateArguments, at: number) =>
      receiveUpdate(ports, key, isTest, given, at),
    unseenUpdates: () => unseenUpdates(db),
    markSeen: (id: string, at: number) => markUpdateSeen(ports, id, at),
  }
}
