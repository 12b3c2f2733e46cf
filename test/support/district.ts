import { HttpClient } from '../../demo/http-client.ts'
import type { NewNode } from '../../server/wire/nodes.ts'
import type { Directory, Session } from '../../server/wire/people.ts'
import type { ServerProcess } from './server-process.ts'

export const ADMINISTRATOR = { login: 'sunzq', name: '孙志强', password: 'a-lattice-of-paper-07' }
export const OFFICER = { login: 'zhaojg', name: '赵建国', password: 'a-transformer-hums-11' }

export interface SmallDistrict {
  administrator: HttpClient
  officer: HttpClient
  siteId: string
  agencyId: string
  /** The service whose issues the supply's readings bear on. */
  outageServiceId: string
  /** A service nobody measures. */
  otherServiceId: string
  /** Creates a node at the site and gives its key. */
  addNode(id: string): Promise<NewNode>
}

/** A district with one market, the power company and its officer Zhao, made through the same pages people use. */
export async function setUpDistrict(server: ServerProcess): Promise<SmallDistrict> {
  const administrator = new HttpClient(server.url)
  await administrator.post<Session>('/setup', {
    code: await server.setupCode(),
    districtZh: '海河区',
    districtEn: 'Haihe District',
    ...ADMINISTRATOR,
  })
  const site = await administrator.post<{ site?: { id: string }; id?: string }>('/sites', {
    nameZh: '南岸农贸市场',
    nameEn: 'Nan’an Market',
    kind: 'market',
    address: '南岸路18号',
    merchantCount: 63,
    supplyLine: '南岸线',
  })
  const siteId = site.site?.id ?? site.id ?? ''
  const agency = await administrator.post<{ id: string }>('/agencies', {
    nameZh: '供电公司',
    nameEn: 'Power company',
    isOutsideParty: true,
  })
  await administrator.post('/users', { ...OFFICER, role: 'officer', agencyId: agency.id })
  const { services } = await administrator.get<Directory>('/directory')
  const outage = services.find((s) => s.isSupplyOutage)
  const other = services.find((s) => !s.isSupplyOutage)
  if (!outage || !other) throw new Error('no services')
  await administrator.json('PUT', `/services/${outage.id}`, { agencyId: agency.id, isAutoDispatched: true })
  const officer = new HttpClient(server.url)
  await officer.post('/session', { login: OFFICER.login, password: OFFICER.password })
  return {
    administrator,
    officer,
    siteId,
    agencyId: agency.id,
    outageServiceId: outage.id,
    otherServiceId: other.id,
    addNode: (id) => administrator.post<NewNode>('/nodes', { id, displayName: `${id} 节点`, siteId }),
  }
}
