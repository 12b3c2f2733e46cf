import type { Role } from '../wire/people.ts'

/** The person behind a request, as the session store found them. */
export interface SignedIn {
  id: string
  login: string
  name: string
  role: Role
  agencyId: string | null
  /** SHA-256 of the session's token: names this sign-in, opens nothing. */
  sessionHash: string
  idleEndsAt: number
  endsAt: number
}

/** `own` = only what belongs to the person's agency. */
type Reach = 'all' | 'own' | 'none'

const everybody = { administrator: 'all', operator: 'all', officer: 'all', viewer: 'all' } as const
const administrators = { administrator: 'all', operator: 'none', officer: 'none', viewer: 'none' } as const
const desk = { administrator: 'all', operator: 'all', officer: 'none', viewer: 'none' } as const
const deskAndAgency = { administrator: 'all', operator: 'all', officer: 'own', viewer: 'none' } as const

/** Who may do what. This table is the documentation; an action missing here cannot be mounted. */
export const MATRIX = {
  'session.own': everybody,
  'users.manage': administrators,
  'directory.read': everybody,
  'directory.manage': administrators,
  'overview.read': everybody,
  'stream.read': everybody,
  'sites.read': everybody,
  'sites.manage': administrators,
  'nodes.read': everybody,
  'nodes.manage': administrators,
  'issues.read': { administrator: 'all', operator: 'all', officer: 'own', viewer: 'all' },
  'issues.create': desk,
  'issues.dispatch': desk,
  'issues.signature': deskAndAgency,
  'issues.contact': deskAndAgency,
  'issues.reply': deskAndAgency,
  'issues.follow-up': desk,
  'issues.confirmation': desk,
  'issues.merge': desk,
} as const satisfies Record<string, Record<Role, Reach>>

export type Action = keyof typeof MATRIX

/** What an object says about whose it is. */
export interface Owned {
  agencyId: string | null
  leadAgencyId?: string | null
}

/** How far `user` reaches with `action`: everything, what is their agency's, or nothing. */
export const reachOf = (user: Pick<SignedIn, 'role'>, action: Action): Reach => MATRIX[action][user.role]

/** Whether `user` may do `action`, to `object` where it names one. Unknown roles and foreign objects are refused. */
export function can(user: Pick<SignedIn, 'role' | 'agencyId'>, action: Action, object?: Owned): boolean {
  const reach: Reach | undefined = MATRIX[action][user.role]
  if (reach === 'all') return true
  if (reach !== 'own') return false
  if (user.agencyId === null) return false
  return object === undefined || object.agencyId === user.agencyId || object.leadAgencyId === user.agencyId
}

/** The agency a list must be narrowed to for `user`, or null for no narrowing. */
export const narrowedTo = (user: Pick<SignedIn, 'role' | 'agencyId'>, action: Action): string | null =>
  reachOf(user, action) === 'own' ? (user.agencyId ?? '') : null
