import { eq, or, type SQL } from 'drizzle-orm'
import { issues } from '../../db/schema/issues.ts'
import type { Role } from '../wire/people.ts'

/** The person who asks: an officer sees what was dispatched to their agency, everybody else sees all. */
export interface Viewer {
  id: string
  role: Role
  agencyId: string | null
}

/** Narrows a query over issues to what the viewer may see; undefined for no narrowing. */
export function seenBy(viewer: Viewer): SQL | undefined {
  if (viewer.role !== 'officer') return undefined
  const agencyId = viewer.agencyId ?? ''
  return or(eq(issues.agencyId, agencyId), eq(issues.leadAgencyId, agencyId))
}

/** Whether the viewer may see an issue. */
export const maySee = (viewer: Viewer, issue: { agencyId: string | null; leadAgencyId: string | null }): boolean =>
  viewer.role !== 'officer' ||
  (viewer.agencyId !== null && (issue.agencyId === viewer.agencyId || issue.leadAgencyId === viewer.agencyId))
