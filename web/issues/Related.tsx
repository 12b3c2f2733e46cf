import { createSignal, For, Show } from 'solid-js'
import type { IssueState } from '../../server/domain/issue.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { get, post } from '../lib/api.ts'
import { now } from '../lib/clock.ts'
import { session } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import type { Shown } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Problem } from '../ui/Problem.tsx'
import { State } from '../ui/State.tsx'
import { toned } from '../words/phrase.ts'
import { ReferralStep } from './ReferralStep.tsx'
import { words } from './words.ts'

/** Parts given to other agencies, each going its own way. */
export const Parts = (props: { issue: IssueDetail }) => (
  <Show when={props.issue.parts.length > 0}>
    <section>
      <h2>{words().page.parts.title}</h2>
      <ul class="i-lines">
        <For each={props.issue.parts}>
          {(part) => (
            <li class="bar">
              <a class="go" href={`/issues/${part.id}`}>
                {part.number} {part.agency ? named(part.agency) : ''}
              </a>
              <span class="dim">{w().common.states[part.state as IssueState]}</span>
            </li>
          )}
        </For>
      </ul>
    </section>
  </Show>
)

/** Hand-overs to third parties, until each has an outcome. */
export const Referrals = (props: { issue: IssueDetail; shown: Shown<IssueDetail> }) => {
  const said = () => words().page.referrals
  const [moved, setMoved] = createSignal<IssueDetail['referrals'][number]>()
  const tone = (status: string) => (['declined', 'not_helped', 'lapsed'].includes(status) ? 'attn' : 'calm')
  return (
    <Show when={props.issue.referrals.length > 0}>
      <section>
        <h2>{said().title}</h2>
        <ul class="i-lines">
          <For each={props.issue.referrals}>
            {(one) => (
              <li>
                <p class="bar">
                  <b>{named(one.party)}</b>
                  <State mark={toned(tone(one.status), said().statuses[one.status] ?? one.status)} />
                </p>
                <p class="dim">
                  {w().common.list([
                    w().time.instant(one.sentAt, now()),
                    one.outcomeAt === null ? said().limit(w().time.due(one.limitAt, now())) : '',
                    one.outcome,
                  ])}
                </p>
                <Show when={one.outcomeAt === null && isDesk(session()?.user.role)}>
                  <Button class="small" onClick={() => setMoved(one)}>
                    {words().forms.referralStep}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={moved()} keyed>
          {(one) => (
            <ReferralStep
              issue={props.issue}
              referral={one}
              onDone={(issue) => {
                props.shown.put(issue)
                setMoved(undefined)
              }}
              onClose={() => setMoved(undefined)}
            />
          )}
        </Show>
      </section>
    </Show>
  )
}

/** Who takes matters down: a notice without an agency is to them. */
const isDesk = (role: string | undefined): boolean =>
  role === 'administrator' || role === 'operator' || role === 'window_manager'

type Notice = IssueDetail['notices'][number]
/** Reminders and written notices, each with its receipt. */
export const Notices = (props: { issue: IssueDetail; shown: Shown<IssueDetail> }) => {
  const said = () => words().page.notices
  const instant = (at: number) => w().time.instant(at, now())
  const [problem, setProblem] = createSignal<Refusal>()
  const isMine = ({ agency, sentAt, readAt }: Notice) => {
    const user = session()?.user
    const isTo = agency === null ? isDesk(user?.role) : agency.id === user?.agency?.id
    return sentAt !== null && readAt === null && isTo
  }
  async function acknowledge({ id }: Notice): Promise<void> {
    const answer = await post<unknown>(`/notices/${id}/receipt`, undefined)
    const shown = answer.ok ? await get<IssueDetail>(`/issues/${props.issue.id}`) : answer
    if (shown.ok) props.shown.put(shown.value)
    else setProblem(shown.problem)
  }
  const sent = (notice: Notice) =>
    notice.sentAt === null ? said().waits(instant(notice.sendAt)) : said().sent(instant(notice.sentAt))
  return (
    <Show when={props.issue.notices.length > 0}>
      <section>
        <h2>{said().title}</h2>
        <ul class="i-lines">
          <For each={[...props.issue.notices].reverse()}>
            {(notice) => (
              <li>
                <p class="bar">
                  <b>{said().rungs[notice.rung]}</b>
                  <Show when={notice.sentAt !== null}>
                    <State
                      mark={
                        notice.readAt === null
                          ? toned('attn', said().unread)
                          : toned('calm', said().read(notice.readBy ?? '', instant(notice.readAt)))
                      }
                    />
                  </Show>
                </p>
                <p class="dim">
                  {w().common.list([
                    notice.agency ? named(notice.agency) : '',
                    sent(notice),
                    notice.copiedTo ? said().copied(named(notice.copiedTo)) : '',
                  ])}
                </p>
                <Show when={isMine(notice)}>
                  <div class="acts">
                    <Button isMain onClick={() => void acknowledge(notice)}>
                      {said().acknowledge}
                    </Button>
                  </div>
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      </section>
    </Show>
  )
}

/** The consultation it is in, and the entry it was answered from. */
export const Sources = (props: { issue: IssueDetail }) => (
  <>
    <Show when={props.issue.consultationRef}>
      {(one) => (
        <section>
          <h2>{words().page.consultation.title}</h2>
          <p class="bar">
            <a class="go" href={`/supervision/consultations/${one().id}`}>
              {one().title}
            </a>
            <span class="dim">{words().page.consultation.statuses[one().status] ?? one().status}</span>
          </p>
        </section>
      )}
    </Show>
    <Show when={props.issue.entry}>
      {(entry) => (
        <section>
          <h2>
            {words().page.knowledge.title} <span class="dim">{entry().id}</span>
          </h2>
          <p>
            <a class="go" href={`/knowledge/${entry().id}`}>
              {entry().title}
            </a>
          </p>
        </section>
      )}
    </Show>
  </>
)
