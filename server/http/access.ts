import type { Right, Role } from '../wire/roles.ts'

/** The person behind a request, as the session store found them. */
export interface SignedIn {
  id: string
  login: string
  name: string
  role: Role
  agencyId: string | null
  /** Rights beside the role. */
  rights: readonly Right[]
  /** May do nothing but set up the second factor their role demands. */
  mustSetUpSecondFactor: boolean
  /** SHA-256 of the session's token: names this sign-in, opens nothing. */
  sessionHash: string
  idleEndsAt: number
  endsAt: number
}

/** `own` = only what belongs to the person's agency. */
type Reach = 'all' | 'own' | 'none'

const nobody = {
  administrator: 'none',
  operator: 'none',
  officer: 'none',
  supervisor: 'none',
  window_manager: 'none',
  project_officer: 'none',
  viewer: 'none',
} as const satisfies Record<Role, Reach>
const everybody = {
  administrator: 'all',
  operator: 'all',
  officer: 'all',
  supervisor: 'all',
  window_manager: 'all',
  project_officer: 'all',
  viewer: 'all',
} as const satisfies Record<Role, Reach>
const administrators = { ...nobody, administrator: 'all' } as const
/** Who takes matters down and passes them on: operators, and window managers at their counter. */
const desk = { ...administrators, operator: 'all', window_manager: 'all' } as const
const supervisors = { ...administrators, supervisor: 'all' } as const
const deskAndSupervisors = { ...desk, supervisor: 'all' } as const
/** The agency's own work; the desk records it when an agency answers by telephone. */
const deskAndAgency = { ...desk, officer: 'own' } as const
const agencyAndSupervisors = { ...supervisors, officer: 'own' } as const
const everybodyOnIssues = { ...deskAndSupervisors, officer: 'own' } as const

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
  'search.read': everybody,
  'issues.read': { ...everybody, officer: 'own' },
  'issues.create': desk,
  'issues.dispatch': desk,
  'issues.answer': desk,
  'issues.refusal': desk,
  'issues.withdrawal': desk,
  'issues.explanation': desk,
  'issues.service': desk,
  'issues.part': deskAndAgency,
  'issues.follow-up': desk,
  'issues.confirmation': desk,
  'issues.merge': desk,
  'issues.secrecy': desk,
  'issues.signature': deskAndAgency,
  'issues.contact': deskAndAgency,
  'issues.reply': deskAndAgency,
  'issues.return': { ...deskAndAgency, supervisor: 'all' },
  'issues.question': deskAndAgency,
  'issues.extension': deskAndAgency,
  'issues.suspension': deskAndAgency,
  'issues.resumption': agencyAndSupervisors,
  'issues.correction': deskAndAgency,
  'issues.closing': deskAndSupervisors,
  'issues.exclusion': deskAndSupervisors,
  'issues.reopening': deskAndSupervisors,
  'issues.contradiction': supervisors,
  'issues.note': everybodyOnIssues,
  'issues.attachment': everybodyOnIssues,
  'issues.notice': supervisors,
  'issues.supervision': supervisors,
  'issues.referral': desk,
  'issues.moderation': deskAndSupervisors,
  'issues.contact-view': everybodyOnIssues,
  'requests.read': everybodyOnIssues,
  'requests.decide': supervisors,
  'notices.read': everybodyOnIssues,
  'supervision.read': deskAndSupervisors,
  'callbacks.manage': supervisors,
  'consultations.read': everybodyOnIssues,
  'consultations.manage': supervisors,
  'kpis.read': everybody,
  'knowledge.read': everybody,
  'knowledge.manage': { ...deskAndSupervisors, officer: 'own' },
  'notes.own': everybody,
  'filters.own': everybody,
  'templates.read': everybody,
  'templates.manage': deskAndSupervisors,
  'rules.read': everybody,
  'rules.manage': administrators,
  'catalogue.manage': { ...administrators, supervisor: 'all' },
  'outages.read': everybody,
  'outages.manage': desk,
  'spots.read': everybody,
  'spots.manage': administrators,
  'parties.read': deskAndSupervisors,
  'parties.manage': administrators,
  'audit.read': supervisors,
  'retention.manage': administrators,
} as const satisfies Record<string, Record<Role, Reach>>

export type Action = keyof typeof MATRIX

/** What an object says about whose it is. */
export interface Owned {
  agencyId: string | null
  leadAgencyId?: string | null
}

/** Whether some role may do `action` only to what is its agency's. */
export const isByAgency = (action: Action): boolean => Object.values<Reach>(MATRIX[action]).includes('own')

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
