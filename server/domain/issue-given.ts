import type { IssueState } from './issue.ts'

/** What a move can carry. Instants are epoch ms; `current…`, `earlier…`, `master…` are context the caller reads from its rows. */
export type Given = {
  channel?: string
  kind?: string
  serviceId?: string
  siteId?: string | null
  place?: string | null
  text?: string | null
  nodeId?: string
  readings?: unknown
  beganAt?: number
  answer?: string
  knowledgeEntryId?: string
  proposedEntry?: string
  agencyId?: string
  currentAgencyId?: string | null
  catalogueLineId?: string
  catalogueVersion?: number | string
  isAutomaticLine?: boolean
  overrideReason?: string
  legalBasis?: string
  reason?: string
  reasonCode?: string
  whereInstead?: string
  masterId?: string
  masterState?: IssueState
  askedBy?: string
  askedChannel?: string
  askedAt?: number
  isEdgeWithoutSubscribers?: boolean
  personInCharge?: string
  proposedAgencyId?: string
  contactBy?: string
  contactAt?: number
  contactHow?: string
  whyImpossible?: string
  question?: string
  limitAt?: number
  reporterToldAt?: number
  requestedBy?: string
  proposedBy?: string
  approvedBy?: string
  untilAt?: number
  reply?: string
  resolved?: string
  plannedAt?: number
  evidence?: string
  evidenceId?: string
  explanation?: string
  earlierTexts?: readonly string[]
  event?: string
  endedAt?: number
  dueAt?: number
  windowEndedAt?: number
  whatMustChange?: string
}
export type GivenField = keyof Given

/** A field that must be there, or a choice between groups of fields of which one must be there whole. */
export type Need = GivenField | readonly (readonly GivenField[])[]

/** Whether a value says anything: a blank text, a null and a claim that is false do not. */
export function isGiven(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== ''
  return value !== undefined && value !== null && value !== false
}
