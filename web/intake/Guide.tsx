import { createMemo, For, Match, Show, Switch } from 'solid-js'
import type { ExtraQuestion } from '../../server/wire/services.ts'
import { language } from '../lib/i18n.ts'
import { errorAt } from '../lib/problem-fields.ts'
import { Choice, Field } from '../ui/Field.tsx'
import type { Intake } from './state.ts'
import { words } from './words.ts'

const inLanguage = (zh: string, en: string): string => (language() === 'zh-CN' ? zh : en || zh)

/** What a service says before anything is written, and what it asks beside the usual. */
export const Guide = (props: { intake: Intake }) => {
  const guide = createMemo(() => props.intake.preview.value?.what.guide ?? null)
  const hasAny = () => {
    const now = guide()
    return (
      now !== null && (now.stopNotice !== null || now.riskZh !== '' || now.promiseZh !== '' || now.questions.length > 0)
    )
  }
  return (
    <Show when={hasAny() && guide()}>
      {(now) => (
        <section class="guide">
          <Show when={now().stopNotice}>
            {(stop) => (
              <p>
                <b class="st st-attn">{words().guide.stop}</b> {inLanguage(stop().textZh, stop().textEn)}{' '}
                {words().guide.where(inLanguage(stop().whereZh, stop().whereEn))}
                <span class="dim"> {words().guide.anyway}</span>
              </p>
            )}
          </Show>
          <Show when={now().riskZh}>
            <p>
              <b class="st st-late">{words().guide.risk}</b> {inLanguage(now().riskZh, now().riskEn)}
            </p>
          </Show>
          <Show when={now().promiseZh}>
            <p>
              <b>{words().guide.promise}</b> {inLanguage(now().promiseZh, now().promiseEn)}
            </p>
          </Show>
          <Show when={now().questions.length > 0}>
            <h2>{words().guide.questions}</h2>
            <div class="asks">
              <For each={now().questions}>{(question) => <Ask question={question} intake={props.intake} />}</For>
            </div>
          </Show>
        </section>
      )}
    </Show>
  )
}

const Ask = (props: { question: ExtraQuestion; intake: Intake }) => {
  const label = () => inLanguage(props.question.labelZh, props.question.labelEn)
  const value = () => props.intake.form.answers[props.question.id] ?? []
  const put = (next: string[]) => props.intake.setForm('answers', props.question.id, next)
  const error = () =>
    errorAt(props.intake.problem(), `/answers/${props.question.id}`) ? words().need.question : undefined
  const options = () =>
    props.question.options.map((option) => ({ value: option.id, label: inLanguage(option.labelZh, option.labelEn) }))
  const KINDS = { text: 'text', number: 'number', date: 'date', one: 'text', many: 'text' } as const
  return (
    <Switch
      fallback={
        <Field
          label={label()}
          error={error()}
          type={KINDS[props.question.kind]}
          maxlength="500"
          value={value()[0] ?? ''}
          onInput={(event) => put(event.currentTarget.value === '' ? [] : [event.currentTarget.value])}
        />
      }
    >
      <Match when={props.question.kind === 'one'}>
        <Choice
          label={label()}
          name={`ask-${props.question.id}`}
          options={options()}
          value={value()[0] ?? null}
          error={error()}
          onChange={(id) => put([id])}
        />
      </Match>
      <Match when={props.question.kind === 'many'}>
        <fieldset class={`choice ${error() ? 'bad' : ''}`}>
          <legend>{label()}</legend>
          <div class="pickone">
            <For each={options()}>
              {(option) => (
                <label>
                  <input
                    type="checkbox"
                    checked={value().includes(option.value)}
                    onChange={(event) =>
                      put(
                        event.currentTarget.checked
                          ? [...value(), option.value]
                          : value().filter((one) => one !== option.value),
                      )
                    }
                  />
                  {option.label}
                </label>
              )}
            </For>
          </div>
          <Show when={error()}>{(note) => <small class="st st-attn">{note()}</small>}</Show>
        </fieldset>
      </Match>
    </Switch>
  )
}
