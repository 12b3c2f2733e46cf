import type { Draft } from './kpi-draft.ts'
import type { KpiEvent, KpiSource, Step } from './kpi-history.ts'

/** Grades from here up say satisfied: 基本满意 or better, of five. */
const SATISFIED_FROM = 3
const BEST = 5

/** The merchant's own word on a reply: solved or not; null for a step that is none. A supervisor's word is none. */
function answerOf({ rule, actorRole, body }: Step): 'yes' | 'no' | null {
  if (rule === 'T18') return 'yes'
  if (rule === 'T19') return actorRole === 'supervisor' ? null : 'no'
  return rule === 'T20' && body.answer === 'no' ? 'no' : null
}

/** What counts by each follow-up that was sent or called: whether it was answered before the next one. */
export function followUpDrafts(steps: readonly Step[]): Draft[] {
  return steps.flatMap((step, index): Draft[] => {
    if (step.rule !== 'T16') return []
    const later = steps.slice(index + 1)
    const next = later.findIndex(({ rule }) => rule === 'T16')
    const until = next < 0 ? later : later.slice(0, next)
    const isInNumerator = until.some((one) => answerOf(one) !== null)
    return [{ kpi: 'follow_up_answer', at: step.at, agencyId: step.holderId, isInNumerator }]
  })
}

/**
 * What counts by each answered follow-up: solved, satisfied, and answers two persons left out. The answer is that of
 * the merchant the issue belongs to; the others' are shown on the issue. A grade and an exclusion belong to the newest
 * answer before them.
 */
export function answerDrafts(source: KpiSource, steps: readonly Step[]): Draft[] {
  const answers = steps.filter((step) => answerOf(step) !== null)
  const excluded = wordsOf(source, 'answer_excluded').map(({ at }) => newestBefore(answers, at))
  const grades = wordsOf(source, 'grade').map(({ at, body }) => ({
    at,
    grade: Number(body.grade),
    of: newestBefore(answers, at),
  }))
  return [
    ...steps.flatMap(silence),
    ...answers.flatMap((step): Draft[] => {
      const isExcluded = excluded.includes(step)
      const by = {
        at: step.at,
        agencyId: step.holderId,
        ...(isExcluded ? ({ exclusion: 'two_persons' } as const) : {}),
      }
      return [
        { ...by, kpi: 'resolution', isInNumerator: answerOf(step) === 'yes' },
        { at: step.at, agencyId: step.holderId, kpi: 'exclusion_share', isInNumerator: isExcluded },
        ...gradeDrafts(by, grades.findLast(({ of }) => of === step)?.grade ?? null),
      ]
    }),
    // A grade without an answer counts by its own instant.
    ...grades
      .filter(({ of }) => of === undefined)
      .flatMap(({ at, grade }) => gradeDrafts({ at, agencyId: holderAt(steps, at) }, grade)),
  ]
}

/** What the merchant the issue belongs to said beside the answer, in the order it came. */
function wordsOf({ events, reports }: KpiSource, kind: string): KpiEvent[] {
  const number = reports.find(({ isPrimary }) => isPrimary)?.number
  return events.filter((event) => event.kind === kind && event.body.reportNumber === number)
}

const newestBefore = (answers: readonly Step[], at: number): Step | undefined =>
  answers.findLast((step) => step.at <= at)
const holderAt = (steps: readonly Step[], at: number): string => steps.findLast((step) => step.at <= at)?.holderId ?? ''

/** A follow-up that ended without an answer, or was never sent. */
function silence(step: Step): Draft[] {
  const exclusion = step.rule === 'T17' ? 'not_asked' : step.rule === 'T20' && !answerOf(step) ? 'no_answer' : null
  return exclusion ? [{ kpi: 'resolution', at: step.at, agencyId: step.holderId, exclusion }] : []
}

type By = Pick<Draft, 'at' | 'agencyId' | 'exclusion'>
function gradeDrafts(by: By, grade: number | null): Draft[] {
  if (by.exclusion || grade === null) return [{ exclusion: 'not_graded', ...by, kpi: 'satisfaction' }]
  return [
    { ...by, kpi: 'satisfaction', isInNumerator: grade >= SATISFIED_FROM },
    { ...by, kpi: 'grade_five', isInNumerator: grade === BEST },
  ]
}

/** What counts by a call-back on an issue that was withdrawn, merged or not accepted: was anybody pressed? */
export function callBackDrafts({ callBack }: KpiSource, steps: readonly Step[]): Draft[] {
  if (!callBack) return []
  const by = { kpi: 'withdrawal_check', at: callBack.calledAt, agencyId: lastAgency(steps) } as const
  if (callBack.outcome === 'unreachable') return [{ ...by, exclusion: 'unreachable' }]
  return [{ ...by, isInNumerator: callBack.outcome === 'pressure' }]
}

/** The agency somebody may have been pressed by: the last it was dispatched to. */
const lastAgency = (steps: readonly Step[]): string =>
  steps.findLast(({ rule }) => rule === 'T3' || rule === 'T9' || rule === 'T21')?.agencyId ?? ''
