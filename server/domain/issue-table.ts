import type { Actor, IssueState } from './issue.ts'
import { type Given, type GivenField, isGiven, type Need } from './issue-given.ts'

/** The numbered rules of the transition table; T1 creates an issue, T25 reopens one. */
export type RuleId = `T${number}`

/** One line of the table: `whoFrom` narrows the roles for a state, `needsBy` adds fields for a role, `unmet` names values that do not satisfy the rule. */
export type Transition = {
  rule: RuleId
  from: readonly IssueState[]
  to: IssueState
  who: readonly Actor[]
  whoFrom?: Partial<Record<IssueState, readonly Actor[]>>
  needs: readonly Need[]
  needsBy?: Partial<Record<Actor, readonly Need[]>>
  unmet?: (given: Given, from: IssueState) => readonly GivenField[]
}

const unless = (isFit: boolean, ...fields: GivenField[]): readonly GivenField[] => (isFit ? [] : fields)
const differ = (one?: string, other?: string) => one !== undefined && one !== other

/** T1: an issue begins; it has no state to come from. */
export const CREATION: Omit<Transition, 'from' | 'to'> = {
  rule: 'T1',
  who: ['reporter', 'operator', 'edge', 'system'],
  needs: ['channel', 'kind', 'serviceId', [['siteId'], ['place']], 'text'],
  needsBy: { edge: ['nodeId', 'readings', 'beganAt'] },
}

/** T2–T25: 47 ordered pairs of states, each owned by exactly one rule; every other pair is rejected. */
export const TRANSITIONS: readonly Transition[] = [
  {
    rule: 'T2',
    from: ['received', 'returned'],
    to: 'answered',
    who: ['operator'],
    needs: ['answer', [['knowledgeEntryId'], ['proposedEntry']]],
  },
  {
    rule: 'T3',
    from: ['received'],
    to: 'dispatched',
    who: ['operator', 'system'],
    needs: ['agencyId', [['catalogueLineId', 'catalogueVersion'], ['overrideReason']]],
    needsBy: { system: ['catalogueLineId', 'catalogueVersion', 'isAutomaticLine'] },
  },
  {
    rule: 'T4',
    from: ['received', 'returned'],
    to: 'not_accepted',
    who: ['operator'],
    needs: ['legalBasis', 'reasonCode', 'whereInstead'],
  },
  {
    rule: 'T5',
    from: ['received', 'dispatched', 'returned', 'signed', 'handling'],
    to: 'merged',
    who: ['operator'],
    needs: ['masterId', 'masterState', 'reason'],
    unmet: (given) => unless(given.masterState !== 'merged' && given.masterState !== 'withdrawn', 'masterState'),
  },
  {
    rule: 'T6',
    from: ['received', 'dispatched', 'returned', 'signed', 'handling', 'waiting_reporter', 'suspended', 'dissatisfied'],
    to: 'withdrawn',
    who: ['reporter', 'operator'],
    needs: ['reason', 'askedBy'],
    needsBy: { operator: [[['askedChannel', 'askedAt'], ['isEdgeWithoutSubscribers']]] },
  },
  { rule: 'T7', from: ['dispatched'], to: 'signed', who: ['agency'], needs: ['personInCharge'] },
  {
    rule: 'T8',
    from: ['dispatched', 'signed', 'handling'],
    to: 'returned',
    who: ['agency', 'supervisor'],
    whoFrom: { dispatched: ['agency'] },
    needs: ['reasonCode', 'proposedAgencyId', 'legalBasis'],
  },
  {
    rule: 'T9',
    from: ['dispatched', 'returned'],
    to: 'dispatched',
    who: ['operator'],
    needs: ['agencyId', 'currentAgencyId', 'reason'],
    unmet: (given, from) => unless(from === 'returned' || given.agencyId !== given.currentAgencyId, 'agencyId'),
  },
  {
    rule: 'T10',
    from: ['signed'],
    to: 'handling',
    who: ['agency'],
    needs: [[['contactBy', 'contactAt', 'contactHow'], ['whyImpossible']]],
  },
  {
    rule: 'T11',
    from: ['handling'],
    to: 'waiting_reporter',
    who: ['agency'],
    needs: ['question', 'channel', 'limitAt', 'reporterToldAt'],
  },
  {
    rule: 'T12',
    from: ['handling'],
    to: 'suspended',
    who: ['supervisor'],
    needs: ['reason', 'legalBasis', 'untilAt', 'reporterToldAt', 'requestedBy', 'approvedBy'],
    unmet: (given) => unless(differ(given.requestedBy, given.approvedBy), 'approvedBy'),
  },
  {
    rule: 'T13',
    from: ['handling', 'waiting_reporter'],
    to: 'replied',
    who: ['agency'],
    needs: ['reply', 'resolved', 'reasonCode'],
    unmet: unmetReply,
  },
  {
    rule: 'T14',
    from: ['waiting_reporter'],
    to: 'handling',
    who: ['reporter', 'agency', 'system'],
    needs: [[['answer'], ['event']]],
    needsBy: { reporter: ['answer'], system: ['event'] },
  },
  {
    rule: 'T15',
    from: ['suspended'],
    to: 'handling',
    who: ['system', 'agency', 'supervisor'],
    needs: ['endedAt', 'dueAt'],
  },
  {
    rule: 'T16',
    from: ['answered', 'replied'],
    to: 'follow_up',
    who: ['system', 'operator', 'reporter'],
    needs: ['channel', 'contactAt'],
  },
  { rule: 'T17', from: ['answered', 'replied'], to: 'closed', who: ['system'], needs: ['reasonCode'] },
  {
    rule: 'T18',
    from: ['follow_up'],
    to: 'confirmed',
    who: ['reporter', 'operator'],
    needs: ['answer', 'channel'],
  },
  {
    rule: 'T19',
    from: ['follow_up'],
    to: 'dissatisfied',
    who: ['reporter', 'operator', 'supervisor'],
    needs: [[['reasonCode'], ['text'], ['evidenceId']]],
    needsBy: { supervisor: ['evidenceId', 'evidence'] },
    unmet: (given) => unless(given.evidenceId === undefined || given.evidence === 'contradicts', 'evidence'),
  },
  {
    rule: 'T20',
    from: ['follow_up'],
    to: 'closed',
    who: ['system'],
    needs: ['reasonCode'],
    // Free text always reaches a person (T19), so an answer with words cannot be closed by a timer.
    unmet: (given) => unless(!isGiven(given.text), 'text'),
  },
  {
    rule: 'T21',
    from: ['dissatisfied'],
    to: 'dispatched',
    who: ['operator'],
    needs: ['agencyId', 'whatMustChange'],
  },
  {
    rule: 'T22',
    from: ['dissatisfied'],
    to: 'answered',
    who: ['operator'],
    needs: ['explanation', 'earlierTexts'],
    unmet: (given) => unless(!isRepeat(given.explanation, given.earlierTexts), 'explanation'),
  },
  {
    rule: 'T23',
    from: ['dissatisfied'],
    to: 'closed',
    who: ['supervisor'],
    needs: ['reason', 'legalBasis', 'proposedBy', 'approvedBy', 'reporterToldAt'],
    unmet: (given) => unless(differ(given.proposedBy, given.approvedBy), 'approvedBy'),
  },
  { rule: 'T24', from: ['confirmed'], to: 'closed', who: ['system'], needs: ['windowEndedAt'] },
  {
    rule: 'T25',
    from: ['confirmed', 'closed', 'not_accepted', 'merged', 'withdrawn'],
    to: 'received',
    who: ['reporter', 'operator', 'supervisor'],
    needs: ['reason'],
  },
]

function unmetReply(given: Given): readonly GivenField[] {
  return [
    ...unless(given.resolved === undefined || ['yes', 'partly', 'planned', 'no'].includes(given.resolved), 'resolved'),
    ...unless(given.resolved !== 'planned' || isGiven(given.plannedAt), 'plannedAt'),
    ...unless(given.evidence !== 'contradicts' || isGiven(given.explanation), 'explanation'),
  ]
}

/** Words alone: neither spacing, punctuation nor full width make a text another one. */
const bare = (text: string): string => text.normalize('NFKC').replace(/[\p{P}\p{Z}\s]/gu, '')

function isRepeat(text: string | undefined, earlier: readonly string[] | undefined): boolean {
  return earlier?.some((old) => bare(old) === bare(text ?? '')) ?? false
}
