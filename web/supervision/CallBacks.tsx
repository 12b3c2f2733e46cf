import { createSignal, For, Show } from 'solid-js'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import type { CallBack, CallBackOutcome, CallBacks as View } from '../../server/wire/supervision.ts'
import { Reasoned } from '../issues/Reasoned.tsx'
import { post } from '../lib/api.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { State } from '../ui/State.tsx'
import { toned } from '../words/phrase.ts'
import { Band } from './Lists.tsx'
import { words } from './words.ts'

type Doing = { call: CallBack; what: 'record' | 'reopen' }

/** Issues drawn for a call-back: who withdrew, and whether somebody pressed them. */
export const CallBacks = () => {
  const said = () => words().calls
  const shown = useSnapshot<View>(
    () => '/call-backs',
    ({ kind }) => kind === 'supervision' || kind === 'issue',
  )
  const [doing, setDoing] = createSignal<Doing>()
  const done = () => {
    setDoing(undefined)
    shown.reload()
  }
  return (
    <>
      <Show when={shown.state.problem}>
        {(problem) => (
          <div class="pad">
            <Problem problem={problem()} onRetry={shown.reload} />
          </div>
        )}
      </Show>
      <Show when={shown.state.value?.rows.length ? shown.state.value : undefined}>
        {(view) => (
          <Band title={said().title} note={said().sentence(view().openCount)} aside={<Draws draws={view().draws} />}>
            <ul class="lines tall">
              <For each={view().rows}>{(call) => <Line call={call} onDo={(what) => setDoing({ call, what })} />}</For>
            </ul>
          </Band>
        )}
      </Show>
      <Show when={doing()} keyed>
        {({ call, what }) =>
          what === 'record' ? (
            <Recording call={call} onDone={done} onClose={() => setDoing(undefined)} />
          ) : (
            <Reopening call={call} onDone={done} onClose={() => setDoing(undefined)} />
          )
        }
      </Show>
    </>
  )
}

const Draws = (props: { draws: View['draws'] }) => (
  <Show when={props.draws[0]}>
    {(draw) => (
      <p class="dim" title={words().calls.seedWhy}>
        {words().calls.draw({
          month: draw().month,
          drawn: draw().drawnCount,
          population: draw().populationCount,
          seed: draw().seed,
        })}
      </p>
    )}
  </Show>
)

const isMade = ({ outcome }: CallBack): boolean => outcome === 'pressure' || outcome === 'no_pressure'

const Line = (props: { call: CallBack; onDo: (what: Doing['what']) => void }) => {
  const said = () => words().calls
  const mark = () => {
    const outcome = props.call.outcome
    if (outcome === null) return toned('attn', said().causes[props.call.cause] ?? props.call.cause)
    return toned(
      outcome === 'pressure' ? 'late' : outcome === 'unreachable' ? 'attn' : 'calm',
      said().outcomes[outcome],
    )
  }
  return (
    <li class="line">
      <span class="mark">
        <State mark={mark()} />
      </span>
      <a class="what" data-row href={`/issues/${props.call.issue.id}`}>
        <b>{props.call.issue.title}</b>
      </a>
      <span class="who">{props.call.agency ? named(props.call.agency) : words().desk}</span>
      <span class="why">
        {props.call.note === '' ? (props.call.reason === '' ? '' : said().reason(props.call.reason)) : props.call.note}
      </span>
      <span class="notice dim">
        {props.call.calledAt === null
          ? props.call.month
          : `${props.call.calledBy ?? ''} ${w().time.instant(props.call.calledAt, now())}`}
      </span>
      <span class="do">
        <Show when={!isMade(props.call)}>
          <Button onClick={() => props.onDo('record')}>{said().record}</Button>
        </Show>
        <Show when={props.call.isReopeningOffered}>
          <Button onClick={() => props.onDo('reopen')}>{said().reopen}</Button>
        </Show>
      </span>
    </li>
  )
}

const OUTCOMES: readonly CallBackOutcome[] = ['no_pressure', 'pressure', 'unreachable']

const Recording = (props: { call: CallBack; onDone: () => void; onClose: () => void }) => {
  const said = () => words().calls
  const [outcome, setOutcome] = createSignal<CallBackOutcome>('no_pressure')
  async function send(note: string): Promise<Refusal | null> {
    const answer = await post<CallBack>(`/call-backs/${props.call.id}/outcome`, { outcome: outcome(), note })
    if (!answer.ok) return answer.problem
    props.onDone()
    return null
  }
  return (
    <Reasoned
      title={said().recordTitle(props.call.issue.title)}
      action={said().record}
      causes={[said().recordCause]}
      label={said().note}
      isOptional={outcome() !== 'pressure'}
      onSend={send}
      onClose={props.onClose}
    >
      <Choice
        label={said().outcome}
        name="outcome"
        options={OUTCOMES.map((value) => ({ value, label: said().outcomes[value] }))}
        value={outcome()}
        onChange={setOutcome}
      />
    </Reasoned>
  )
}

/** Reopens with the finding as the reason; the person may add to it. */
const Reopening = (props: { call: CallBack; onDone: () => void; onClose: () => void }) => {
  const said = () => words().calls
  async function send(added: string): Promise<Refusal | null> {
    const reason = [props.call.note, added].filter((part) => part !== '').join('\n')
    const issue = props.call.issue
    const answer = await post<IssueDetail>(`/issues/${issue.id}/reopening`, { reason }, issue.version)
    if (!answer.ok) return answer.problem
    props.onDone()
    return null
  }
  return (
    <Reasoned
      title={said().reopenTitle(props.call.issue.title)}
      action={said().reopen}
      causes={[said().reopenCause, props.call.note]}
      label={said().reopenReason}
      isOptional
      onSend={send}
      onClose={props.onClose}
    />
  )
}
