import type { Component } from 'solid-js'
import { createMemo, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { IssueAction } from '../../server/wire/issues.ts'
import type { Directory } from '../../server/wire/people.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { dateOn, endOfDate } from '../lib/time.ts'
import { Area, Choice, Field, Select } from '../ui/Field.tsx'
import { Ask, type FormProps, required } from './Ask.tsx'

const words = () => w().issue.dialog
const state = (name: keyof ReturnType<typeof w>['common']['states']) => w().common.states[name]

const Dispatch = (props: FormProps) => {
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory',
  )
  const [form, setForm] = createStore({ agencyId: props.issue.agency?.id ?? '', reason: '' })
  const agency = createMemo(() => directory.state.value?.agencies.find(({ id }) => id === form.agencyId))
  return (
    <Ask
      {...props}
      action="dispatch"
      body={() => (form.agencyId === '' ? null : { ...form })}
      wanted={{
        state: state('dispatched'),
        agency: agency() ? named(agency() as { nameZh: string; nameEn: string }) : undefined,
      }}
    >
      {(error) => (
        <>
          <Select
            label={words().agency}
            error={required(form.agencyId, error('agencyId'))}
            onChange={(event) => setForm('agencyId', event.currentTarget.value)}
          >
            <option value="">{words().pickAgency}</option>
            <For each={directory.state.value?.agencies}>
              {(each) => (
                <option value={each.id} selected={each.id === form.agencyId}>
                  {named(each)}
                </option>
              )}
            </For>
          </Select>
          <Area
            label={words().dispatchReason}
            error={error('reason') || undefined}
            maxlength="500"
            value={form.reason}
            onInput={(event) => setForm('reason', event.currentTarget.value)}
          />
        </>
      )}
    </Ask>
  )
}

const Signature = (props: FormProps) => {
  const [form, setForm] = createStore({ personInCharge: '' })
  return (
    <Ask
      {...props}
      action="signature"
      body={() => (form.personInCharge.trim() === '' ? null : { ...form })}
      wanted={{ state: state('signed') }}
    >
      {(error) => (
        <Field
          label={words().person}
          error={required(form.personInCharge, error('personInCharge'))}
          maxlength="40"
          value={form.personInCharge}
          onInput={(event) => setForm('personInCharge', event.currentTarget.value)}
        />
      )}
    </Ask>
  )
}

const Contact = (props: FormProps) => {
  const [form, setForm] = createStore({ note: '', wasReached: true })
  return (
    <Ask
      {...props}
      action="contact"
      body={() => (form.note.trim() === '' ? null : { ...form })}
      wanted={{ state: state('handling') }}
    >
      {(error) => (
        <>
          <Choice
            label={words().reachedLabel}
            name="reached"
            value={form.wasReached ? 'yes' : 'no'}
            options={[
              { value: 'yes', label: words().reached },
              { value: 'no', label: words().notReached },
            ]}
            onChange={(value) => setForm('wasReached', value === 'yes')}
          />
          <Area
            label={words().note}
            error={required(form.note, error('note'))}
            maxlength="2000"
            value={form.note}
            onInput={(event) => setForm('note', event.currentTarget.value)}
          />
        </>
      )}
    </Ask>
  )
}

const RESOLVED = ['yes', 'partly', 'planned', 'no'] as const
const Reply = (props: FormProps) => {
  const [form, setForm] = createStore({
    text: '',
    resolved: 'yes' as (typeof RESOLVED)[number],
    reasonCode: '',
    plannedOn: '',
    explanation: '',
  })
  const plannedAt = () => (form.resolved === 'planned' ? endOfDate(form.plannedOn) : null)
  const isContradicted = () =>
    form.resolved === 'yes' &&
    props.issue.powerEvent?.evidence === 'confirmed' &&
    props.issue.powerEvent.endMaxAt === null
  const isWhole = () =>
    form.text.trim() !== '' &&
    form.reasonCode.trim() !== '' &&
    (form.resolved !== 'planned' || plannedAt() !== null) &&
    (!isContradicted() || form.explanation.trim() !== '')
  const body = () => {
    const { plannedOn: _, ...rest } = form
    return isWhole() ? { ...rest, plannedAt: plannedAt() } : null
  }
  return (
    <Ask {...props} action="reply" body={body} wanted={{ state: state('replied') }}>
      {(error) => (
        <>
          <Area
            label={words().text}
            error={required(form.text, error('text'))}
            maxlength="2000"
            value={form.text}
            onInput={(event) => setForm('text', event.currentTarget.value)}
          />
          <Choice
            label={words().resolved}
            name="resolved"
            value={form.resolved}
            options={RESOLVED.map((value) => ({ value, label: words().resolvedChoices[value] }))}
            onChange={(value) => setForm('resolved', value)}
          />
          <Show when={form.resolved === 'planned'}>
            <Field
              label={words().plannedOn}
              type="date"
              min={dateOn(now())}
              error={required(form.plannedOn, error('plannedAt'))}
              value={form.plannedOn}
              onInput={(event) => setForm('plannedOn', event.currentTarget.value)}
            />
          </Show>
          <Field
            label={words().reasonCode}
            hint={words().reasonHint}
            error={required(form.reasonCode, error('reasonCode'))}
            maxlength="60"
            value={form.reasonCode}
            onInput={(event) => setForm('reasonCode', event.currentTarget.value)}
          />
          <Show when={isContradicted() || error('explanation')}>
            <Area
              label={words().explanation}
              hint={words().explanationWhy}
              error={required(form.explanation, error('explanation'))}
              maxlength="2000"
              value={form.explanation}
              onInput={(event) => setForm('explanation', event.currentTarget.value)}
            />
          </Show>
        </>
      )}
    </Ask>
  )
}

const FOLLOW_UP = ['phone_page', 'telephone', 'window'] as const
const FollowUp = (props: FormProps) => {
  const [form, setForm] = createStore({ channel: 'phone_page' as (typeof FOLLOW_UP)[number] })
  return (
    <Ask {...props} action="follow-up" body={() => ({ ...form })} wanted={{ state: state('follow_up') }}>
      {() => (
        <Choice
          label={words().followUpChannel}
          name="channel"
          value={form.channel}
          options={FOLLOW_UP.map((value) => ({ value, label: words().followUpChoices[value] }))}
          onChange={(value) => setForm('channel', value)}
        />
      )}
    </Ask>
  )
}

const Confirmation = (props: FormProps) => {
  const [form, setForm] = createStore({
    answer: null as 'yes' | 'no' | null,
    channel: 'telephone' as 'telephone' | 'window',
    text: '',
  })
  return (
    <Ask
      {...props}
      action="confirmation"
      body={() => (form.answer === null ? null : { ...form })}
      wanted={{ state: form.answer === 'no' ? state('dissatisfied') : state('confirmed') }}
    >
      {(error) => (
        <>
          <Choice
            label={words().answer}
            name="answer"
            value={form.answer}
            error={required(form.answer ?? '', error('answer'))}
            options={[
              { value: 'yes', label: words().answerChoices.yes },
              { value: 'no', label: words().answerChoices.no },
            ]}
            onChange={(value) => setForm('answer', value)}
          />
          <Choice
            label={words().followUpChannel}
            name="channel"
            value={form.channel}
            options={(['telephone', 'window'] as const).map((value) => ({
              value,
              label: words().followUpChoices[value],
            }))}
            onChange={(value) => setForm('channel', value)}
          />
          <Area
            label={words().answerText}
            error={error('text') || undefined}
            maxlength="2000"
            value={form.text}
            onInput={(event) => setForm('text', event.currentTarget.value)}
          />
        </>
      )}
    </Ask>
  )
}

const Merge = (props: FormProps) => {
  const [form, setForm] = createStore({ masterId: props.issue.mergeable[0]?.id ?? '', reason: '' })
  return (
    <Ask
      {...props}
      action="merge"
      body={() => (form.masterId === '' || form.reason.trim() === '' ? null : { ...form })}
      wanted={{ state: state('merged') }}
    >
      {(error) => (
        <Show when={props.issue.mergeable.length > 0} fallback={<p class="st st-attn">{words().mergeNone}</p>}>
          <Select
            label={words().master}
            error={required(form.masterId, error('masterId'))}
            onChange={(event) => setForm('masterId', event.currentTarget.value)}
          >
            <For each={props.issue.mergeable}>
              {(each) => (
                <option value={each.id} selected={each.id === form.masterId}>
                  {each.number} {each.title}
                </option>
              )}
            </For>
          </Select>
          <Area
            label={words().reason}
            error={required(form.reason, error('reason'))}
            maxlength="2000"
            value={form.reason}
            onInput={(event) => setForm('reason', event.currentTarget.value)}
          />
        </Show>
      )}
    </Ask>
  )
}

/** The form of each action a person takes on this page. */
export const FORMS: Partial<Record<IssueAction, Component<FormProps>>> = {
  dispatch: Dispatch,
  signature: Signature,
  contact: Contact,
  reply: Reply,
  'follow-up': FollowUp,
  confirmation: Confirmation,
  merge: Merge,
}
