import type { IssueDetail } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { endOfDate } from '../lib/time.ts'
import { optionsOf, useDirectory } from './directory.ts'
import {
  area,
  choice,
  legalBasis,
  line,
  message,
  reason,
  reporterTold,
  sameTextReason,
  select,
  workingDate,
} from './field-kinds.ts'
import type { FormSpec } from './form-spec.ts'
import { choices } from './forms-desk.ts'
import { words } from './words.ts'
import { useCalendar } from './working-days.ts'

const dialog = () => w().issue.dialog
const forms = () => words().forms
const state = (name: keyof ReturnType<typeof w>['common']['states']) => w().common.states[name]

/** T7. */
export const signature: FormSpec = () => ({
  fields: [line('personInCharge', () => dialog().person, { max: 40 })],
  wanted: () => ({ state: state('signed') }),
})

/** T10: the first human contact, or why there was none. */
export const contact: FormSpec = () => ({
  start: { wasReached: 'yes' },
  fields: [
    choice(
      'wasReached',
      () => dialog().reachedLabel,
      () => [
        { value: 'yes', label: dialog().reached },
        { value: 'no', label: dialog().notReached },
      ],
      { to: (value) => value === 'yes' },
    ),
    area('note', () => dialog().note),
  ],
  causes: ({ wasReached }) => (wasReached === 'no' ? [forms().notReachedCounts] : []),
  wanted: () => ({ state: state('handling') }),
})

/** Whether the meter still shows no power, so that “solved” needs an explanation. */
const isStillOut = ({ powerEvent }: IssueDetail): boolean =>
  powerEvent?.evidence === 'confirmed' && powerEvent.endMaxAt === null

/** T13. */
export const reply: FormSpec = (issue) => ({
  start: { resolved: 'yes' },
  fields: [
    message('text', () => dialog().text),
    choice(
      'resolved',
      () => dialog().resolved,
      () => choices(dialog().resolvedChoices),
    ),
    {
      name: 'plannedAt',
      as: 'date',
      label: () => dialog().plannedOn,
      isShown: ({ resolved }) => resolved === 'planned',
      to: endOfDate,
      check: (value) => ((endOfDate(value) ?? 0) < now() ? forms().past : undefined),
    },
    line('reasonCode', () => dialog().reasonCode, { max: 60, hint: () => dialog().reasonHint }),
    area('explanation', () => dialog().explanation, {
      hint: () => dialog().explanationWhy,
      isShown: ({ resolved }) => resolved === 'yes' && isStillOut(issue),
    }),
    sameTextReason(),
  ],
  wanted: () => ({ state: state('replied') }),
})

/** T8. */
export const giveBack: FormSpec = (issue) => {
  const directory = useDirectory()
  const others = () => directory.state.value?.agencies.filter(({ id }) => id !== issue.agency?.id)
  return {
    start: { reasonCode: '', proposedAgencyId: '' },
    fields: [
      select(
        'reasonCode',
        () => forms().returnReason,
        () => [{ value: '', label: forms().pick }, ...choices(forms().returnReasons)],
      ),
      select(
        'proposedAgencyId',
        () => forms().proposedAgency,
        () => optionsOf(dialog().pickAgency, others()),
      ),
      legalBasis(),
      reason(),
    ],
    causes: () => [
      forms().returnGoesToDesk,
      ...(issue.returnCount >= 1 ? [forms().secondReturn(issue.returnCount + 1)] : []),
    ],
    wanted: () => ({ state: state('returned') }),
  }
}

const DAYS = ['1', '2', '3', '4', '5'] as const
/** T11: the handling clock stands still until the answer. */
export const question: FormSpec = (issue) => ({
  start: { reportId: '', channel: 'phone_page', days: '5' },
  fields: [
    message('text', () => forms().question),
    select(
      'reportId',
      () => forms().askWhom,
      () => [
        { value: '', label: forms().askAnybody },
        ...issue.reports
          .filter(({ hasLeft }) => !hasLeft)
          .map(({ id, place, number }) => ({ value: id, label: w().common.list([place, number]) })),
      ],
      { isOptional: true, to: (value) => value || null },
    ),
    choice(
      'channel',
      () => dialog().followUpChannel,
      () => choices(dialog().followUpChoices),
    ),
    select(
      'days',
      () => forms().questionDays,
      () => DAYS.map((value) => ({ value, label: forms().days(Number(value)) })),
      { to: Number },
    ),
  ],
  causes: ({ days }) => [forms().questionPauses(Number(days))],
  wanted: () => ({ state: state('waiting_reporter') }),
})

/** T14 by the desk or the agency: the answer as it was told, or the question is dropped. */
export const questionEnd: FormSpec = () => ({
  start: { isDropped: 'no' },
  fields: [
    choice(
      'isDropped',
      () => forms().questionOutcome,
      () => choices(forms().questionOutcomes),
      { to: (value) => value === 'yes' },
    ),
    area('answer', () => forms().questionAnswer, { isShown: ({ isDropped }) => isDropped === 'no' }),
  ],
  wanted: () => ({ state: state('handling') }),
})

const laterDate =
  (label: () => string, causes: () => string[]): FormSpec =>
  () => ({
    fields: [workingDate(label, useCalendar()), reason(), legalBasis(), reporterTold()],
    causes,
  })
/** A later due, asked for before the due. */
export const extension: FormSpec = laterDate(
  () => forms().newDue,
  () => [forms().decidedByAnother],
)
/** A stop until a date, asked for before the due. */
export const suspension: FormSpec = laterDate(
  () => forms().suspendUntil,
  () => [forms().decidedByAnother, forms().suspensionStops],
)
/** T15. */
export const resumption: FormSpec = () => ({
  fields: [area('note', () => forms().resumptionNote, { isOptional: true })],
  wanted: () => ({ state: state('handling') }),
})
/** Added to a reply that stays. */
export const correction: FormSpec = (issue) => ({
  fields: [message('text', () => forms().correction)],
  causes: () => (issue.reportCount > 0 ? [forms().correctionTold(issue.reportCount)] : []),
})
