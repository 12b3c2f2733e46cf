import { HttpClient } from '../../demo/http-client.ts'
import { seedDistrict } from '../../demo/seed.ts'
import type { IssueDetail, IssueList, IssueRow } from '../../server/wire/issues.ts'
import type { ReportAnswer } from '../../server/wire/merchant.ts'
import { connectNativeNode, threePhases } from './native-node.ts'
import { newDataFolder, type ServerProcess } from './server-process.ts'
import { waitFor } from './wait-for.ts'

export const PASSWORD = 'a-lattice-of-paper-07'

export interface FullDistrict {
  server: ServerProcess
  officer: HttpClient
  siteId: string
  /** The issue of the outage that goes on at the site. */
  issue: IssueRow
  /** Links of two merchants who joined it. */
  links: string[]
}

/** The demonstration's district after its morning, with one site that has just lost its power, and a node nobody understands. */
export async function startFullDistrict(
  start: (environment: Record<string, string>) => Promise<ServerProcess>,
  onEnd: (step: () => unknown) => void,
): Promise<FullDistrict> {
  const dataDir = newDataFolder()
  const seeded = await seedDistrict({ dataDir, password: PASSWORD, now: Date.now() })
  const server = await start({ DATA_DIR: dataDir })
  const siteId = seeded.siteIds.get('nanan') ?? ''
  const node = await connectNativeNode(server.mqttUrl, 'nanan-1', seeded.keys.get('nanan-1') ?? '')
  onEnd(() => node.end())
  await node.birth()
  const from = Date.now() - 4_000
  await node.data(1, threePhases(from, 229))
  await node.data(2, threePhases(from + 1_000, 0))
  await node.data(3, threePhases(from + 2_000, 0))
  await node.data(5, [['main-meter/l9.volts', from + 3_000, 1]])
  const officer = new HttpClient(server.url)
  await officer.post('/session', { login: 'zhaojg', password: PASSWORD })
  const issue = await waitFor(
    async () =>
      (await officer.get<IssueList>(`/issues?state=open&site=${siteId}`)).rows.find((r) => r.channel === 'edge'),
    { what: 'the issue of the outage' },
  )
  const links: string[] = []
  for (const place of ['3-12', '3-15']) {
    const body = { siteId, serviceId: 'power-outage', joinIssueId: issue.id, place, text: '冰柜化了一半' }
    const { trackingPath } = await new HttpClient(server.url).post<ReportAnswer>('/merchant/reports', body)
    links.push(`${server.url}${trackingPath}`)
  }
  return { server, officer, siteId, issue, links }
}

/** A step of the officer on an issue, on the version it has now. */
export async function step(officer: HttpClient, id: string, action: string, body: unknown): Promise<IssueDetail> {
  const { version } = await officer.get<IssueDetail>(`/issues/${id}`)
  return officer.post<IssueDetail>(`/issues/${id}/${action}`, body, { 'if-match': `"${version}"` })
}
