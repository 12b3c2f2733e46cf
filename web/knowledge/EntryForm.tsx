import { createSignal, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { EntryDetail } from '../../server/wire/knowledge.ts'
import type { Directory } from '../../server/wire/people.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post, put } from '../lib/api.ts'
import { session } from '../lib/desk.ts'
import { named } from '../lib/i18n.ts'
import { errorAt } from '../lib/problem-fields.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Area, Field, Select } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { bodyOf, draftOf, type EntryDraft } from './entry-draft.ts'
import { words } from './words.ts'

type Thing = { id: string; nameZh: string; nameEn: string }

/** An entry being written: a new one, or other words for one that is there. What is typed stays when it is refused. */
export const EntryForm = (props: {
  entry: EntryDetail | null
  onDone: (entry: EntryDetail) => void
  onCancel: () => void
}) => {
  const said = () => words().form
  const isOfficer = () => session()?.user.role === 'officer'
  const [draft, setDraft] = createStore(draftOf(props.entry, isOfficer() ? (session()?.user.agency?.id ?? '') : ''))
  const [reason, setReason] = createSignal('')
  const [problem, setProblem] = createSignal<Refusal>()
  const [isSending, setIsSending] = createSignal(false)
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory',
  )

  async function send(): Promise<void> {
    setIsSending(true)
    const body = bodyOf(draft)
    const answer = props.entry
      ? await put<EntryDetail>(`/knowledge/${props.entry.id}`, { ...body, reason: reason() }, props.entry.version)
      : await post<EntryDetail>('/knowledge', body)
    setIsSending(false)
    setProblem(answer.ok ? undefined : answer.problem)
    if (answer.ok) props.onDone(answer.value)
  }
  const set = (name: keyof EntryDraft) => (event: { currentTarget: { value: string } }) =>
    setDraft(name, event.currentTarget.value)
  const error = (name: string) => errorAt(problem(), `/${name}`)
  return (
    <form
      class="k-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Field
        label={said().title}
        hint={said().titleHint}
        maxlength="120"
        required
        value={draft.title}
        error={error('title')}
        onInput={set('title')}
      />
      <Area
        label={said().plainWords}
        hint={said().plainWordsHint}
        rows="4"
        required
        value={draft.plainWords}
        error={error('plainWords')}
        onInput={set('plainWords')}
      />
      <Area
        label={said().body}
        hint={said().bodyHint}
        rows="6"
        value={draft.body}
        error={error('body')}
        onInput={set('body')}
      />
      <Field
        label={said().legalBasis}
        hint={said().legalBasisHint}
        maxlength="500"
        value={draft.legalBasis}
        error={error('legalBasis')}
        onInput={set('legalBasis')}
      />
      <Area label={said().duties} rows="2" value={draft.duties} error={error('duties')} onInput={set('duties')} />
      <div class="k-two">
        <Select label={said().service} error={error('serviceId')} onChange={set('serviceId')}>
          <Things none={said().noService} value={draft.serviceId} things={directory.state.value?.services} />
        </Select>
        <Select label={said().agency} error={error('agencyId')} disabled={isOfficer()} onChange={set('agencyId')}>
          <Things none={said().noAgency} value={draft.agencyId} things={directory.state.value?.agencies} />
        </Select>
        <Field
          label={said().review}
          type="date"
          value={draft.reviewOn}
          error={error('reviewOn')}
          onInput={set('reviewOn')}
        />
        <Field
          label={said().validUntil}
          type="date"
          value={draft.validUntilOn}
          error={error('validUntilOn')}
          onInput={set('validUntilOn')}
        />
      </div>
      <Show when={props.entry}>
        <Field
          label={said().reason}
          hint={said().reasonHint}
          maxlength="200"
          value={reason()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </Show>
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      <div class="acts">
        <Button isMain type="submit" disabled={isSending()}>
          {said().save}
        </Button>
        <Button onClick={() => props.onCancel()}>{said().cancel}</Button>
      </div>
    </form>
  )
}

const Things = (props: { none: string; value: string; things: readonly Thing[] | undefined }) => (
  <>
    <option value="" selected={props.value === ''}>
      {props.none}
    </option>
    <For each={props.things}>
      {(thing) => (
        <option value={thing.id} selected={thing.id === props.value}>
          {named(thing)}
        </option>
      )}
    </For>
  </>
)
