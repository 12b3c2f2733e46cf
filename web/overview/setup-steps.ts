import type { Overview } from '../../server/wire/overview.ts'
import type { Words } from '../words/words.ts'

export type Step = { name: string; todo: string; go: string; path: string; isDone: boolean }

/** The five things a district needs before a day can be read. */
export function stepsOf(setup: Overview['setup'], words: Words): Step[] {
  const { setup: w } = words.overview
  return [
    { name: w.district, todo: w.districtDo, go: '', path: '/settings/me', isDone: setup.hasDistrict },
    { name: w.site, todo: w.siteDo, go: w.siteGo, path: '/settings/sites', isDone: setup.hasSite },
    { name: w.node, todo: w.nodeDo, go: w.nodeGo, path: '/settings/nodes', isDone: setup.hasNode },
    { name: w.colleague, todo: w.colleagueDo, go: w.colleagueGo, path: '/settings/people', isDone: setup.hasColleague },
    { name: w.services, todo: w.servicesDo, go: w.servicesGo, path: '/settings/services', isDone: setup.hasServices },
  ]
}
