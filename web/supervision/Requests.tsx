import { createSignal, For, Show } from 'solid-js'
import type { RequestList } from '../../server/wire/issue-steps.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { Reasoned } from '../issues/Reasoned.tsx'
import { post } from '../lib/api.ts'
import { now } from '../lib/clock.ts'
import { session } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Problem } from '../ui/Problem.tsx'
import { State } from '../ui/State.tsx'
import { toned } from '../words/phrase.ts'
import { Band } from './Lists.tsx'
import { words } from './words.ts'

type Asked = RequestList['rows'][number]
type Deciding = { request: Asked; isApproved: boolean }

/** What waits for a second person, decided here; nobody decides on what they asked for themselves. */
export const Requests = (props: { onChanged: () => void }) => {
  const said = () => words().requests
  const shown = useSnapshot<RequestList>(
    () => '/requests?status=open',
    ({ kind }) => kind === 'issue',
  )
  const [deciding, setDeciding] = createSignal<Deciding>()
  const rows = () => shown.state.value?.rows ?? []
  async function decide({ request, isApproved }: Deciding, reason: string): Promise<Refusal | null> {
    const answer = await post<unknown>(`/requests/${request.id}/decision`, { isApproved, reason })
    if (!answer.ok) return answer.problem
    setDeciding(undefined)
    shown.reload()
    props.onChanged()
    return null
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
      <Show when={rows().length > 0}>
        <Band title={said().title} note={said().sentence(rows().length)}>
          <ul class="lines tall">
            <For each={rows()}>{(request) => <Line request={request} onDecide={setDeciding} />}</For>
          </ul>
        </Band>
      </Show>
      <Show when={deciding()} keyed>
        {(one) => (
          <Reasoned
            title={`${said().kinds[one.request.kind] ?? one.request.kind}：${one.request.issue.title}`}
            action={one.isApproved ? said().approve : said().refuse}
            causes={[one.isApproved ? (said().causes[one.request.kind] ?? '') : said().refuseCause]}
            label={said().reason}
            isOptional={one.isApproved}
            onSend={(reason) => decide(one, reason)}
            onClose={() => setDeciding(undefined)}
          />
        )}
      </Show>
    </>
  )
}

const Line = (props: { request: Asked; onDecide: (deciding: Deciding) => void }) => {
  const said = () => words().requests
  const isOwn = () => props.request.requestedById === session()?.user.id
  const about = () =>
    w().common.list(
      [
        props.request.untilAt === null ? '' : said().until(w().time.instant(props.request.untilAt, now())),
        props.request.reason,
        props.request.legalBasis,
      ].filter((part) => part !== ''),
    )
  return (
    <li class="line">
      <span class="mark">
        <State mark={toned('attn', said().kinds[props.request.kind] ?? props.request.kind)} />
      </span>
      <a class="what" data-row href={`/issues/${props.request.issue.id}`}>
        <b>{props.request.issue.title}</b>
      </a>
      <span class="who">{props.request.agency ? named(props.request.agency) : words().desk}</span>
      <span class="why">{about()}</span>
      <span class="notice dim">{said().by(props.request.requestedBy ?? '')}</span>
      <span class="do">
        <Show when={!isOwn()} fallback={<span class="dim">{said().own}</span>}>
          <Button isMain onClick={() => props.onDecide({ request: props.request, isApproved: true })}>
            {said().approve}
          </Button>
          <Button onClick={() => props.onDecide({ request: props.request, isApproved: false })}>{said().refuse}</Button>
        </Show>
      </span>
    </li>
  )
}
