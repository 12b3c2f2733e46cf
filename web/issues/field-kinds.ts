import type { Calendar } from '../../server/domain/calendar.ts'
import { w } from '../lib/i18n.ts'
import { endOfDate } from '../lib/time.ts'
import type { FieldSpec } from './form-spec.ts'
import { words } from './words.ts'
import { dayKind } from './working-days.ts'

type More = Partial<Omit<FieldSpec, 'name' | 'as' | 'label'>>
type Kind = (name: string, label: () => string, more?: More) => FieldSpec
type Picked = (name: string, label: () => string, options: FieldSpec['options'], more?: More) => FieldSpec

export const line: Kind = (name, label, more = {}) => ({ name, as: 'line', label, ...more })
export const area: Kind = (name, label, more = {}) => ({ name, as: 'area', label, ...more })
export const select: Picked = (name, label, options, more = {}) => ({ name, as: 'select', label, options, ...more })
export const choice: Picked = (name, label, options, more = {}) => ({ name, as: 'choice', label, options, ...more })

/** Why it is done. */
export const reason = (more: More = {}): FieldSpec => area('reason', () => w().issue.dialog.reason, more)
export const legalBasis = (): FieldSpec =>
  line('legalBasis', () => words().forms.legalBasis, { hint: () => words().forms.legalBasisHint })

/** The merchant was told; without it nothing is sent. An empty box says more than that it must be filled in. */
export const reporterTold = (): FieldSpec => ({
  name: 'isReporterTold',
  as: 'check',
  label: () => words().forms.reporterTold,
  to: (value) => value === 'yes',
  isOptional: true,
  check: (value) => (value === 'yes' ? undefined : words().forms.reporterNotTold),
})

/** Asked only where the server found the same text on another issue. */
export const sameTextReason = (): FieldSpec =>
  area('sameTextReason', () => words().forms.sameText, {
    hint: () => words().forms.sameTextWhy,
    isShown: () => false,
    isSparse: true,
  })

/** A text merchants will read: no placeholder of a template may be left in it. */
export const message: Kind = (name, label, more = {}) => area(name, label, { check: leftOver, ...more })

/** Words for a placeholder nobody filled in; undefined when there is none. */
export function leftOver(text: string): string | undefined {
  const found = /\{[^{}]{0,40}\}/.exec(text)?.[0]
  return found ? words().forms.placeholder(found) : undefined
}

/** The end of a working day, as an instant; a day off names the working days around it. */
export const workingDate = (label: () => string, calendar: () => Calendar | undefined): FieldSpec => ({
  name: 'untilAt',
  as: 'date',
  label,
  to: endOfDate,
  hint: ({ untilAt = '' }) => {
    const day = dayKind(untilAt, calendar())
    return day && !day.isOff && day.isProvisional ? words().forms.provisionalDay : undefined
  },
  check: (value) => {
    const day = dayKind(value, calendar())
    return day?.isOff ? words().forms.dayOff(day.before, day.after) : undefined
  },
})
