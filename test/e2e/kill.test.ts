import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@libsql/client'
import { afterEach, describe, expect, it } from 'vitest'
import { HttpClient } from '../../demo/http-client.ts'
import type { ReportAnswer } from '../../server/wire/merchant.ts'
import { type SmallDistrict, setUpDistrict } from '../support/district.ts'
import { connectNativeNode, threePhases } from '../support/native-node.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { waitFor } from '../support/wait-for.ts'

const NODES = 4
const IN_FLIGHT = 20
const KILLS = 3

let server: ServerProcess | undefined
afterEach(async () => {
  await server?.kill('SIGKILL')
  server = undefined
})

interface Acknowledged {
  /** `boot:sequence` of every record whose PUBACK arrived. */
  records: Set<string>
  /** Number of every report the server answered for. */
  reports: Set<string>
}

/** Publishes as fast as PUBACKs allow until told to stop; only what was acknowledged is written down. */
async function pour(url: string, id: string, key: string, seen: Acknowledged, stop: AbortSignal): Promise<void> {
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
async function reportOnAndOn(url: string, d: SmallDistrict, seen: Acknowledged, stop: AbortSignal): Promise<void> {
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

async function storedIn(dataDir: string): Promise<Acknowledged> {
  const client = createClient({ url: `file:${join(dataDir, 'mingchuang.db')}` })
  try {
    const samples = await client.execute(
      'SELECT b.boot, s.sequence, count(*) AS n FROM samples s JOIN boots b ON b.id = s.boot_id GROUP BY 1, 2',
    )
    expect(samples.rows.every((row) => Number(row.n) === 3)).toBe(true)
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

describe('SIGKILL of the server under load', () => {
  it('loses no acknowledged sample and no answered report', async () => {
    server = await startServerProcess({ MERCHANT_REPORTS_PER_HOUR: '1000000' })
    const district = await setUpDistrict(server)
    const keys = new Map<string, string>()
    for (let n = 1; n <= NODES; n++) keys.set(`kill-${n}`, (await district.addNode(`kill-${n}`)).key)

    const seen: Acknowledged = { records: new Set(), reports: new Set() }
    for (let kill = 0; kill < KILLS; kill++) {
      const stop = new AbortController()
      const before = { records: seen.records.size, reports: seen.reports.size }
      const load = [
        ...[...keys].map(([id, key]) => pour(server!.mqttUrl, id, key, seen, stop.signal)),
        reportOnAndOn(server.url, district, seen, stop.signal),
      ]
      const settled = Promise.allSettled(load)
      await waitFor(() => seen.records.size > before.records + 500 && seen.reports.size > before.reports + 5, {
        what: 'enough was acknowledged to make a kill worth while',
        withinMs: 30_000,
      })
      await server.kill('SIGKILL')
      stop.abort()
      await settled
      await server.restart()
    }

    const stored = await storedIn(server.dataDir)
    expect(missing(seen.records, stored.records)).toEqual([])
    expect(missing(seen.reports, stored.reports)).toEqual([])
    expect(seen.records.size).toBeGreaterThan(500 * KILLS)
  }, 120_000)
})
