import './intake.css'
import './intake-narrow.css'
import { createMemo, For, onCleanup, onMount, Show } from 'solid-js'
import { now } from '../lib/clock.ts'
import { clockSeconds, clockTime } from '../lib/time.ts'
import { useTitle } from '../lib/title.ts'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { plain, type Tone } from '../words/phrase.ts'
import { Beside } from './Beside.tsx'
import { Call } from './Call.tsx'
import { CHANNELS } from './form.ts'
import { Guide } from './Guide.tsx'
import { Knowledge } from './Knowledge.tsx'
import { Panes } from './Panes.tsx'
import { ReadTo } from './ReadTo.tsx'
import { RuleTable } from './RuleTable.tsx'
import { Sentence } from './Sentence.tsx'
import { createIntake, type Intake as IntakeState, type PaneName } from './state.ts'
import { storyOf } from './story.ts'
import { Ways } from './Ways.tsx'
import { type IntakeStory, words } from './words.ts'

const PANES: readonly PaneName[] = ['who', 'where', 'what', 'since']

/** A new issue while the caller is on the line: one sentence, four panes, what is known, and three ways to end it. */
export default function Intake() {
  const intake = createIntake()
  let box: HTMLTextAreaElement | undefined
  const back = (): void => {
    intake.setPane(null)
    box?.focus()
  }
  const story = createMemo<IntakeStory | undefined>(() => {
    const [preview, ways] = [intake.preview.value, intake.ways()]
    return preview && ways && storyOf(preview, ways, intake)
  })
  const reading = createMemo(() => {
    const now = story()
    return now ? words().read(now) : []
  })
  const onKey = keysOf(intake, back)
  onMount(() => document.addEventListener('keydown', onKey))
  onCleanup(() => document.removeEventListener('keydown', onKey))
  useTitle(() => words().title)
  return (
    <main id="main" class="intake" tabindex="-1">
      <div class="doc">
        <header class="head">
          <Crumb intake={intake} />
          <Show when={story()} fallback={<p class="say">{words().textHint}</p>}>
            {(now) => <Say phrase={words().sentence(now())} tone={toneOf(now())} />}
          </Show>
          <Notes intake={intake} />
        </header>
        <div class="deskwin">
          <Sentence
            intake={intake}
            ref={(element) => {
              box = element
            }}
          />
          <Panes intake={intake} onDone={back} />
        </div>
        <Guide intake={intake} />
        <div class="pair">
          <Beside intake={intake} />
          <Knowledge intake={intake} />
        </div>
        <RuleTable intake={intake} />
      </div>
      <aside class="side">
        <ReadTo intake={intake} story={story()} phrase={reading()} />
        <Ways intake={intake} />
        <Show when={intake.form.channel === 'telephone'}>
          <Call intake={intake} reading={() => plain(reading())} />
        </Show>
      </aside>
      <Foot intake={intake} />
    </main>
  )
}

/** Large for an outage that goes on, else a plain sentence. */
const toneOf = ({ join, isSupplyOutage }: IntakeStory): Tone => (join && isSupplyOutage ? 'late' : 'attn')

/** Keys that work while one types: Alt and Ctrl, by the place of the key, whatever it writes. */
function keysOf(intake: IntakeState, back: () => void): (event: KeyboardEvent) => void {
  const byAlt: Record<string, () => void> = {
    KeyA: () => intake.beginAnswer(),
    KeyD: intake.dispatch,
    KeyS: () => intake.setForm('isSecret', (is) => !is),
    ArrowDown: () => intake.choose(1),
    ArrowUp: () => intake.choose(-1),
    ...Object.fromEntries(PANES.map((pane, index) => [`Digit${index + 1}`, () => void intake.setPane(pane)])),
  }
  const byEscape = (): void => {
    if (intake.pane() !== null) back()
    else if (intake.mode() !== 'ways') {
      intake.setMode('ways')
      back()
    } else intake.leave()
  }
  return (event) => {
    if (event.isComposing || event.defaultPrevented) return
    const act =
      event.key === 'Escape'
        ? isElsewhere(event.target)
          ? undefined
          : byEscape
        : event.key === 'Enter' && (event.ctrlKey || event.metaKey)
          ? intake.best
          : event.altKey && !event.ctrlKey && !event.metaKey
            ? byAlt[event.code]
            : undefined
    if (!act) return
    event.preventDefault()
    act()
  }
}

/** The search field and dialogs have an Escape of their own. */
const isElsewhere = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('.top, dialog') !== null

const Crumb = (props: { intake: IntakeState }) => (
  <div class="crumb">
    <h1>{words().title}</h1>
    <select
      class="chan"
      aria-label={words().channel}
      onChange={(event) => props.intake.setForm('channel', event.currentTarget.value as 'telephone')}
    >
      <For each={CHANNELS}>
        {(channel) => (
          <option value={channel} selected={channel === props.intake.form.channel}>
            {words().channels[channel]}
          </option>
        )}
      </For>
    </select>
    <Toggle field="isSecret" intake={props.intake} label={words().secret} />
    <Toggle field="isTest" intake={props.intake} label={words().test} />
  </div>
)

const Toggle = (props: { field: 'isSecret' | 'isTest'; intake: IntakeState; label: string }) => (
  <label class="check">
    <input
      type="checkbox"
      checked={props.intake.form[props.field]}
      onChange={(event) => props.intake.setForm(props.field, event.currentTarget.checked)}
    />
    {props.label}
  </label>
)

/** What one should know beside the sentence: closed doors, a repeat, drafts that wait, a preview that failed. */
const Notes = (props: { intake: IntakeState }) => {
  const preview = () => props.intake.preview.value
  return (
    <>
      <Show when={preview()?.opensAt}>
        {(opensAt) => <p class="st st-hold">{words().opens(opensAt(), preview()?.at ?? now())}</p>}
      </Show>
      <Show when={preview()?.repeatOf && !props.intake.ways()?.join && preview()?.repeatOf}>
        {(earlier) => (
          <p class="st st-attn">
            <a href={`/issues/${earlier().id}`} target="_blank" rel="noopener">
              {words().repeat(earlier().number)}
            </a>
          </p>
        )}
      </Show>
      <Show when={props.intake.preview.problem}>{(problem) => <Problem problem={problem()} />}</Show>
      <Drafts intake={props.intake} />
    </>
  )
}

const FIRST = 12

const Drafts = (props: { intake: IntakeState }) => {
  const drafts = props.intake.otherDrafts()
  return (
    <Show when={drafts.length > 0}>
      <p class="dim drafts">
        {words().drafts.title(drafts.length)}
        <For each={drafts}>
          {({ form, savedHere }) => (
            <a class="go" href={`/issues/new?draft=${form.id}`} target="_self">
              {words().drafts.open(form.text.slice(0, FIRST), clockTime(savedHere))}
            </a>
          )}
        </For>
      </p>
    </Show>
  )
}

const Foot = (props: { intake: IntakeState }) => (
  <footer class="capline">
    <span>
      <kbd>Alt</kbd>
      <kbd>1</kbd>
      {words().keys.to}
      <kbd>4</kbd>
      {words().keys.change}
    </span>
    <span>
      <kbd>Ctrl</kbd>
      <kbd>Enter</kbd>
      {words().keys.best}
    </span>
    <span class="opt">
      <kbd>Alt</kbd>
      <kbd>↑</kbd>
      <kbd>↓</kbd>
      {words().keys.another}
    </span>
    <span class="opt">
      <kbd>Alt</kbd>
      <kbd>s</kbd>
      {words().keys.secret}
    </span>
    <span>
      <kbd>Esc</kbd>
      {words().keys.leave}
    </span>
    <span class="st st-calm" role="status">
      {props.intake.isBusy()
        ? words().ways.sending
        : props.intake.savedHere() === null
          ? words().drafts.none
          : words().drafts.saved(clockSeconds(props.intake.savedHere() as number))}
    </span>
  </footer>
)
