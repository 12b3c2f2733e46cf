import type { JSX } from 'solid-js'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Problem } from '../../server/wire/problem.ts'

/** What stands in the fields of a form; a check box holds `yes` or nothing. */
export type Values = Record<string, string>
/** A form as something beside its fields sees it. */
export type Writable = { values: Values; set: (name: string, value: string) => void }
export type Option = { value: string; label: string }

/** One field of a step, named as in the body it is sent in. */
export type FieldSpec = {
  name: string
  as: 'line' | 'area' | 'date' | 'moment' | 'select' | 'choice' | 'check'
  label: () => string
  hint?: (values: Values) => string | undefined
  options?: () => readonly Option[]
  max?: number
  isOptional?: boolean
  /** Left out of form and body while it does not apply; a refusal that names it brings it in. */
  isShown?: (values: Values) => boolean
  /** Never brought into the body by being empty: what a server asks for only at times. */
  isSparse?: boolean
  /** What goes into the body; the trimmed text unless said otherwise. */
  to?: (value: string) => unknown
  /** Words for what is wrong with it. */
  check?: (value: string, values: Values) => string | undefined
}

/** One step a person takes on an issue, as a form. */
export type Form = {
  start?: Values
  fields: readonly FieldSpec[]
  /** What else it will cause, beside the general words of the step. */
  causes?: (values: Values) => readonly string[]
  /** What it would change, for the comparison when somebody was faster. */
  wanted?: (values: Values) => { state?: string; agency?: string }
  /** Above the fields; may write into them. */
  beside?: (form: Writable) => JSX.Element
  /** Says more than its fields hold. */
  body?: (body: Record<string, unknown>) => Record<string, unknown>
}
/** Made once, inside the component that shows it: it may read what it offers. */
export type FormSpec = (issue: IssueDetail) => Form

export type Faulty = { name: string; label: string; text: string }

/** The fields in view: those that apply, and those the server asked about. */
export const shownFields = (fields: readonly FieldSpec[], values: Values, problem: Problem | undefined) =>
  fields.filter((field) => field.isShown?.(values) !== false || isNamed(problem, field.name))

const isNamed = (problem: Problem | undefined, name: string): boolean =>
  problem?.errors?.some((fault) => nameOf(fault) === name) === true

/** `/text` and `#/text` point at the field `text`. */
export const nameOf = ({ pointer }: { pointer: string }): string => pointer.replace(/^#?\//, '').split('/')[0] ?? ''

/** What is still missing or wrong before anything is sent. `required` are the words for an empty field. */
export function faultsOf(fields: readonly FieldSpec[], values: Values, required: string): Faulty[] {
  return fields.flatMap((field) => {
    const value = (values[field.name] ?? '').trim()
    const text = value === '' && !field.isOptional ? required : field.check?.(value, values)
    return text ? [{ name: field.name, label: field.label(), text }] : []
  })
}

/** The body of the fields in view. */
export function bodyOf(fields: readonly FieldSpec[], values: Values): Record<string, unknown> {
  const filled = fields.filter((field) => !(field.isSparse && (values[field.name] ?? '').trim() === ''))
  return Object.fromEntries(
    filled.map((field) => {
      const value = (values[field.name] ?? '').trim()
      return [field.name, field.to ? field.to(value) : value]
    }),
  )
}
