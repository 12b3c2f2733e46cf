import { createSignal, For, Show, untrack } from 'solid-js'
import { createStore } from 'solid-js/store'
import {
  TEMPLATE_OUTCOMES,
  TEMPLATE_PURPOSES,
  type TemplateOutcome,
  type TemplatePurpose,
} from '../../server/domain/knowledge.ts'
import type { Directory } from '../../server/wire/people.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import type { Template } from '../../server/wire/templates.ts'
import { post, put } from '../lib/api.ts'
import { named } from '../lib/i18n.ts'
import { errorAt } from '../lib/problem-fields.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Area, Field, Select } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { words } from './words.ts'

/** A wording being written; what is typed stays when it is refused. */
export const TemplateForm = (props: { template: Template | null; onDone: () => void; onCancel: () => void }) => {
  const said = () => words().templates
  const template = untrack(() => props.template)
  const [draft, setDraft] = createStore({
    serviceId: template?.service?.id ?? '',
    purpose: (template?.purpose ?? 'reply') as TemplatePurpose,
    outcome: (template?.outcome ?? '') as TemplateOutcome | '',
    title: template?.title ?? '',
    text: template?.text ?? '',
    smsText: template?.smsText ?? '',
    isActive: template?.isActive ?? true,
    sortKey: template?.sortKey ?? 0,
  })
  const [problem, setProblem] = createSignal<Refusal>()
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory',
  )

  async function send(): Promise<void> {
    const body = {
      ...draft,
      serviceId: draft.serviceId || null,
      outcome: draft.purpose === 'reply' ? draft.outcome || null : null,
    }
    const answer = template
      ? await put<Template>(`/templates/${template.id}`, body, template.version)
      : await post<Template>('/templates', body)
    setProblem(answer.ok ? undefined : answer.problem)
    if (answer.ok) props.onDone()
  }
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
        maxlength="60"
        required
        value={draft.title}
        error={error('title')}
        onInput={(event) => setDraft('title', event.currentTarget.value)}
      />
      <Area
        label={said().text}
        hint={said().textHint}
        rows="4"
        required
        value={draft.text}
        error={error('text')}
        onInput={(event) => setDraft('text', event.currentTarget.value)}
      />
      <Area
        label={said().smsText}
        hint={said().smsHint}
        rows="2"
        maxlength="134"
        value={draft.smsText}
        error={error('smsText')}
        onInput={(event) => setDraft('smsText', event.currentTarget.value)}
      />
      <div class="k-two">
        <Select
          label={said().purpose}
          onChange={(event) => setDraft('purpose', event.currentTarget.value as TemplatePurpose)}
        >
          <For each={TEMPLATE_PURPOSES}>
            {(one) => (
              <option value={one} selected={one === draft.purpose}>
                {said().purposes[one]}
              </option>
            )}
          </For>
        </Select>
        <Show when={draft.purpose === 'reply'}>
          <Select
            label={said().outcome}
            error={error('outcome')}
            onChange={(event) => setDraft('outcome', event.currentTarget.value as TemplateOutcome | '')}
          >
            <option value="" selected={draft.outcome === ''}>
              {said().anyOutcome}
            </option>
            <For each={TEMPLATE_OUTCOMES}>
              {(one) => (
                <option value={one} selected={one === draft.outcome}>
                  {said().outcomes[one]}
                </option>
              )}
            </For>
          </Select>
        </Show>
        <Select
          label={said().service}
          error={error('serviceId')}
          onChange={(event) => setDraft('serviceId', event.currentTarget.value)}
        >
          <option value="" selected={draft.serviceId === ''}>
            {said().anyService}
          </option>
          <For each={directory.state.value?.services}>
            {(service) => (
              <option value={service.id} selected={service.id === draft.serviceId}>
                {named(service)}
              </option>
            )}
          </For>
        </Select>
        <Field
          label={said().sortKey}
          hint={said().sortHint}
          type="number"
          min="0"
          max="9999"
          value={draft.sortKey}
          error={error('sortKey')}
          onInput={(event) => setDraft('sortKey', Number(event.currentTarget.value) || 0)}
        />
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={draft.isActive}
          onChange={(event) => setDraft('isActive', event.currentTarget.checked)}
        />
        {said().isActive}
      </label>
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      <div class="acts">
        <Button isMain type="submit">
          {said().save}
        </Button>
        <Button onClick={() => props.onCancel()}>{said().cancel}</Button>
      </div>
    </form>
  )
}
