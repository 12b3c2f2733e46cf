import { and, eq, or, type SQL } from 'drizzle-orm'
import { issues } from '../../db/schema/issues.ts'
import type { Right, Role } from '../wire/roles.ts'

/**
 * The person who asks. An officer sees what was dispatched to their agency; somebody who only reads sees no secret
 * issue without the right to; everybody else sees all.
 */
export interface Viewer {
  id: string
  role: Role
  agencyId: string | null
  rights?: readonly Right[]
}

/** What a rule about seeing looks at. */
export interface Seen {
  agencyId: string | null
  leadAgencyId: string | null
  isSecret?: boolean
}

const READERS: readonly Role[] = ['viewer', 'project_officer']

/** Whether secret issues are closed to the viewer, whosever they are. */
const isBarredFromSecrets = ({ role, rights }: Viewer): boolean =>
  READERS.includes(role) && !rights?.includes('issues.secret')

/** Narrows a query over issues to what the viewer may see; undefined for no narrowing. */
export function seenBy(viewer: Viewer): SQL | undefined {
  const { role, agencyId } = viewer
  const own = eq(issues.agencyId, agencyId ?? '')
  return and(
    role === 'officer' ? or(own, eq(issues.leadAgencyId, agencyId ?? '')) : undefined,
    isBarredFromSecrets(viewer) ? eq(issues.isSecret, false) : undefined,
  )
}

/** Whether the viewer may see an issue; the same rule as `seenBy`. */
export function maySee(viewer: Viewer, { agencyId, leadAgencyId, isSecret = false }: Seen): boolean {
  if (isSecret && isBarredFromSecrets(viewer)) return false
  if (viewer.role !== 'officer') return true
  return viewer.agencyId !== null && (agencyId === viewer.agencyId || leadAgencyId === viewer.agencyId)
}
