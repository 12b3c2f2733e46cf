import { createSignal, For, Show } from 'solid-js'
import type { ExtraQuestion } from '../../server/wire/services.ts'
import { Button } from '../ui/Button.tsx'
import { Area, Field, Select } from '../ui/Field.tsx'
import { words } from './catalogue-words.ts'
import { optionsIn, optionsText } from './service-text.ts'

const KINDS = ['text', 'number', 'date', 'one', 'many'] as const
const MOST = 8

/** The questions of one service beside the usual ones. */
export const Questions = (props: {
  questions: readonly ExtraQuestion[]
  onChange: (questions: ExtraQuestion[]) => void
  /** Whether every list of choices can be read. */
  onFit: (isFit: boolean) => void
}) => {
  const change = (at: number, next: Partial<ExtraQuestion>) =>
    props.onChange(props.questions.map((one, n) => (n === at ? { ...one, ...next } : one)))
  const add = () => {
    const id = `q${props.questions.length + 1}`
    props.onChange([...props.questions, { id, kind: 'text', labelZh: '', labelEn: '', options: [], isRequired: false }])
  }
  return (
    <>
      {/* By place: a question is changed while it is typed, and its field keeps the focus. */}
      <For each={props.questions.map((_, at) => at)}>
        {(at) => (
          <Show when={props.questions[at]}>
            {(question) => (
              <fieldset class="part-of">
                <legend>
                  {words().services.questions} {at + 1}
                </legend>
                <Question
                  question={question()}
                  onChange={(next) => change(at, next)}
                  onFit={props.onFit}
                  onRemove={() => props.onChange(props.questions.filter((_, n) => n !== at))}
                />
              </fieldset>
            )}
          </Show>
        )}
      </For>
      <p class="acts">
        <Button disabled={props.questions.length >= MOST} onClick={add}>
          {words().services.addQuestion}
        </Button>
      </p>
    </>
  )
}

const Question = (props: {
  question: ExtraQuestion
  onChange: (next: Partial<ExtraQuestion>) => void
  onFit: (isFit: boolean) => void
  onRemove: () => void
}) => {
  const q = () => words().services.question
  const [options, setOptions] = createSignal(optionsText(props.question.options))
  const [bad, setBad] = createSignal<string>()
  const read = (text: string): void => {
    setOptions(text)
    const found = optionsIn(text)
    setBad(found.ok ? undefined : words().services.badLine(found.line))
    props.onFit(found.ok)
    if (found.ok) props.onChange({ options: found.value })
  }
  return (
    <div>
      <div class="two">
        <Field
          label={q().labelZh}
          maxlength="60"
          value={props.question.labelZh}
          onInput={(event) => props.onChange({ labelZh: event.currentTarget.value })}
        />
        <Field
          label={q().labelEn}
          lang="en"
          maxlength="120"
          value={props.question.labelEn}
          onInput={(event) => props.onChange({ labelEn: event.currentTarget.value })}
        />
        <Field
          label={q().id}
          maxlength="30"
          value={props.question.id}
          onInput={(event) => props.onChange({ id: event.currentTarget.value })}
        />
        <Select
          label={q().kind}
          onChange={(event) => props.onChange({ kind: event.currentTarget.value as ExtraQuestion['kind'] })}
        >
          <For each={KINDS}>
            {(kind) => (
              <option value={kind} selected={kind === props.question.kind}>
                {q().kinds[kind]}
              </option>
            )}
          </For>
        </Select>
      </div>
      <Show when={props.question.kind === 'one' || props.question.kind === 'many'}>
        <Area
          label={q().options}
          rows="3"
          error={bad()}
          value={options()}
          onInput={(event) => read(event.currentTarget.value)}
        />
      </Show>
      <div class="acts">
        <label class="check">
          <input
            type="checkbox"
            checked={props.question.isRequired}
            onChange={(event) => props.onChange({ isRequired: event.currentTarget.checked })}
          />
          {q().required}
        </label>
        <Button onClick={() => props.onRemove()}>{q().remove}</Button>
      </div>
    </div>
  )
}
