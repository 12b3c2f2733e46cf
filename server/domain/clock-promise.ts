import type { Calendar } from './calendar.ts'
import { advance, countedBetween, type Limit } from './clock-advance.ts'
import type { Clock, IssueKind } from './issue.ts'

/** The classes that set the handling limit; a service names one, else its kind is its class. */
export const CLOCK_CLASSES = [
  'emergency',
  'utility_outage',
  'couldnt_get_it_done',
  'consult',
  'help',
  'suggestion',
  'complaint',
  'report',
] as const
export type ClockClass = (typeof CLOCK_CLASSES)[number]

/** Default handling limit of each class: 2 h and 24 h of wall time, else working days. */
export const HANDLE_LIMITS: Readonly<Record<ClockClass, Limit>> = {
  emergency: { rule: 'C', amount: 120 },
  utility_outage: { rule: 'C', amount: 1_440 },
  couldnt_get_it_done: { rule: 'A', amount: 3 },
  consult: { rule: 'A', amount: 1 },
  help: { rule: 'A', amount: 5 },
  suggestion: { rule: 'A', amount: 5 },
  complaint: { rule: 'A', amount: 10 },
  report: { rule: 'A', amount: 15 },
}

/** Default limits of the clocks that do not depend on the class. */
export const STAGE_LIMITS = {
  accept: { rule: 'B', amount: 120 },
  sign: { rule: 'A', amount: 1 },
  follow_up: { rule: 'A', amount: 1 },
} as const satisfies Record<Exclude<Clock, 'handle'>, Limit>

/** Limits as one versioned document: handling by class (a district may add classes), the other clocks, first contact. */
export type Limits = {
  handle: Readonly<Record<string, Limit>>
  accept: Limit
  sign: Limit
  follow_up: Limit
  contact: Limit
}

/** First human contact after signing; under rule C the class limit itself bounds it. */
export const CONTACT_LIMIT: Limit = { rule: 'A', amount: 1 }

/** The limits of a new installation: version 1. */
export const DEFAULT_LIMITS: Limits = { handle: HANDLE_LIMITS, ...STAGE_LIMITS, contact: CONTACT_LIMIT }

/** The class of a service without one of its own: no open issue is without a clock. */
export function classOf(kind: IssueKind, named: string | null): string {
  return named ?? kind
}

/** The limit of a clock; a class nobody gave a limit counts as help. */
export function limitOf(clock: Clock, clockClass: string, limits: Limits = DEFAULT_LIMITS): Limit {
  return clock === 'handle' ? (limits.handle[clockClass] ?? HANDLE_LIMITS.help) : limits[clock]
}

/** The promise shown at submission (epoch ms): receipt plus limit under rule C, else accept, sign and handle chained. */
export function promiseOf(
  receivedAt: number,
  clockClass: string,
  calendar: Calendar,
  limits: Limits = DEFAULT_LIMITS,
): number {
  const handle = limitOf('handle', clockClass, limits)
  const chain = handle.rule === 'C' ? [handle] : [limits.accept, limits.sign, handle]
  return chain.reduce<number>((at, limit) => advance(at, limit.amount, limit.rule, calendar), receivedAt)
}

/** At signing the promise becomes the earlier of itself and the handle due (both epoch ms). */
export function promiseAtSigning(promisedAt: number, handleDueAt: number): number {
  return Math.min(promisedAt, handleDueAt)
}

/** A pause moves the promise by as much counted time as it moved the due, and only if the reporter was told (`toldAt`). */
export function promiseAfterPause(
  promisedAt: number,
  pause: { dueBeforeAt: number; dueAfterAt: number; toldAt: number | null },
  { rule }: Pick<Limit, 'rule'>,
  calendar: Calendar,
): number {
  if (pause.toldAt === null || pause.dueAfterAt <= pause.dueBeforeAt) return promisedAt
  return advance(promisedAt, countedBetween(pause.dueBeforeAt, pause.dueAfterAt, rule, calendar), rule, calendar)
}
