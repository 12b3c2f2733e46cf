import './catalogue.css'
import { createSignal, For, Show } from 'solid-js'
import { createStore, unwrap } from 'solid-js/store'
import { ISSUE_KINDS } from '../../server/domain/issue.ts'
import type { Service } from '../../server/wire/people.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import type { LimitsRules } from '../../server/wire/rules.ts'
import type { ServiceSettings } from '../../server/wire/services.ts'
import { post, put } from '../lib/api.ts'
import { named, w } from '../lib/i18n.ts'
import { errorAt } from '../lib/problem-fields.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Area, Field, Select } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { words } from './catalogue-words.ts'
import { Questions } from './ServiceQuestions.tsx'
import { reasonsIn, reasonsText } from './service-text.ts'

const BLANK: ServiceSettings = {
  nameZh: '',
  nameEn: '',
  kind: 'help',
  clockClass: 'help',
  parentId: null,
  isPublic: true,
  isActive: true,
  keywords: '',
  holdMinutes: 0,
  isReferable: false,
  guide: { promiseZh: '', promiseEn: '', stopNotice: null, riskZh: '', riskEn: '', questions: [], reasons: [] },
}
const NO_STOP = { textZh: '', textEn: '', whereZh: '', whereEn: '' }

const settingsOf = ({
  id: _,
  agency: __,
  isAutoDispatched: ___,
  isSupplyOutage: ____,
  ...rest
}: Service): ServiceSettings => structuredClone(rest) as ServiceSettings

type Props = {
  /** Absent: a new one. */
  service?: Service
  services: readonly Service[]
  onSaved: (service: Service) => void
  onClose: () => void
}

/** What a service tells and asks, how it is recognised and counted. Who gets it is the catalogue's. */
export const ServiceEditor = (props: Props) => {
  const [form, setForm] = createStore<ServiceSettings>(
    props.service ? settingsOf(unwrap(props.service)) : structuredClone(BLANK),
  )
  const [reasons, setReasons] = createSignal(reasonsText(form.guide.reasons, words().services.effects))
  const [problem, setProblem] = createSignal<Refusal>()
  const [hasTried, setHasTried] = createSignal(false)
  const [isFit, setIsFit] = createSignal(true)
  const limits = useSnapshot<LimitsRules>(
    () => '/rules/limits',
    ({ kind, subjectId }) => kind === 'directory' && subjectId === 'rules/limits',
  )
  const s = () => words().services
  const readReasons = () => reasonsIn(reasons(), s().effects)
  const badReasons = () => {
    const read = readReasons()
    return read.ok ? undefined : s().badLine(read.line)
  }
  const lacksNames = () => form.nameZh.trim() === '' || form.nameEn.trim() === ''

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setHasTried(true)
    const read = readReasons()
    if (lacksNames() || !read.ok || !isFit()) return
    const body = { ...unwrap(form), guide: { ...unwrap(form).guide, reasons: read.value } }
    const answer = props.service
      ? await put<Service>(`/services/${props.service.id}/settings`, body)
      : await post<Service>('/services', body)
    if (answer.ok) props.onSaved(answer.value)
    else setProblem(answer.problem)
  }
  return (
    <form class="guideform" novalidate onSubmit={(event) => void save(event)}>
      <div class="two">
        <Field
          label={s().nameZh}
          maxlength="20"
          error={errorAt(problem(), '/nameZh') ?? (hasTried() && lacksNames() ? s().needNames : undefined)}
          value={form.nameZh}
          onInput={(event) => setForm('nameZh', event.currentTarget.value)}
        />
        <Field
          label={s().nameEn}
          lang="en"
          maxlength="40"
          value={form.nameEn}
          onInput={(event) => setForm('nameEn', event.currentTarget.value)}
        />
        <Select
          label={s().kind}
          onChange={(event) => setForm('kind', event.currentTarget.value as ServiceSettings['kind'])}
        >
          <For each={ISSUE_KINDS}>
            {(kind) => (
              <option value={kind} selected={kind === form.kind}>
                {w().common.kinds[kind]}
              </option>
            )}
          </For>
        </Select>
        <Select
          label={s().clockClass}
          error={errorAt(problem(), '/clockClass')}
          onChange={(event) => setForm('clockClass', event.currentTarget.value)}
        >
          <For each={Object.keys(limits.state.value?.body.handle ?? { [form.clockClass]: null })}>
            {(name) => (
              <option value={name} selected={name === form.clockClass}>
                {classWords(name)}
              </option>
            )}
          </For>
        </Select>
        <Select
          label={s().parent}
          error={errorAt(problem(), '/parentId')}
          onChange={(event) => setForm('parentId', event.currentTarget.value || null)}
        >
          <option value="">{s().noParent}</option>
          <For each={props.services.filter(({ id, parentId }) => id !== props.service?.id && parentId === null)}>
            {(one) => (
              <option value={one.id} selected={one.id === form.parentId}>
                {named(one)}
              </option>
            )}
          </For>
        </Select>
        <Field
          label={s().holdMinutes}
          hint={s().holdHint}
          type="number"
          min="0"
          max="1440"
          value={form.holdMinutes}
          onInput={(event) => setForm('holdMinutes', Number(event.currentTarget.value))}
        />
      </div>
      <Check field="isPublic" label={s().isPublic} value={form.isPublic} onChange={(is) => setForm('isPublic', is)} />
      <Check field="isActive" label={s().isActive} value={form.isActive} onChange={(is) => setForm('isActive', is)} />
      <Check
        field="isReferable"
        label={s().isReferable}
        value={form.isReferable}
        onChange={(is) => setForm('isReferable', is)}
      />
      <Field
        label={s().keywords}
        hint={s().keywordsHint}
        maxlength="400"
        value={form.keywords}
        onInput={(event) => setForm('keywords', event.currentTarget.value)}
      />
      <div class="two">
        <For each={['promise', 'risk'] as const}>
          {(what) => (
            <>
              <Area
                label={s()[`${what}Zh`]}
                rows="2"
                maxlength="200"
                value={form.guide[`${what}Zh`]}
                onInput={(event) => setForm('guide', `${what}Zh`, event.currentTarget.value)}
              />
              <Area
                label={s()[`${what}En`]}
                lang="en"
                rows="2"
                maxlength="400"
                value={form.guide[`${what}En`]}
                onInput={(event) => setForm('guide', `${what}En`, event.currentTarget.value)}
              />
            </>
          )}
        </For>
      </div>
      <Check
        field="stop"
        label={s().stop}
        value={form.guide.stopNotice !== null}
        onChange={(is) => setForm('guide', 'stopNotice', is ? { ...NO_STOP } : null)}
      />
      <Show when={form.guide.stopNotice}>
        {(stop) => (
          <div class="two">
            <For each={['textZh', 'textEn', 'whereZh', 'whereEn'] as const}>
              {(field) => (
                <Field
                  label={`${field.startsWith('text') ? s().stopText : s().stopWhere} · ${field.endsWith('Zh') ? '中文' : 'English'}`}
                  maxlength={field.startsWith('text') ? '200' : '120'}
                  value={stop()[field]}
                  onInput={(event) => setForm('guide', 'stopNotice', { ...stop(), [field]: event.currentTarget.value })}
                />
              )}
            </For>
          </div>
        )}
      </Show>
      <Questions
        questions={form.guide.questions}
        onChange={(questions) => setForm('guide', 'questions', questions)}
        onFit={setIsFit}
      />
      <Area
        label={s().reasons}
        hint={s().reasonsHint}
        rows="4"
        error={badReasons()}
        value={reasons()}
        onInput={(event) => setReasons(event.currentTarget.value)}
      />
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      <div class="acts">
        <Button type="submit" isMain>
          {s().save}
        </Button>
        <Button onClick={() => props.onClose()}>{s().close}</Button>
      </div>
    </form>
  )
}

const classWords = (name: string): string =>
  (w().rules.limits.classes as Readonly<Record<string, string>>)[name] ??
  (w().common.kinds as Readonly<Record<string, string>>)[name] ??
  name

const Check = (props: { field: string; label: string; value: boolean; onChange: (is: boolean) => void }) => (
  <label class="check">
    <input
      type="checkbox"
      name={props.field}
      checked={props.value}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
    {props.label}
  </label>
)
