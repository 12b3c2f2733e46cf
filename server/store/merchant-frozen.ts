import type { Fault, Outcome } from '../wire/refusal.ts'
import { done, refused } from '../wire/refusal.ts'
import { type ExtraQuestion, type ServiceGuide, serviceGuideSchema } from '../wire/services.ts'

/** What is frozen on an issue at its receipt. */
export interface Frozen {
  promiseZh: string
  promiseEn: string
  answers: { labelZh: string; labelEn: string; answer: string }[]
}
/** Answers to extra questions, by the question's id. */
export type GivenAnswers = readonly { id: string; value: readonly string[] }[]

/** What a service tells and asks; a service without a guide tells and asks nothing. */
export const guideOf = (service: { guide: string }): ServiceGuide => serviceGuideSchema.parse(JSON.parse(service.guide))

/** The promise text and the answered questions as they stand now, as JSON for the issue; or which answer is missing or unfit. */
export function frozenOf(service: { guide: string }, given: GivenAnswers): Outcome<string> {
  const guide = guideOf(service)
  const faults: Fault[] = []
  const answers = guide.questions.flatMap((question) => {
    const value = (given.find(({ id }) => id === question.id)?.value ?? []).filter((one) => one !== '')
    const fault = faultOf(question, value)
    if (fault) faults.push({ pointer: `/answers/${question.id}`, code: fault, detail: question.labelZh })
    if (fault || value.length === 0) return []
    return [{ labelZh: question.labelZh, labelEn: question.labelEn, answer: wordsOf(question, value) }]
  })
  if (faults.length > 0) return refused('invalid', { errors: faults })
  return done(JSON.stringify({ promiseZh: guide.promiseZh, promiseEn: guide.promiseEn, answers } satisfies Frozen))
}

function faultOf(question: ExtraQuestion, value: readonly string[]): 'required' | 'wrong_form' | null {
  if (value.length === 0) return question.isRequired ? 'required' : null
  if (question.kind !== 'many' && value.length > 1) return 'wrong_form'
  const [first = ''] = value
  if (question.kind === 'number') return Number.isFinite(Number(first)) ? null : 'wrong_form'
  if (question.kind === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(first) ? null : 'wrong_form'
  if (question.kind === 'text') return null
  return value.every((id) => question.options.some((option) => option.id === id)) ? null : 'wrong_form'
}

const wordsOf = (question: ExtraQuestion, value: readonly string[]): string =>
  value.map((id) => question.options.find((option) => option.id === id)?.labelZh ?? id).join('、')
