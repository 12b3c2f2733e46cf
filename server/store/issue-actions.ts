import type { IssueState } from '../domain/issue.ts'
import { allowedFrom } from '../domain/issue-transition.ts'
import type { IssueAction } from '../wire/issues.ts'
import type { IssueRecord, Mover } from './issue-plan.ts'
import type { Viewer } from './viewer.ts'

/** Actions of the agency's own work; the desk records them when an agency answers by telephone. */
const AGENCY_ACTIONS: readonly IssueAction[] = ['signature', 'contact', 'reply']

/** Who the viewer acts as in `action`: the desk as operator, an officer as their agency. */
export function moverFor(viewer: Viewer, action: IssueAction, issue: IssueRecord | null): Mover {
  const isAgencys = AGENCY_ACTIONS.includes(action)
  return {
    actor: viewer.role === 'officer' || isAgencys ? 'agency' : 'operator',
    userId: viewer.id,
    agencyId: isAgencys ? (issue?.agencyId ?? null) : viewer.agencyId,
  }
}

const MOVES: readonly { action: IssueAction; from?: readonly IssueState[]; to: IssueState }[] = [
  { action: 'dispatch', to: 'dispatched' },
  { action: 'signature', to: 'signed' },
  { action: 'contact', from: ['signed'], to: 'handling' },
  { action: 'reply', to: 'replied' },
  { action: 'follow-up', to: 'follow_up' },
  { action: 'confirmation', to: 'confirmed' },
  { action: 'merge', to: 'merged' },
]

/** Actions open to the viewer now, by the transition table. */
export function actionsFor(viewer: Viewer, issue: IssueRecord, reportCount: number): IssueAction[] {
  if (viewer.role === 'viewer' || viewer.role === 'project_officer') return []
  if (viewer.role === 'officer' && viewer.agencyId !== issue.agencyId) return []
  const state = issue.state as IssueState
  return MOVES.filter(({ action, from, to }) => {
    if (viewer.role === 'officer' && !AGENCY_ACTIONS.includes(action)) return false
    if (from && !from.includes(state)) return false
    if (action === 'follow-up' && reportCount === 0) return false
    const mover = moverFor(viewer, action, issue)
    // A call that asks and is answered makes two moves: to the follow-up, then from it.
    const asked = action === 'confirmation' && allowedFrom(state, mover.actor).includes('follow_up')
    if (asked && reportCount === 0) return false
    return asked || allowedFrom(state, mover.actor).includes(to)
  }).map(({ action }) => action)
}
