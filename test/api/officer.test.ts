import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Listening, listen } from '../../server/listen.ts'
import type { FollowOptions } from '../../server/live/port.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { SitePower } from '../../server/wire/power.ts'
import { colleague, type Visitor } from '../support/api.ts'
import { type EventReader, readEvents } from '../support/event-reader.ts'
import { type Market, openMarket, report, step } from '../support/market.ts'
import { installMeter } from '../support/market-meter.ts'

let market: Market
/** Officer of the water bureau, to whom a power outage is another agency's matter. */
let qian: Visitor
beforeEach(async () => {
  market = await openMarket()
  qian = await colleague(market.server, market.sun, 'officer', market.waterBureau)
})
afterEach(() => market.close())

describe('another agency’s issue', () => {
  let listening: Listening
  const readers: EventReader[] = []
  beforeEach(async () => {
    listening = await listen(market.server.app, { port: 0, host: '127.0.0.1', maxConnections: 20 })
  })
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.stop()
    market.server.hub.stop()
    await listening.close()
  })

  async function follow(person: Visitor): Promise<EventReader> {
    const reader = await readEvents(`http://127.0.0.1:${listening.port}/api/v1/stream`, { cookie: person.cookie })
    readers.push(reader)
    await reader.several('beat', 1)
    return reader
  }
  const told = async (reader: EventReader, count: number) =>
    (await reader.several('issue', count)).map(({ data }) => data as { subjectId: string; siteId: string | null })

  it('is in an officer’s stream as some change, with neither id, number nor place; their own comes whole', async () => {
    const [own, foreign, all] = [await follow(market.zhao), await follow(qian), await follow(market.wang)]
    await report(market)
    const nothing = { at: market.server.clock.at, subjectId: '', siteId: null, body: {} }
    const [first] = await told(all, 1)
    expect(first).toMatchObject({ siteId: market.site.id, body: { number: 'MC-20261010-0001' } })
    expect(await told(own, 1)).toEqual([first])
    expect(await told(foreign, 1)).toEqual([nothing])
    await step(market.zhao, first!.subjectId, 'signature', { personInCharge: '赵建国' })
    const { version } = await market.sun.ok<IssueDetail>('GET', `/issues/${first!.subjectId}`)
    expect(version).toBe(2)
    expect((await told(own, 2))[1]).toMatchObject({ subjectId: first!.subjectId, body: { version: 2 } })
    expect((await told(foreign, 2))[1]).toEqual(nothing)
  })

  it('is not named by the interruption it is about', async () => {
    const meter = await installMeter(market)
    await meter.readOn(229, 300_000)
    await meter.readOn(0, 20_000)
    expect(await market.server.deps.store.issueJobs.tellInterruptions(market.server.clock.at)).toBe(1)
    const issueIdFor = async (person: Visitor) => {
      const { events } = await person.ok<SitePower>('GET', `/sites/${market.site.id}/power`)
      return events.filter(({ kind }) => kind === 'interruption').map(({ issueId }) => issueId)
    }
    const [issueId] = await issueIdFor(market.wang)
    expect(issueId).not.toBeNull()
    expect(await issueIdFor(market.zhao)).toEqual([issueId])
    expect(await issueIdFor(qian)).toEqual([null])
  })
})

it('a stream opened in one role is not for the next', async () => {
  const { deps, writer } = market.server
  const opened: FollowOptions[] = []
  const { follow } = deps.live
  deps.live.follow = (options) => {
    opened.push(options)
    return follow(options)
  }
  await (await qian.api('GET', '/stream')).body?.cancel()
  expect(await opened[0]?.isStillAllowed?.()).toBe(true)
  await writer.write([
    { sql: 'UPDATE users SET agency_id = ? WHERE agency_id = ?', args: [market.powerCompany, market.waterBureau] },
  ])
  expect(await opened[0]?.isStillAllowed?.()).toBe(false)
})
