import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import type { SupervisionListView, SupervisionRow } from '../../server/wire/supervision.ts'
import { Reasoned } from '../issues/Reasoned.tsx'
import { post } from '../lib/api.ts'
import { now } from '../lib/clock.ts'
import { session } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { State } from '../ui/State.tsx'
import { toned } from '../words/phrase.ts'
import { holderOf, noticeMark } from './supervision-facts.ts'
import { isSupervisor } from './supervisors.ts'
import { words } from './words.ts'

/** One pane of the page: what it is at the left, its rows at the right. */
export const Band = (props: { title: string; note: string; aside?: JSX.Element; children: JSX.Element }) => (
  <section class="pane">
    <div class="lead">
      <h2>{props.title}</h2>
      <p class="dim">{props.note}</p>
      {props.aside}
    </div>
    <div class="body">{props.children}</div>
  </section>
)

/** One list; every row opens its issue and says why it stands there. */
export const ListBand = (props: { list: SupervisionListView; isAll: boolean; onChanged: () => void }) => {
  const [reminding, setReminding] = createSignal<SupervisionRow>()
  const count = () => words().count(props.list.count, props.list.isMore)
  const isCut = () => !props.isAll && props.list.count > props.list.rows.length
  return (
    <Band
      title={`${words().lists[props.list.list]} ${count()}`}
      note={words().why[props.list.list]}
      aside={
        <Show when={isCut()}>
          <a class="go" href={`/supervision?list=${props.list.list}`}>
            {words().all(count())}
          </a>
        </Show>
      }
    >
      <ul class="lines">
        <For each={props.list.rows}>
          {(row) => <Line row={row} list={props.list.list} onRemind={() => setReminding(row)} />}
        </For>
      </ul>
      <Show when={reminding()} keyed>
        {(row) => (
          <Reminding
            row={row}
            onDone={() => {
              setReminding(undefined)
              props.onChanged()
            }}
            onClose={() => setReminding(undefined)}
          />
        )}
      </Show>
    </Band>
  )
}

const DUE = ['late', 'sign_overdue', 'nearly_late', 'rungs']
const mayDispatch = () => ['administrator', 'operator', 'window_manager'].includes(session()?.user.role ?? '')

const Line = (props: { row: SupervisionRow; list: SupervisionListView['list']; onRemind: () => void }) => {
  const issue = () => props.row.issue
  const notice = () => noticeMark(props.row, words(), (at) => w().time.due(at, now()))
  // What happened is about whoever replied; what is due, about whoever has to move.
  const holder = () => (DUE.includes(props.list) ? holderOf(issue()) : issue().agency)
  return (
    <li class="line">
      <span class="mark">
        <LineMark row={props.row} list={props.list} />
      </span>
      <a class="what" data-row href={`/issues/${issue().id}`}>
        <b>{issue().title}</b> <span class="dim">{issue().site ? named(issue().site!) : ''}</span>
      </a>
      <span class="who">{holder() ? named(holder()!) : words().desk}</span>
      <span class="why">
        <Why row={props.row} list={props.list} />
      </span>
      <span class="notice">
        <Show when={notice()}>{(mark) => <State mark={mark()} />}</Show>
      </span>
      <span class="do">
        <Show when={isSupervisor() && DUE.includes(props.list) && holder()}>
          <Button onClick={() => props.onRemind()}>{words().remind}</Button>
        </Show>
        <Show when={props.list === 'sign_overdue' && mayDispatch()}>
          <a class="btn" href={`/issues/${issue().id}`}>
            {words().redispatch}
          </a>
        </Show>
      </span>
    </li>
  )
}

/** How bad it is: the clock where it is about a clock, the level on the ladder, else when it happened. */
const LineMark = (props: { row: SupervisionRow; list: SupervisionListView['list'] }) => (
  <Switch fallback={<time>{w().time.instant(props.row.at, now())}</time>}>
    <Match when={props.list === 'late' || props.list === 'sign_overdue' || props.list === 'nearly_late'}>
      <State mark={w().issues.due(props.row.issue, now())} />
    </Match>
    <Match when={props.list === 'rungs'}>
      <State
        mark={toned(
          props.row.issue.supervisionLevel >= 2 ? 'late' : 'attn',
          words().levels[props.row.issue.supervisionLevel] ?? '',
        )}
      />
    </Match>
    <Match when={props.list === 'contradictions' || props.list === 'not_solved' || props.list === 'came_back'}>
      <State mark={toned('attn', w().time.instant(props.row.at, now()))} />
    </Match>
  </Switch>
)

const Why = (props: { row: SupervisionRow; list: SupervisionListView['list'] }) => (
  <>{w().common.list(whyOf(props.row, props.list).filter((part) => part !== ''))}</>
)

function whyOf({ issue, at, amount, text, other }: SupervisionRow, list: SupervisionListView['list']): string[] {
  const state = w().common.states[issue.state]
  const due = w().time.due(at, now())
  switch (list) {
    case 'sign_overdue':
      return [words().signBy(due)]
    case 'came_back':
      return [amount === null ? '' : words().hours(amount), text]
    case 'identical':
      return [other ? words().sameAs(other.number) : words().sameAsForeign, text]
    case 'last_moment':
      return [amount === null ? '' : words().usedShare(Math.floor(amount * 100)), state]
    case 'contradictions':
    case 'not_solved':
      return [text, state]
    default:
      return [state, words().dueAt(due)]
  }
}

const Reminding = (props: { row: SupervisionRow; onDone: () => void; onClose: () => void }) => {
  const issue = props.row.issue
  async function send(text: string): Promise<Refusal | null> {
    const answer = await post<IssueDetail>(`/issues/${issue.id}/notice`, { text, isCopied: false }, issue.version)
    if (!answer.ok) return answer.problem
    props.onDone()
    return null
  }
  return (
    <Reasoned
      title={words().remindTitle(issue.title)}
      action={words().remind}
      causes={[words().remindCause(issue.agency ? named(issue.agency) : words().desk)]}
      label={words().remindText}
      onSend={send}
      onClose={props.onClose}
    />
  )
}
