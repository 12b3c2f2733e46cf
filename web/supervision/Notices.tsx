import { createSignal, For, Show } from 'solid-js'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import type { Notice, Notices } from '../../server/wire/supervision.ts'
import { post } from '../lib/api.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Loading } from '../ui/Shot.tsx'
import { State } from '../ui/State.tsx'
import { toned } from '../words/phrase.ts'
import { Band } from './Lists.tsx'
import { words } from './words.ts'

/** The notices that came to the person's agency or desk; as a page all of them, else only what nobody has read. */
export const Received = (props: { isPage?: boolean }) => {
  const said = () => words().notices
  const shown = useSnapshot<Notices>(
    () => (props.isPage ? '/notices' : '/notices?unread=1'),
    ({ kind }) => kind === 'supervision',
  )
  const [problem, setProblem] = createSignal<Refusal>()
  const rows = () => shown.state.value?.rows ?? []
  const story = () => ({ unread: shown.state.value?.unreadCount ?? 0, count: rows().length })
  async function receive(id: string): Promise<void> {
    const answer = await post<Notice>(`/notices/${id}/receipt`, {})
    setProblem(answer.ok ? undefined : answer.problem)
    shown.reload()
  }
  const list = () => (
    <>
      <ul class="lines">
        <For each={rows()}>{(notice) => <Line notice={notice} onReceive={() => void receive(notice.id)} />}</For>
      </ul>
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
    </>
  )
  return (
    <Show when={shown.state.value} fallback={<Waiting isPage={props.isPage} shown={shown} />}>
      <Show
        when={props.isPage}
        fallback={
          <Show when={rows().length > 0}>
            <Band title={said().title} note={said().unread}>
              {list()}
            </Band>
          </Show>
        }
      >
        <header class="head pad">
          <div class="crumb">
            <h1>{said().title}</h1>
            <a class="go" href="/supervision/consultations">
              {words().consultations}
            </a>
          </div>
          <Say phrase={said().sentence(story())} tone={story().unread > 0 ? 'attn' : 'calm'} />
        </header>
        <div class="pad">{list()}</div>
      </Show>
    </Show>
  )
}

const Waiting = (props: { isPage?: boolean; shown: { state: { problem?: Refusal }; reload: () => void } }) => (
  <Show when={props.isPage}>
    <Show when={props.shown.state.problem} fallback={<Loading />}>
      {(problem) => (
        <div class="pad">
          <Problem problem={problem()} onRetry={props.shown.reload} />
        </div>
      )}
    </Show>
  </Show>
)

function aboutOf({ isForMe, agency, dueAt, text }: Notice): string {
  const due = dueAt === null ? '' : words().dueAt(w().time.due(dueAt, now()))
  const copied = !isForMe && agency !== null ? words().notices.copied(named(agency)) : ''
  return w().common.list([due, text, copied].filter((part) => part !== ''))
}

const Line = (props: { notice: Notice; onReceive: () => void }) => {
  const said = () => words().notices
  const instant = (at: number) => w().time.instant(at, now())
  const isUnread = () => props.notice.readAt === null
  return (
    <li class="line">
      <span class="mark">
        <State mark={toned(isUnread() ? 'attn' : 'calm', words().rungs[props.notice.rung])} />
      </span>
      <a class="what" data-row href={`/issues/${props.notice.issue.id}`}>
        <b>{props.notice.issue.title}</b>
      </a>
      <span class="who dim">{props.notice.sentAt === null ? '' : said().sent(instant(props.notice.sentAt))}</span>
      <span class="why">{aboutOf(props.notice)}</span>
      <span class="notice dim">
        {props.notice.readAt === null
          ? said().unread
          : said().read(props.notice.readBy ?? '', instant(props.notice.readAt))}
      </span>
      <span class="do">
        <Show when={isUnread() && props.notice.isForMe}>
          <Button isMain onClick={() => props.onReceive()}>
            {said().receipt}
          </Button>
        </Show>
      </span>
    </li>
  )
}
