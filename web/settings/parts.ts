import { type Component, lazy } from 'solid-js'
import type { Role } from '../../server/wire/people.ts'
import type { Words } from '../words/words.ts'
import { Agencies } from './Agencies.tsx'
import { Me } from './Me.tsx'
import { NodesPart } from './NodesPart.tsx'
import { People } from './People.tsx'
import { Services } from './Services.tsx'
import { Sites } from './Sites.tsx'

/** One page of the settings: its address, its name, and the roles that see it; null: everybody. */
export interface Part {
  id: string
  title: (words: Words) => string
  roles: readonly Role[] | null
  component: Component
}

const ADMINISTRATORS: readonly Role[] = ['administrator']

/** Every page of the settings, in the order of the menu. */
export const PARTS: readonly Part[] = [
  { id: 'me', title: ({ settings }) => settings.parts.me, roles: null, component: Me },
  { id: 'people', title: ({ settings }) => settings.parts.people, roles: ADMINISTRATORS, component: People },
  { id: 'agencies', title: ({ settings }) => settings.parts.agencies, roles: ADMINISTRATORS, component: Agencies },
  { id: 'services', title: ({ settings }) => settings.parts.services, roles: ADMINISTRATORS, component: Services },
  { id: 'sites', title: ({ settings }) => settings.parts.sites, roles: ADMINISTRATORS, component: Sites },
  {
    id: 'catalogue',
    title: ({ settings }) => settings.parts.catalogue,
    roles: [...ADMINISTRATORS, 'supervisor', 'operator', 'window_manager'],
    component: lazy(async () => ({ default: (await import('./Catalogue.tsx')).Catalogue })),
  },
  {
    id: 'outages',
    title: ({ settings }) => settings.parts.outages,
    roles: [...ADMINISTRATORS, 'operator', 'window_manager'],
    component: lazy(async () => ({ default: (await import('./Outages.tsx')).Outages })),
  },
  { id: 'nodes', title: ({ settings }) => settings.parts.nodes, roles: ADMINISTRATORS, component: NodesPart },
  {
    id: 'spots',
    title: ({ spots }) => spots.spots.title,
    roles: ADMINISTRATORS,
    component: lazy(async () => ({ default: (await import('./Spots.tsx')).Spots })),
  },
  {
    id: 'parties',
    title: ({ spots }) => spots.parties.title,
    roles: ADMINISTRATORS,
    component: lazy(async () => ({ default: (await import('./Parties.tsx')).Parties })),
  },
  {
    id: 'calendar',
    title: ({ rules }) => rules.parts.calendar,
    roles: ADMINISTRATORS,
    component: lazy(async () => ({ default: (await import('./Calendar.tsx')).Calendar })),
  },
  {
    id: 'limits',
    title: ({ rules }) => rules.parts.limits,
    roles: ADMINISTRATORS,
    component: lazy(async () => ({ default: (await import('./Limits.tsx')).Limits })),
  },
  {
    id: 'open-data',
    title: ({ settings }) => settings.parts.openData,
    roles: ADMINISTRATORS,
    component: lazy(async () => ({ default: (await import('./OpenData.tsx')).OpenData })),
  },
  {
    id: 'open-updates',
    title: ({ settings }) => settings.parts.openUpdates,
    roles: [...ADMINISTRATORS, 'operator', 'window_manager'],
    component: lazy(async () => ({ default: (await import('./OpenDataUpdates.tsx')).OpenDataUpdates })),
  },
  {
    id: 'audit',
    title: ({ settings }) => settings.parts.audit,
    roles: ['administrator', 'supervisor'],
    component: lazy(async () => ({ default: (await import('./Audit.tsx')).Audit })),
  },
  {
    id: 'retention',
    title: ({ settings }) => settings.parts.retention,
    roles: ADMINISTRATORS,
    component: lazy(async () => ({ default: (await import('./Retention.tsx')).Retention })),
  },
]
