import type { IssueDetail } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { fromLocal, toLocal } from '../lib/time.ts'
import { optionsOf, useDirectory } from './directory.ts'
import { EntryPicker } from './EntryPicker.tsx'
import { area, choice, legalBasis, line, message, reason, sameTextReason, select } from './field-kinds.ts'
import type { FormSpec, Option } from './form-spec.ts'
import { entryOptions, useEntries } from './knowledge.ts'
import { words } from './words.ts'

const dialog = () => w().issue.dialog
const forms = () => words().forms
const state = (name: keyof ReturnType<typeof w>['common']['states']) => w().common.states[name]

/** Codes with their words, as choices. */
export const choices = (names: Record<string, string>): Option[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }))

/** T3, T9 or T21: to an agency, for the first time or again. */
export const dispatch: FormSpec = (issue) => {
  const directory = useDirectory()
  const agencies = () => directory.state.value?.agencies
  const isFirst = issue.state === 'received'
  const wanted = (id: string | undefined) => agencies()?.find((agency) => agency.id === id)
  return {
    start: { agencyId: issue.agency?.id ?? '', reason: '' },
    fields: [
      select(
        'agencyId',
        () => dialog().agency,
        () => optionsOf(dialog().pickAgency, agencies()),
      ),
      area('reason', () => (isFirst ? dialog().dispatchReason : forms().redispatchReason), {
        max: 500,
        isOptional: isFirst,
      }),
    ],
    causes: () => (issue.state === 'dissatisfied' ? [forms().rework(issue.round)] : transferCauses(issue)),
    wanted: ({ agencyId }) => {
      const agency = wanted(agencyId)
      return { state: state('dispatched'), agency: agency && named(agency) }
    },
  }
}

const transferCauses = (issue: IssueDetail): string[] =>
  issue.state !== 'received' && issue.transferCount >= 2 ? [forms().thirdTransfer] : []

/** T2: answered at the desk, from an entry of the knowledge base or with a new one proposed. */
export const answer: FormSpec = (issue) => {
  const entries = useEntries(issue.service.id)
  return {
    start: { entryId: '', resolved: 'none' },
    beside: (form) => EntryPicker({ entries, form }),
    fields: [
      select(
        'entryId',
        () => forms().entry,
        () => entryOptions(forms().noEntry, entries.rows()),
        { isOptional: true, to: (value) => value || null },
      ),
      line('proposedTitle', () => forms().proposedTitle, {
        max: 120,
        hint: () => forms().proposedTitleHint,
        isShown: ({ entryId }) => entryId === '',
      }),
      message('text', () => dialog().text),
      choice(
        'resolved',
        () => forms().ownClaim,
        () => choices(forms().ownClaims),
      ),
      sameTextReason(),
    ],
    wanted: () => ({ state: state('answered') }),
  }
}

/** T4. */
export const refusal: FormSpec = () => ({
  start: { reasonCode: '' },
  fields: [
    select(
      'reasonCode',
      () => forms().refusalReason,
      () => [{ value: '', label: forms().pick }, ...choices(forms().refusalReasons)],
    ),
    legalBasis(),
    message('whereInstead', () => forms().whereInstead),
  ],
  wanted: () => ({ state: state('not_accepted') }),
})

/** T6 on the reporter's word. */
export const withdrawal: FormSpec = (issue) => ({
  start: { askedChannel: 'telephone', askedAt: toLocal(now()) },
  fields: [
    choice(
      'askedChannel',
      () => forms().askedChannel,
      () => choices(forms().askedChannels),
    ),
    {
      name: 'askedAt',
      as: 'moment',
      label: () => forms().askedAt,
      to: fromLocal,
      check: (value) => ((fromLocal(value) ?? 0) > now() + 60_000 ? forms().future : undefined),
    },
    reason({ hint: () => forms().withdrawalHint }),
  ],
  causes: () => (issue.reportCount > 1 ? [forms().othersGoOn(issue.reportCount - 1)] : []),
  wanted: () => ({ state: state('withdrawn') }),
})

/** T5. */
export const merge: FormSpec = (issue) => ({
  start: { masterId: issue.mergeable[0]?.id ?? '' },
  fields: [
    select(
      'masterId',
      () => dialog().master,
      () => issue.mergeable.map(({ id, number, title }) => ({ value: id, label: `${number} ${title}` })),
    ),
    reason(),
  ],
  wanted: () => ({ state: state('merged') }),
})

/** Another service: the handling clock is counted anew from its start. */
export const service: FormSpec = (issue) => {
  const directory = useDirectory()
  const others = () => directory.state.value?.services.filter(({ id, isActive }) => isActive && id !== issue.service.id)
  return {
    start: { serviceId: '' },
    fields: [
      select(
        'serviceId',
        () => forms().service(named(issue.service)),
        () => optionsOf(forms().pick, others()),
      ),
      reason(),
    ],
  }
}

/** A part of it for another agency: a child issue. */
export const part: FormSpec = (issue) => {
  const directory = useDirectory()
  return {
    start: { agencyId: '', serviceId: '' },
    fields: [
      select(
        'agencyId',
        () => dialog().agency,
        () => optionsOf(dialog().pickAgency, directory.state.value?.agencies),
      ),
      select(
        'serviceId',
        () => forms().partService,
        () => optionsOf(forms().sameService(named(issue.service)), directory.state.value?.services),
        { isOptional: true, to: (value) => value || null },
      ),
      area('text', () => forms().partText),
    ],
    causes: () => [forms().partKeeps],
  }
}

/** Closed to the agency, or open again. */
export const secrecy: FormSpec = (issue) => ({
  fields: [reason()],
  causes: () => [issue.isSecret ? forms().notSecretAnyMore : forms().becomesSecret],
  body: (body) => ({ ...body, isSecret: !issue.isSecret }),
})
