import type { Client } from '@libsql/client'
import { agencyId, SITES, siteId } from './issues-build.ts'
import { SEARCHES } from './issues-texts.ts'

/** One request of the desk, below `/api/v1`. */
export interface Ask {
  method: 'GET' | 'POST'
  path: string
  body?: unknown
}

const get = (path: string): Ask => ({ method: 'GET', path })
const STATES = ['received', 'dispatched', 'signed', 'handling', 'follow_up', 'closed', 'withdrawn', 'not_accepted']
const SERVICES = ['power-outage', 'water-gas', 'network', 'approval', 'financing', 'employment', 'policy', 'other']

/** Every kind of request by its name; each call gives the next one, never twice the same in a row. */
export async function asksOf(
  reader: Client,
  send: (ask: Ask) => Promise<{ body: string }>,
  now: number,
): Promise<Record<string, () => Ask | Promise<Ask>>> {
  const { rows } = await reader.execute('SELECT id FROM issues ORDER BY (serial * 7919) % 1000003 LIMIT 500')
  const ids = rows.map(({ id }) => String(id))
  let n = 0
  const next = <T>(list: readonly T[]): T => list[n++ % list.length]!
  const filters = () => {
    const choice = n++
    const site = siteId((choice * 37) % SITES)
    const agency = agencyId((choice * 11) % 60)
    return next([
      `state=open&site=${site}`,
      `state=open&agency=${agency}`,
      `state=late`,
      `state=near`,
      `state=${next(STATES)}`,
      `state=all&site=${site}&sort=received`,
      `state=all&agency=${agency}&sort=received`,
      `state=all&service=${next(SERVICES)}&sort=received`,
      `state=finished&agency=${agency}&service=${next(SERVICES)}&sort=received`,
      `state=open&service=${next(SERVICES)}&agency=${agency}`,
      `state=open&turn=agency`,
      `state=open&turn=desk`,
    ])
  }
  const paging = pager(send)
  const month = (back: number): string => {
    const date = new Date(now + 8 * 3_600_000)
    return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, 1)).toISOString().slice(0, 10)
  }
  return {
    overview: () => get('/overview'),
    workList: () => get('/issues?state=open&sort=due&limit=50'),
    filter: () => get(`/issues?${filters()}&limit=50`),
    keysetPaging: paging,
    issuePage: () => get(`/issues/${next(ids)}`),
    searchAsYouType: () => {
      const word = next(SEARCHES)
      return get(`/search?q=${encodeURIComponent(word.slice(0, 1 + (n % word.length)))}`)
    },
    searchInList: () => get(`/issues?state=all&q=${encodeURIComponent(next(SEARCHES))}&sort=received`),
    newIssue: () => ({
      method: 'POST',
      path: '/issues',
      body: {
        channel: 'telephone',
        serviceId: next(SERVICES),
        siteId: siteId((n * 13) % SITES),
        place: `3-${n % 40}`,
        text: `第${n}通电话，停电了冰柜化了一半，请尽快。`,
      },
    }),
    kpiPage: () => {
      const back = 1 + (n++ % 12)
      return get(`/kpis?from=${month(back)}&to=${month(back - 1)}`)
    },
  }
}

/** Walks a filtered list page by page, and begins again at its end. */
function pager(send: (ask: Ask) => Promise<{ body: string }>): () => Promise<Ask> {
  let cursor: string | null = null
  let page = 0
  return async () => {
    // The next page's address is in the page before, which is asked for outside the measurement.
    const base = `/issues?state=all&service=approval&sort=received&limit=50`
    const path: string = cursor === null || page++ % 100 === 99 ? base : `${base}&cursor=${encodeURIComponent(cursor)}`
    const { body } = await send(get(path))
    cursor = (JSON.parse(body) as { next: string | null }).next
    return get(path)
  }
}
