import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { fromLocal, toLocal } from '../lib/time.ts'
import { optionsOf } from './directory.ts'
import { area, choice, legalBasis, message, reason, reporterTold, sameTextReason, select } from './field-kinds.ts'
import type { FormSpec } from './form-spec.ts'
import { choices } from './forms-desk.ts'
import { useParties } from './parties.ts'
import { words } from './words.ts'

const dialog = () => w().issue.dialog
const forms = () => words().forms
const state = (name: keyof ReturnType<typeof w>['common']['states']) => w().common.states[name]

/** T16 by the desk. */
export const followUp: FormSpec = () => ({
  start: { channel: 'phone_page' },
  fields: [
    choice(
      'channel',
      () => dialog().followUpChannel,
      () => choices(dialog().followUpChoices),
    ),
  ],
  wanted: () => ({ state: state('follow_up') }),
})

const CALLS = ['telephone', 'window'] as const
/** T18 or T19 on the reporter's word. */
export const confirmation: FormSpec = () => ({
  start: { answer: '', channel: 'telephone' },
  fields: [
    choice(
      'answer',
      () => dialog().answer,
      () => choices(dialog().answerChoices),
    ),
    choice(
      'channel',
      () => dialog().followUpChannel,
      () => CALLS.map((value) => ({ value, label: dialog().followUpChoices[value] })),
    ),
    area('text', () => dialog().answerText, { isOptional: true }),
  ],
  wanted: ({ answer }) => ({ state: answer === 'no' ? state('dissatisfied') : state('confirmed') }),
})

/** T22. */
export const explanation: FormSpec = () => ({
  fields: [message('text', () => forms().explanation), sameTextReason()],
  wanted: () => ({ state: state('answered') }),
})

/** T23, asked for; another person decides. */
export const closing: FormSpec = () => ({
  fields: [reason(), legalBasis(), reporterTold()],
  causes: () => [forms().decidedByAnother],
})

/** An answer left out of the rates, asked for; another person decides. */
export const exclusion: FormSpec = (issue) => {
  const answered = () => issue.reports.filter(({ answer, isExcluded }) => !isExcluded && ['yes', 'no'].includes(answer))
  return {
    start: { reportId: answered()[0]?.id ?? '' },
    fields: [
      select(
        'reportId',
        () => forms().whoseAnswer,
        () =>
          answered().map(({ id, place, number, answer, answerText }) => ({
            value: id,
            label: w().common.list([place || number, w().issue.reports.answers[answer] ?? answer, answerText ?? '']),
          })),
      ),
      reason(),
    ],
    causes: () => [forms().decidedByAnother],
  }
}

/** T25. */
export const reopening: FormSpec = (issue) => ({
  fields: [reason()],
  causes: () => [forms().reopens(issue.round + 1)],
  wanted: () => ({ state: state('received') }),
})

/** T19 by a supervisor, on evidence. */
export const contradiction: FormSpec = () => ({
  fields: [reason()],
  wanted: () => ({ state: state('dissatisfied') }),
})

export const note: FormSpec = () => ({ fields: [area('text', () => forms().note)] })

/** A manual notice to the agency. */
export const notice: FormSpec = (issue) => ({
  fields: [
    area('text', () => forms().notice, { max: 500 }),
    {
      name: 'isCopied',
      as: 'check',
      label: () => forms().noticeCopied,
      isOptional: true,
      to: (value) => value === 'yes',
    },
  ],
  causes: () => [forms().noticeTo(issue.agency ? named(issue.agency) : '')],
})

/** Another level of supervision, with a reason. */
export const supervision: FormSpec = (issue) => ({
  start: { level: String(Math.max(0, issue.supervisionLevel - 1)) },
  fields: [
    select(
      'level',
      () => forms().level,
      () => choices(words().page.levels).filter(({ value }) => Number(value) !== issue.supervisionLevel),
      { to: Number },
    ),
    reason(),
  ],
})

/** To a third party that may help, with the merchant's consent. */
export const referral: FormSpec = (issue) => {
  const parties = useParties(issue.id)
  return {
    start: { thirdPartyId: '', consentChannel: 'telephone', consentAt: toLocal(now()), days: '14' },
    fields: [
      select(
        'thirdPartyId',
        () => forms().party,
        () => optionsOf(forms().pick, parties()),
      ),
      choice(
        'consentChannel',
        () => forms().consentChannel,
        () => choices(forms().askedChannels),
      ),
      {
        name: 'consentAt',
        as: 'moment',
        label: () => forms().consentAt,
        to: fromLocal,
        check: (value) => ((fromLocal(value) ?? 0) > now() + 60_000 ? forms().future : undefined),
      },
      area('text', () => forms().referralText),
      select(
        'days',
        () => forms().referralDays,
        () => ['7', '14', '30', '60'].map((value) => ({ value, label: forms().days(Number(value)) })),
        { to: Number },
      ),
    ],
  }
}
