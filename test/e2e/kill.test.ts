import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@libsql/client'
import { afterEach, describe, expect, it } from 'vitest'
import { HttpClient } from '../../demo/http-client.ts'
import type { ReportAnswer } from '../../server/wire/merchant.ts'
import { type SmallDistrict, setUpDistrict } from '../support/district.ts'
import { connectNativeNode, threePhases } from '../support/native-node.ts'
import { type ServerProcess, startHastyServer, startServerProcess } from '../support/server-process.ts'
import { waitFor } from '../support/wait-for.ts'

const NODES = 4
const IN_FLIGHT = 20
const KILLS = 3
/** Acknowledged between two kills, at least. */
const WORTH_WHILE = { records: 500, reports: 5 }

let server: ServerProcess | undefined
afterEach(async () => {
  await server?.kill('SIGKILL')
  server = undefined
})

interface Counted {
  /** `boot:sequence` of every record. */
  records: Set<string>
  /** Number of every report. */
  reports: Set<string>
}

/** Publishes as fast as PUBACKs allow until told to stop; only what was acknowledged is written down. */
async function pour(url: string, id: string, key: string, seen: Counted, stop: AbortSignal): Promise<void> {
  const node = await connectNativeNode(url, id, key)
  try {
    await node.birth()
    let sequence = 0
    const lane = async (): Promise<void> => {
      while (!stop.aborted && node.client.connected) {
        const own = ++sequence
        await node.data(own, threePhases(Date.now(), 220 + (own % 7)))
        seen.records.add(`${node.boot}:${own}`)
      }
    }
    await Promise.allSettled(Array.from({ length: IN_FLIGHT }, lane))
  } finally {
    await node.end().catch(() => undefined)
  }
}

/** Reports one matter after another as merchants would; only answered reports are written down. */
async function reportOnAndOn(url: string, d: SmallDistrict, seen: Counted, stop: AbortSignal): Promise<void> {
  const merchant = new HttpClient(url)
  for (let n = 0; !stop.aborted; n++) {
    const body = { siteId: d.siteId, serviceId: d.otherServiceId, place: `3-${n}`, text: `第${n}件：贷款批不下来` }
    const key = { 'idempotency-key': randomBytes(16).toString('hex') }
    await merchant
      .post<ReportAnswer>('/merchant/reports', body, key)
      .then((answer) => seen.reports.add(answer.number))
      .catch(() => sleep(20))
  }
}

/** What is in the file; a record must be there whole, and once. */
async function storedIn(dataDir: string): Promise<Counted> {
  const client = createClient({ url: `file:${join(dataDir, 'mingchuang.db')}` })
  try {
    const samples = await client.execute(
      'SELECT b.boot, s.sequence, count(*) AS n FROM samples s JOIN boots b ON b.id = s.boot_id GROUP BY 1, 2',
    )
    expect(samples.rows.filter((row) => Number(row.n) !== 3)).toEqual([])
    const reports = await client.execute('SELECT number FROM reports')
    return {
      records: new Set(samples.rows.map((row) => `${row.boot}:${row.sequence}`)),
      reports: new Set(reports.rows.map((row) => String(row.number))),
    }
  } finally {
    client.close()
  }
}

const missing = (acknowledged: Set<string>, stored: Set<string>): string[] =>
  [...acknowledged].filter((one) => !stored.has(one))

type Load = (url: ServerProcess, seen: Counted, stop: AbortSignal) => Promise<unknown>[]

/** Runs the load, kills the server in the middle of it and starts it again, three times; gives what was acknowledged. */
async function killUnder(load: Load, victim: ServerProcess, worth: { records: number; reports: number }) {
  const seen: Counted = { records: new Set(), reports: new Set() }
  for (let kill = 0; kill < KILLS; kill++) {
    const stop = new AbortController()
    const before = { records: seen.records.size, reports: seen.reports.size }
    const settled = Promise.allSettled(load(victim, seen, stop.signal))
    await waitFor(
      () => seen.records.size >= before.records + worth.records && seen.reports.size >= before.reports + worth.reports,
      {
        what: 'enough was acknowledged to make a kill worth while',
        withinMs: 30_000,
        everyMs: 5,
        detail: () => `${seen.records.size} records, ${seen.reports.size} reports\n${victim.output().slice(-2_000)}`,
      },
    )
    await victim.kill('SIGKILL')
    stop.abort()
    await settled
    await victim.restart()
  }
  expect(seen.records.size).toBeGreaterThanOrEqual(worth.records * KILLS)
  return seen
}

describe('SIGKILL of the server under load', () => {
  it('loses no acknowledged sample and no answered report, and doubles none', async () => {
    server = await startServerProcess({ REPORTS_PER_ADDRESS: '1000000' })
    const district = await setUpDistrict(server)
    const keys = new Map<string, string>()
    for (let n = 1; n <= NODES; n++) keys.set(`kill-${n}`, (await district.addNode(`kill-${n}`)).key)
    const seen = await killUnder(
      (victim, seen, stop) => [
        ...[...keys].map(([id, key]) => pour(victim.mqttUrl, id, key, seen, stop)),
        reportOnAndOn(victim.url, district, seen, stop),
      ],
      server,
      WORTH_WHILE,
    )
    const stored = await storedIn(server.dataDir)
    expect(missing(seen.records, stored.records)).toEqual([])
    expect(missing(seen.reports, stored.reports)).toEqual([])
  }, 120_000)

  it('is found out where PUBACK does not wait for the commit: the same count of a hasty broker comes short', async () => {
    server = await startHastyServer()
    const seen = await killUnder(
      (victim, seen, stop) =>
        Array.from({ length: NODES }, (_, n) => pour(victim.mqttUrl, `hasty-${n}`, 'any', seen, stop)),
      server,
      { ...WORTH_WHILE, reports: 0 },
    )
    expect(missing(seen.records, (await storedIn(server.dataDir)).records).length).toBeGreaterThan(0)
  }, 60_000)
})
