import { createMemo, For, type JSX, Show } from 'solid-js'
import { named, w } from '../lib/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Area, Field, Select } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import type { Intake } from './state.ts'
import type { Way } from './ways.ts'
import { words } from './words.ts'

/** Three ways to end it, the best first; or the answer being written; or another agency being named. */
export const Ways = (props: { intake: Intake }) => (
  <section>
    <h2>{words().ways.title}</h2>
    <Show when={props.intake.mode() === 'ways'}>
      <For each={props.intake.ways()?.order}>
        {(way, index) => <WayOf way={way} isMain={index() === 0} intake={props.intake} />}
      </For>
    </Show>
    <Show when={props.intake.mode() === 'answer'}>
      <Answering intake={props.intake} />
    </Show>
    <Show when={props.intake.mode() === 'elsewhere'}>
      <Elsewhere intake={props.intake} />
    </Show>
    <Show when={props.intake.problem()}>
      {(refused) => <Problem problem={refused()} note={<p>{w().common.problem.kept}</p>} />}
    </Show>
  </section>
)

const KEYS: Record<Way, readonly string[]> = { join: ['Ctrl', 'Enter'], answer: ['Alt', 'a'], dispatch: ['Alt', 'd'] }

const Do = (props: {
  isMain: boolean
  keys: readonly string[]
  intake: Intake
  act: () => void
  label: string
  children: JSX.Element
}) => (
  <div class="way">
    <Button isMain={props.isMain} disabled={props.intake.isBusy()} onClick={() => props.act()}>
      {props.label}
      <span class="caps" aria-hidden="true">
        <kbd>{(props.isMain ? KEYS.join : props.keys).join(' ')}</kbd>
      </span>
    </Button>
    <p>{props.children}</p>
  </div>
)

const WayOf = (props: { way: Way; isMain: boolean; intake: Intake }) => {
  const ways = () => props.intake.ways()
  const common = () => ({ isMain: props.isMain, keys: KEYS[props.way], intake: props.intake })
  return (
    <>
      <Show when={props.way === 'join' && ways()?.join}>
        {(join) => (
          <Do {...common()} act={props.intake.join} label={words().ways.join(join().row.number.slice(-4))}>
            {words().ways.joinWhy(join().row.reportCount + 1)}
          </Do>
        )}
      </Show>
      <Show when={props.way === 'answer'}>
        <Do {...common()} act={() => props.intake.beginAnswer()} label={words().ways.answer}>
          {words().ways.answerWhy(ways()?.entry?.id ?? null)}
        </Do>
      </Show>
      <Show when={props.way === 'dispatch'}>
        <Dispatch {...common()} />
      </Show>
    </>
  )
}

const Dispatch = (props: { isMain: boolean; keys: readonly string[]; intake: Intake }) => {
  const agency = createMemo(() => props.intake.agencyOf(props.intake.ways()?.agencyId ?? null))
  const preview = () => props.intake.preview.value
  const why = () => {
    const promise = preview()?.promise
    const expected = promise ? w().time.due(promise.expectedAt, preview()?.at ?? 0) : null
    return words().ways.dispatchWhy(preview()?.rule?.place ?? null, expected)
  }
  return (
    <Do
      isMain={props.isMain}
      keys={props.keys}
      intake={props.intake}
      act={props.intake.dispatch}
      label={
        agency() ? words().ways.dispatch(named(agency() as { nameZh: string; nameEn: string })) : words().ways.keep
      }
    >
      {why()}{' '}
      <button type="button" class="link" onClick={() => props.intake.setMode('elsewhere')}>
        {words().ways.elsewhere}
      </button>
    </Do>
  )
}

const Answering = (props: { intake: Intake }) => {
  const { answer, setAnswer, needs, isBusy, sendAnswer, setMode } = createMemo(() => props.intake)()
  return (
    <>
      <Area
        ref={(box) => queueMicrotask(() => box.focus())}
        label={words().answering.text}
        rows="5"
        maxlength="2000"
        error={needs().includes('text') ? words().need.text : undefined}
        value={answer.text}
        onInput={(event) => setAnswer('text', event.currentTarget.value)}
      />
      <Show
        when={answer.entryId}
        fallback={
          <Field
            label={words().answering.title}
            maxlength="120"
            error={needs().includes('title') ? words().need.title : undefined}
            value={answer.title}
            onInput={(event) => setAnswer('title', event.currentTarget.value)}
          />
        }
      >
        {(id) => <p class="dim">{id()}</p>}
      </Show>
      <div class="acts">
        <Button isMain disabled={isBusy()} onClick={sendAnswer}>
          {words().answering.send}
        </Button>
        <Button onClick={() => setMode('ways')}>{words().answering.back}</Button>
      </div>
    </>
  )
}

const Elsewhere = (props: { intake: Intake }) => {
  const { other, setOther, needs, isBusy, sendElsewhere, setMode, directory } = createMemo(() => props.intake)()
  return (
    <>
      <Select
        ref={(box) => queueMicrotask(() => box.focus())}
        label={words().elsewhere.agency}
        error={needs().includes('agency') ? words().need.agency : undefined}
        onChange={(event) => setOther('agencyId', event.currentTarget.value)}
      >
        <option value="">{words().elsewhere.pick}</option>
        <For each={directory()?.agencies}>{(agency) => <option value={agency.id}>{named(agency)}</option>}</For>
      </Select>
      <Field
        label={words().elsewhere.reason}
        maxlength="500"
        error={needs().includes('reason') ? words().need.reason : undefined}
        value={other.reason}
        onInput={(event) => setOther('reason', event.currentTarget.value)}
      />
      <div class="acts">
        <Button isMain disabled={isBusy()} onClick={sendElsewhere}>
          {words().elsewhere.send}
        </Button>
        <Button onClick={() => setMode('ways')}>{words().elsewhere.back}</Button>
      </div>
    </>
  )
}
