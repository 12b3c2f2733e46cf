import type { Given } from '../domain/issue-given.ts'
import type { ServiceRecord } from './issue-create.ts'

/**
 * What a dispatch of an issue to an agency rests on: the line of the catalogue that names this agency, or the reason
 * why another one was chosen. Until a district has lines of its own, a service's own agency is its line.
 */
export function catalogueOf(service: ServiceRecord, agencyId: string, reason: string): Given {
  if (service.agencyId === agencyId) return { catalogueLineId: service.id, catalogueVersion: 1 }
  return { overrideReason: service.agencyId === null ? reason || 'no_catalogue_line' : reason }
}
