import { ISSUE_KINDS } from './issue.ts'

/**
 * Every figure that is a share, by its name in the interface. A name with a dot is a variant: `.raw` ignores pauses,
 * `.supply` takes the confirmed return of supply where a meter saw one, `direct_handle.consult` counts one kind.
 */
export const RATES = [
  'received',
  'direct_handle',
  ...ISSUE_KINDS.map((kind) => `direct_handle.${kind}` as const),
  'direct_back',
  'sign_on_time',
  'handle_on_time',
  'handle_on_time.raw',
  'handle_on_time.supply',
  'handle_agency',
  'handle_agency.raw',
  'completion',
  'response',
  'unreached',
  'resolution',
  'satisfaction',
  'grade_five',
  'follow_up_answer',
  'return',
  'retransfer',
  'transfer_twice',
  'rework',
  'repeat',
  'evidence_conflict',
  'identical',
  'last_moment',
  'paused',
  'seven_day',
  'withdrawal_check',
  'exclusion_share',
  'entry_come_back',
] as const
export type Rate = (typeof RATES)[number]

/** Rates whose denominator also holds what is open and overdue at the end of the period. */
export const WITH_OVERDUE = [
  'handle_on_time',
  'handle_on_time.raw',
  'handle_on_time.supply',
  'handle_agency',
  'handle_agency.raw',
] as const satisfies readonly Rate[]
export type WithOverdue = (typeof WITH_OVERDUE)[number]

/** The name under which what is open and overdue is kept for a rate. */
export const overdueOf = (rate: WithOverdue): `overdue:${WithOverdue}` => `overdue:${rate}`

/** Stage times, one for each clock. */
export const STAGES = ['stage.accept', 'stage.sign', 'stage.handle', 'stage.follow_up'] as const
export type Stage = (typeof STAGES)[number]

export type Kpi = Rate | Stage | `overdue:${WithOverdue}`

/** The instant by which something counts into a period. */
export const BASES = ['receipt', 'dispatch', 'reply', 'answer', 'sending', 'call_back', 'stop'] as const
export type Basis = (typeof BASES)[number]

const BASIS_OF: Readonly<Record<Basis, readonly Rate[]>> = {
  receipt: ['received', 'direct_handle', 'completion', 'repeat'],
  dispatch: ['sign_on_time', 'response', 'unreached', 'return', 'retransfer', 'transfer_twice'],
  reply: [...WITH_OVERDUE, 'rework', 'evidence_conflict', 'identical', 'last_moment', 'paused', 'seven_day'],
  answer: ['resolution', 'satisfaction', 'grade_five', 'exclusion_share', 'direct_back', 'entry_come_back'],
  sending: ['follow_up_answer'],
  call_back: ['withdrawal_check'],
  stop: [],
}

/** The instant by which a figure counts. */
export function basisOf(kpi: Rate | Stage): Basis {
  if ((STAGES as readonly string[]).includes(kpi)) return 'stop'
  const plain = kpi.startsWith('direct_handle') ? 'direct_handle' : kpi
  return BASES.find((basis) => (BASIS_OF[basis] as readonly string[]).includes(plain)) ?? 'receipt'
}

/** Figures of which less is better. */
export const LOWER_IS_BETTER: readonly Rate[] = [
  'direct_back',
  'unreached',
  'return',
  'retransfer',
  'transfer_twice',
  'rework',
  'repeat',
  'evidence_conflict',
  'identical',
  'last_moment',
  'paused',
  'seven_day',
  'withdrawal_check',
  'exclusion_share',
  'entry_come_back',
]

/** Why something is out of a denominator. */
export const EXCLUSIONS = [
  'test',
  'imported',
  'not_accepted',
  'merged',
  'withdrawn',
  'returned',
  'redispatched',
  'direct_answer',
  'provisional',
  'no_promise',
  'co_handling',
  'no_answer',
  'not_asked',
  'not_graded',
  'two_persons',
  'me_too',
  'stale',
  'unreachable',
  'running',
] as const
export type Exclusion = (typeof EXCLUSIONS)[number]

/** The day of what has no day yet: clocks that still run. */
export const NO_DAY = 0
/** `untilDay` of what goes on. */
export const NEVER_DAY = 1_000_000

/** One time an issue counts in a figure. `day` is a district day number, `pendingAt` epoch ms (see `kpi_facts`). */
export interface KpiFact {
  kpi: Kpi
  day: number
  issueId: string
  occurrence: number
  serviceId: string
  agencyId: string
  siteId: string
  isCounted: boolean
  isInNumerator: boolean
  exclusion: Exclusion | ''
  minutes: number | null
  bucket: number | null
  untilDay: number | null
  pendingAt: number | null
}

/** Which of a figure's rows: `rest` is what is in the denominator and not in the numerator. */
export const PARTS = ['numerator', 'denominator', 'rest', 'excluded'] as const
export type Part = (typeof PARTS)[number]
