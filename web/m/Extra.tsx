import { createSignal, Index, Show } from 'solid-js'
import type { ExtraQuestion } from '../../server/wire/services.ts'
import { useReportPage } from './page.ts'
import { smallPhoto } from './photo.ts'
import type { Report } from './report.ts'
import type { SayingWords } from './words-saying-zh.ts'

const PHOTOS_MAX = 8

/** The service's own questions. */
export function Questions(props: { words: () => SayingWords; report: Report; missing: string[] }) {
  const questions = () => (props.report.choice().kind === 'new' ? (props.report.service()?.questions ?? []) : [])
  return (
    <Show when={questions().length > 0}>
      <p class="dim">{props.words().questionsTitle}</p>
      <Index each={questions()}>
        {(question) => (
          <Question
            words={props.words}
            question={question()}
            value={props.report.beside().answers[question().id] ?? []}
            isMissing={props.missing.includes(question().id)}
            onAnswer={(value) =>
              props.report.say({ answers: { ...props.report.beside().answers, [question().id]: value } })
            }
          />
        )}
      </Index>
    </Show>
  )
}

function Question(props: {
  words: () => SayingWords
  question: ExtraQuestion
  value: string[]
  isMissing: boolean
  onAnswer: (value: string[]) => void
}) {
  const page = useReportPage()
  const id = () => `question-${props.question.id}`
  const label = () => page.name({ id: '', nameZh: props.question.labelZh, nameEn: props.question.labelEn })
  const note = () => (props.question.isRequired ? props.words().required : props.words().optional)
  const hasOptions = () => props.question.kind === 'one' || props.question.kind === 'many'
  const pick = (option: string) => {
    const isIn = props.value.includes(option)
    if (props.question.kind === 'one') return props.onAnswer(isIn ? [] : [option])
    props.onAnswer(isIn ? props.value.filter((one) => one !== option) : [...props.value, option])
  }
  return (
    <div class={props.isMissing ? 'field bad' : 'field'}>
      <label for={hasOptions() ? undefined : id()} id={`${id()}-label`}>
        {label()}（{note()}）
      </label>
      <Show
        when={hasOptions()}
        fallback={
          <input
            id={id()}
            class="box"
            type={{ text: 'text', number: 'number', date: 'date', one: 'text', many: 'text' }[props.question.kind]}
            aria-invalid={props.isMissing ? 'true' : undefined}
            autocomplete="off"
            value={props.value[0] ?? ''}
            on:input={(event) => props.onAnswer(event.currentTarget.value === '' ? [] : [event.currentTarget.value])}
          />
        }
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in the browsers of older phones */}
        <div class="kinds" role="group" aria-labelledby={`${id()}-label`}>
          <Index each={props.question.options}>
            {(option) => (
              <button type="button" aria-pressed={props.value.includes(option().id)} on:click={() => pick(option().id)}>
                {page.name({ id: '', nameZh: option().labelZh, nameEn: option().labelEn })}
              </button>
            )}
          </Index>
        </div>
      </Show>
      <Show when={props.isMissing}>
        <small class="st st-attn">{props.words().needed}</small>
      </Show>
    </div>
  )
}

/** Photos that go with a report; made small here, so that a slow line can carry them. */
export function ReportPhotos(props: { words: () => SayingWords; report: Report }) {
  const [isBad, setIsBad] = createSignal(false)
  const photos = () => props.report.photos()
  async function add(files: FileList | null): Promise<void> {
    setIsBad(false)
    for (const file of [...(files ?? [])].slice(0, PHOTOS_MAX - photos().length)) {
      const photo = await smallPhoto(file)
      if (photo) props.report.setPhotos([...photos(), { photo, name: file.name }])
      else setIsBad(true)
    }
  }
  return (
    <div class="field">
      <Show when={photos().length < PHOTOS_MAX}>
        <span class="over">
          <input
            id="photos"
            type="file"
            accept="image/*"
            multiple
            on:change={(event) => {
              const input = event.currentTarget
              void add(input.files).finally(() => {
                input.value = ''
              })
            }}
          />
          <label class="plain-button" for="photos">
            {props.words().photos}
          </label>
        </span>
        <small class="dim">{props.words().photoHint}</small>
      </Show>
      <Show when={isBad()}>
        <p class="st st-attn" role="alert">
          {props.words().photoBad}
        </p>
      </Show>
      <ul>
        <Index each={photos()}>
          {(one, n) => (
            <li>
              <button
                type="button"
                class="plain-button"
                on:click={() => props.report.setPhotos(photos().filter((_, at) => at !== n))}
              >
                {props.words().photoDrop(one().name)}
              </button>
            </li>
          )}
        </Index>
      </ul>
    </div>
  )
}

/** Who may see the merchant: anonymous, hidden from the agency, secret. */
export function Privacy(props: { words: () => SayingWords; report: Report }) {
  const beside = () => props.report.beside()
  return (
    <details class="more inset">
      <summary>{props.words().whoMaySee}</summary>
      <p class="dim">{props.words().anonymous}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={beside().hidesContact}
          on:change={(event) => props.report.say({ hidesContact: event.currentTarget.checked })}
        />
        {props.words().hide}
      </label>
      <Show when={props.report.choice().kind === 'new'}>
        <label class="check">
          <input
            type="checkbox"
            checked={beside().isSecret}
            on:change={(event) => props.report.say({ isSecret: event.currentTarget.checked })}
          />
          {props.words().secret}
        </label>
      </Show>
    </details>
  )
}
