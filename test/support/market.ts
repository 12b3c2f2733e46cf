import type { IssueDetail } from '../../server/wire/issues.ts'
import type { ReportAnswer } from '../../server/wire/merchant.ts'
import type { NewNode } from '../../server/wire/nodes.ts'
import type { Site } from '../../server/wire/sites.ts'
import { claim, colleague, startTestServer, type TestServer, type Visitor } from './api.ts'

/** One market on the south bank line, the power company, and the people who act in the story. */
export interface Market {
  server: TestServer
  /** Administrator. */
  sun: Visitor
  /** Operator at the desk. */
  wang: Visitor
  /** Officer of the power company. */
  zhao: Visitor
  site: Site
  /** Another site on the same line. */
  neighbour: Site
  powerCompany: string
  waterBureau: string
  close(): Promise<void>
}

const site = (nameZh: string, nameEn: string) => ({
  nameZh,
  nameEn,
  kind: 'market',
  address: '南岸路18号',
  merchantCount: 63,
  supplyLine: '南岸线',
})

/** The market before anything happens. Power outages go to the power company by themselves where `isAutomatic`. */
export async function openMarket(isAutomatic = true): Promise<Market> {
  const server = await startTestServer({ environment: { SESSION_IDLE_MINUTES: '1000000', SESSION_HOURS: '9000' } })
  const sun = await claim(server)
  const agency = (nameZh: string, nameEn: string) =>
    sun.ok<{ id: string }>('POST', '/agencies', { nameZh, nameEn, isOutsideParty: true })
  const powerCompany = (await agency('供电公司', 'Power company')).id
  const waterBureau = (await agency('水务局', 'Water bureau')).id
  await sun.ok('PUT', '/services/power-outage', { agencyId: powerCompany, isAutoDispatched: isAutomatic })
  return {
    server,
    sun,
    powerCompany,
    waterBureau,
    wang: await colleague(server, sun, 'operator'),
    zhao: await colleague(server, sun, 'officer', powerCompany),
    site: await sun.ok<Site>('POST', '/sites', site('南岸农贸市场', 'Nan’an Market')),
    neighbour: await sun.ok<Site>('POST', '/sites', site('盐坨里市场', 'Yantuoli Market')),
    close: () => server.close(),
  }
}

/** A step on an issue, on the version it has now. */
export async function step(person: Visitor, id: string, action: string, body: unknown): Promise<IssueDetail> {
  const { version } = await person.ok<IssueDetail>('GET', `/issues/${id}`)
  return person.ok<IssueDetail>('POST', `/issues/${id}/${action}`, body, { 'if-match': `"${version}"` })
}

let reporters = 0
/** A merchant's phone; each comes from its own address. */
export const merchantOf = ({ server }: Market): Visitor => server.visitor(`203.0.113.${++reporters % 250}`)

/** A merchant reports from the market. */
export function report(market: Market, body: Record<string, unknown> = {}): Promise<ReportAnswer> {
  return merchantOf(market).ok<ReportAnswer>('POST', '/merchant/reports', {
    siteId: market.site.id,
    serviceId: 'power-outage',
    place: '3-12',
    text: '冰柜化了一半',
    ...body,
  })
}

export const addNode = (market: Market, id = 'nanan-1'): Promise<NewNode> =>
  market.sun.ok<NewNode>('POST', '/nodes', { id, displayName: '南岸1号', siteId: market.site.id })
