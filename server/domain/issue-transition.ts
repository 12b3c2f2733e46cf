import type { Actor, IssueState } from './issue.ts'
import { type Given, type GivenField, isGiven, type Need } from './issue-given.ts'
import { CREATION, type RuleId, TRANSITIONS, type Transition } from './issue-table.ts'

/** Whether a move is allowed; `missing` names fields absent or unfit, `allowed` the states this actor could move to instead. */
export type TransitionResult =
  | { ok: true; rule: RuleId }
  | {
      ok: false
      reason: 'rejected' | 'wrong_role' | 'missing_field'
      missing?: readonly GivenField[]
      allowed: readonly IssueState[]
    }

/** States this actor may move an issue to from `from`, if the fields are there. */
export function allowedFrom(from: IssueState, actor: Actor): IssueState[] {
  return TRANSITIONS.filter((line) => line.from.includes(from) && rolesOf(line, from).includes(actor)).map(
    (line) => line.to,
  )
}

/** Judges one move of an issue; a blank text, a null and a claim that is false count as missing. */
export function transition(from: IssueState, to: IssueState, actor: Actor, given: Given): TransitionResult {
  const line = TRANSITIONS.find((candidate) => candidate.to === to && candidate.from.includes(from))
  const allowed = allowedFrom(from, actor)
  if (!line) return { ok: false, reason: 'rejected', allowed }
  if (!rolesOf(line, from).includes(actor)) return { ok: false, reason: 'wrong_role', allowed }
  return judged(line, missingFields(line, actor, given, line.unmet?.(given, from)), allowed)
}

/** Judges the creation of an issue (T1). */
export function create(actor: Actor, given: Given): TransitionResult {
  if (!CREATION.who.includes(actor)) return { ok: false, reason: 'wrong_role', allowed: [] }
  return judged(CREATION, missingFields(CREATION, actor, given), [])
}

function judged(line: { rule: RuleId }, missing: GivenField[], allowed: readonly IssueState[]): TransitionResult {
  return missing.length === 0 ? { ok: true, rule: line.rule } : { ok: false, reason: 'missing_field', missing, allowed }
}

function rolesOf(line: Transition, from: IssueState): readonly Actor[] {
  return line.whoFrom?.[from] ?? line.who
}

function missingFields(
  line: Pick<Transition, 'needs' | 'needsBy'>,
  actor: Actor,
  given: Given,
  unmet: readonly GivenField[] = [],
): GivenField[] {
  const needs = [...line.needs, ...(line.needsBy?.[actor] ?? [])]
  return [...new Set([...needs.flatMap((need) => missingOf(need, given)), ...unmet])]
}

function missingOf(need: Need, given: Given): readonly GivenField[] {
  if (typeof need === 'string') return isGiven(given[need]) ? [] : [need]
  if (need.some((group) => group.every((field) => isGiven(given[field])))) return []
  return need.flat()
}
