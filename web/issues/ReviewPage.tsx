import './issue-more.css'
import './review.css'
import { useParams } from '@solidjs/router'
import { For, Show } from 'solid-js'
import type { HolderTotalView, IssueReview, ReviewRound } from '../../server/wire/review.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { Button } from '../ui/Button.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { State } from '../ui/State.tsx'
import { When } from '../ui/When.tsx'
import { toned } from '../words/phrase.ts'
import { ReviewSteps } from './ReviewSteps.tsx'
import { reviewStory, sharesOf } from './review-facts.ts'
import { words } from './words.ts'

/** 复盘: every step with how long it took and in whose hands, what paused it, which notices and which evidence. */
export default function ReviewPage() {
  const params = useParams<{ id: string }>()
  const shown = useSnapshot<IssueReview>(
    () => `/issues/${params.id}/review`,
    (touch) => touch.kind === 'issue' && touch.subjectId === params.id,
  )
  useTitle(() => words().review.of(shown.state.value?.title ?? ''))
  return (
    <main id="main" class="review" tabindex="-1">
      <Shot of={shown}>{(review) => <Review review={review()} />}</Shot>
    </main>
  )
}

const Review = (props: { review: IssueReview }) => {
  const said = () => words().review
  const story = () => reviewStory(props.review, w(), words())
  return (
    <>
      <header class="head pad">
        <div class="crumb">
          <h1>{said().of(props.review.title)}</h1>
          <span class="number">{props.review.number}</span>
          <span>{named(props.review.service)}</span>
          <Show when={props.review.site}>{(site) => <span>{named(site())}</span>}</Show>
          <span>{w().common.states[props.review.state]}</span>
        </div>
        <Say phrase={said().sentence(story())} tone={story().lateSteps > 0 ? 'attn' : 'calm'} />
        <Show when={props.review.endedAt === null}>
          <p class="dim">{said().asOf(w().time.instant(props.review.asOfAt, now()))}</p>
        </Show>
        <p class="acts no-print">
          <a class="btn" href={`/issues/${props.review.id}`}>
            {said().back}
          </a>
          <Button onClick={() => window.print()}>{said().print}</Button>
        </p>
      </header>
      <div class="two-up">
        <section class="pad">
          <h2>{said().totals}</h2>
          <Holders totals={props.review.totals} />
          <p class="note">{countersSaid(props.review)}</p>
        </section>
        <section class="pad">
          <h2>{said().evidence}</h2>
          <Evidence review={props.review} />
        </section>
      </div>
      <section class="pad i-rounds">
        <h2>{said().rounds}</h2>
        <ul class="i-lines">
          <For each={props.review.rounds}>{(round) => <Round round={round} />}</For>
        </ul>
      </section>
      <section class="pad">
        <h2>{said().steps}</h2>
        <ReviewSteps steps={props.review.steps} />
      </section>
    </>
  )
}

function countersSaid(review: IssueReview): string {
  const { page, review: said } = words()
  const counters = page.counters({
    returns: review.returnCount,
    transfers: review.transferCount,
    reworks: review.reworkCount,
    reopenings: review.reopenCount,
  })
  const level = review.supervisionLevel > 0 ? said.level(page.levels[review.supervisionLevel] ?? '') : ''
  return w().common.list([counters === '' ? said.noCounters : counters, level])
}

/** Time in each pair of hands, as words and as a bar. */
export const Holders = (props: { totals: readonly HolderTotalView[] }) => {
  const said = () => words().review
  return (
    <ul class="i-holders">
      <For each={sharesOf(props.totals)}>
        {({ total, percent }) => (
          <li>
            <span>
              {said().byHolder(
                said().holders[total.holder] ?? total.holder,
                said().working(total.workingMinutes),
                `${percent}%`,
              )}
              <span class="dim"> {w().time.duration(total.wallMs)}</span>
            </span>
            <svg width="100%" height="10" aria-hidden="true">
              <rect class={`h-${total.holder}`} width={`${Math.max(percent, 0.5)}%`} height="8" y="1" />
            </svg>
          </li>
        )}
      </For>
    </ul>
  )
}

const Round = (props: { round: ReviewRound }) => {
  const said = () => words().review
  const instant = (at: number | null) => (at === null ? null : w().time.instant(at, now()))
  return (
    <li>
      <p>
        <b>{said().round(props.round.round)}</b>{' '}
        {said().roundSaid({
          from: instant(props.round.fromAt) ?? '',
          to: instant(props.round.toAt),
          promised: instant(props.round.expectedAt),
          replied: instant(props.round.repliedAt),
          resolved: said().resolved[props.round.resolved] ?? props.round.resolved,
        })}
      </p>
      <p class="dim">
        {w().common.list(
          props.round.totals
            .filter(({ stepCount }) => stepCount > 0)
            .map(({ holder, workingMinutes }) => `${said().holders[holder]} ${said().working(workingMinutes)}`),
        )}
      </p>
    </li>
  )
}

const Evidence = (props: { review: IssueReview }) => {
  const said = () => words().review
  return (
    <Show when={props.review.evidence.length > 0} fallback={<p class="dim">{said().noEvidence}</p>}>
      <ul class="i-lines">
        <For each={props.review.evidence}>
          {(one) => (
            <li>
              <When at={one.at} />{' '}
              <State
                mark={toned(one.value === 'contradicts' ? 'attn' : 'evid', said().evidenceSaid[one.value] ?? one.value)}
              />{' '}
              <span class="dim">{said().claims[one.claim] ?? ''}</span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
