import { createClient } from '@libsql/client'
import { afterEach, describe, expect, it } from 'vitest'
import { HttpClient } from '../../demo/http-client.ts'
import type { IssueList } from '../../server/wire/issues.ts'
import type { ReportAnswer } from '../../server/wire/merchant.ts'
import { setUpDistrict } from '../support/district.ts'
import { connectNativeNode, threePhases } from '../support/native-node.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { isWithoutSqld, type SqldProcess, startSqld } from '../support/sqld.ts'
import { waitFor } from '../support/wait-for.ts'

let server: ServerProcess | undefined
let sqld: SqldProcess | undefined
afterEach(async () => {
  await server?.kill('SIGKILL')
  await sqld?.stop()
})

describe.skipIf(isWithoutSqld())('the same server on a libSQL server over http, with a token', () => {
  it('migrates, takes reports and readings, opens the issue of an outage, and finds all of it after a restart', async () => {
    sqld = await startSqld()
    server = await startServerProcess({ DATABASE_URL: sqld.url, DATABASE_TOKEN: sqld.token })
    const district = await setUpDistrict(server)
    const { key } = await district.addNode('remote-1')
    const node = await connectNativeNode(server.mqttUrl, 'remote-1', key)
    await node.birth()
    const start = Date.now() - 5_000
    await node.data(1, threePhases(start, 229))
    await node.data(2, threePhases(start + 1_000, 0))
    await node.data(3, threePhases(start + 2_000, 0))
    const issue = await waitFor(
      async () => (await district.administrator.get<IssueList>('/issues')).rows.find((row) => row.channel === 'edge'),
      { what: 'an issue opened from the meter' },
    )
    const report = await new HttpClient(server.url).post<ReportAnswer>('/merchant/reports', {
      siteId: district.siteId,
      serviceId: district.outageServiceId,
      joinIssueId: issue.id,
    })
    expect(report.issueNumber).toBe(issue.number)
    await node.end()

    await server.kill()
    await server.restart()
    const client = createClient({ url: sqld.url, authToken: sqld.token })
    const counted = await client.execute(
      'SELECT (SELECT count(*) FROM samples) AS samples, (SELECT count(*) FROM reports) AS reports',
    )
    client.close()
    expect(counted.rows[0]).toMatchObject({ samples: 9, reports: 1 })
  }, 60_000)
})
