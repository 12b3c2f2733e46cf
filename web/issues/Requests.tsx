import { createSignal, For, Show } from 'solid-js'
import type { IssueRequest } from '../../server/wire/issue-steps.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { get, post } from '../lib/api.ts'
import { now } from '../lib/clock.ts'
import { session } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import type { Shown } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { State } from '../ui/State.tsx'
import { toned } from '../words/phrase.ts'
import { Reasoned } from './Reasoned.tsx'
import { words } from './words.ts'

const DECIDERS = ['administrator', 'supervisor']
type Deciding = { request: IssueRequest; isApproved: boolean }

/** What needs a second person; nobody decides on what they asked for themselves. */
export const Requests = (props: { issue: IssueDetail; shown: Shown<IssueDetail> }) => {
  const said = () => words().page.requests
  const [deciding, setDeciding] = createSignal<Deciding>()
  const sorted = () =>
    [...props.issue.requests].sort(
      (a, b) => Number(b.status === 'open') - Number(a.status === 'open') || b.requestedAt - a.requestedAt,
    )

  async function decide({ request, isApproved }: Deciding, reason: string): Promise<Refusal | null> {
    const answer = await post<unknown>(`/requests/${request.id}/decision`, { isApproved, reason })
    const shown = answer.ok ? await get<IssueDetail>(`/issues/${props.issue.id}`) : answer
    if (!shown.ok) return shown.problem
    props.shown.put(shown.value)
    setDeciding(undefined)
    return null
  }
  return (
    <Show when={sorted().length > 0}>
      <section class="requests">
        <h2>{said().title}</h2>
        <ul class="i-lines">
          <For each={sorted()}>
            {(request) => <Request issue={props.issue} request={request} onDecide={setDeciding} />}
          </For>
        </ul>
        <Show when={deciding()} keyed>
          {(one) => (
            <Reasoned
              title={`${one.isApproved ? words().forms.decide.approve : words().forms.decide.refuse}：${said().kinds[one.request.kind]}`}
              action={one.isApproved ? words().forms.decide.approve : words().forms.decide.refuse}
              causes={[
                one.isApproved ? (words().forms.decideCauses[one.request.kind] ?? '') : words().forms.refuseCause,
              ]}
              label={words().forms.decideReason}
              isOptional={one.isApproved}
              onSend={(reason) => decide(one, reason)}
              onClose={() => setDeciding(undefined)}
            />
          )}
        </Show>
      </section>
    </Show>
  )
}

const Request = (props: { issue: IssueDetail; request: IssueRequest; onDecide: (deciding: Deciding) => void }) => {
  const said = () => words().page.requests
  const instant = (at: number) => w().time.instant(at, now())
  const isOpen = () => props.request.status === 'open'
  const isOwn = () => props.request.requestedById === session()?.user.id
  const decides = () => isOpen() && DECIDERS.includes(session()?.user.role ?? '')
  const place = () => props.issue.reports.find(({ id }) => id === props.request.reportId)?.place ?? ''
  return (
    <li>
      <p class="bar">
        <b>{said().kinds[props.request.kind]}</b>
        <State
          mark={toned(isOpen() ? 'attn' : 'calm', said().statuses[props.request.status] ?? props.request.status)}
        />
      </p>
      <p>
        {w().common.list([
          props.request.untilAt === null ? '' : said().until(w().time.day(props.request.untilAt)),
          props.request.reportId === null ? '' : said().whose(place()),
          props.request.reason,
        ])}
      </p>
      <p class="dim">
        {w().common.list([
          said().asked(
            props.request.requestedBy ?? w().issue.timeline.roles.system ?? '',
            instant(props.request.requestedAt),
          ),
          props.request.legalBasis === '' ? '' : said().basis(props.request.legalBasis),
        ])}
      </p>
      <Show when={props.request.decidedAt}>
        {(at) => (
          <p class="dim">
            {w().common.list([said().decided(props.request.decidedBy ?? '', instant(at())), props.request.decision])}
          </p>
        )}
      </Show>
      <Show when={decides()}>
        <Show when={!isOwn()} fallback={<p class="dim">{said().own}</p>}>
          <div class="acts">
            <Button isMain onClick={() => props.onDecide({ request: props.request, isApproved: true })}>
              {words().forms.decide.approve}
            </Button>
            <Button onClick={() => props.onDecide({ request: props.request, isApproved: false })}>
              {words().forms.decide.refuse}
            </Button>
          </div>
        </Show>
      </Show>
    </li>
  )
}
