import { createMemo, Show } from 'solid-js'
import type { Tracking as TrackingValue } from '../../server/wire/merchant.ts'
import { createLater } from '../lib/later.ts'
import { clockSeconds } from '../lib/time.ts'
import { FourFacts } from './FourFacts.tsx'
import { Frame } from './Frame.tsx'
import { loadDoing } from './language.ts'
import { useTrackingPage } from './page.ts'
import { Skeleton } from './Skeleton.tsx'
import { Unread } from './Trouble.tsx'
import { TurnRows } from './TurnRows.tsx'
import { createFollowing, type Following } from './tracking.ts'
import { lastingWords } from './words-time.ts'
import { turnWords } from './words-tracking.ts'

/** A report followed by its private link. */
export function Tracking(props: { token: string }) {
  const page = useTrackingPage()
  const following = createFollowing(page, props.token)
  return (
    <Frame aside={<Freshness following={following} />}>
      <Show when={following.isDeadLink()} fallback={<Followed following={following} />}>
        <main class="ask">
          <h1>{page.w().badLink}</h1>
          <p>{page.w().badLinkWhy}</p>
          <p>
            <a class="plain-button" href="./">
              {page.w().badLinkReport}
            </a>
          </p>
        </main>
      </Show>
    </Frame>
  )
}

/** How it stands, as far as it could be read. */
function Followed(props: { following: Following }) {
  const unread = (
    <Show when={props.following.failure()} fallback={<Skeleton />}>
      {(failure) => <Unread failure={failure()} onAgain={props.following.check} />}
    </Show>
  )
  return (
    <Show when={props.following.tracking()} fallback={<main class="ask">{unread}</main>}>
      {(t) => <Progress tracking={t()} following={props.following} />}
    </Show>
  )
}

function Progress(props: { tracking: TrackingValue; following: Following }) {
  const page = useTrackingPage()
  const now = () => page.now() ?? props.tracking.at
  // What can be done comes after what there is to read: the page must open on a slow line.
  const doing = createLater(page.language, loadDoing)
  const words = createMemo(() => turnWords(page.w(), page.language(), props.tracking, now()))
  return (
    <main>
      <Show when={props.following.downSince() !== null}>
        <div class="notice">
          <p>{page.w().downWhy}</p>
          <button type="button" class="plain-button" on:click={() => props.following.check()}>
            {page.w().reconnect}
          </button>
        </div>
      </Show>
      <section class="ask">
        <h1 aria-live="polite">{words().headline}</h1>
        <p lang={page.language() === 'en' && props.tracking.place ? 'en' : undefined}>{words().about}</p>
        <p class="dim">
          {page.w().numberLine(props.tracking.number)}
          <Show when={props.tracking.reportCount > 1}> · {page.w().withOthers(props.tracking.reportCount)}</Show>
        </p>
      </section>
      <TurnRows rows={words().rows} />
      <FourFacts tracking={props.tracking} now={props.following.downSince() ?? now()} />
      <Show when={doing()}>
        {(part) => {
          const Part = part().Doing
          return <Part words={() => part().words} tracking={props.tracking} following={props.following} />
        }}
      </Show>
    </main>
  )
}

/** `更新于11:43:06`, or how long the line has been down and where the page stands. */
function Freshness(props: { following: Following }) {
  const page = useTrackingPage()
  const downWords = (since: number) => {
    const ms = Math.max(0, (page.now() ?? since) - since)
    const lasting = ms < 60_000 ? page.w().downSeconds(Math.floor(ms / 1_000)) : lastingWords(page.w(), ms)
    return page.w().down(lasting, clockSeconds(since))
  }
  return (
    <Show
      when={props.following.downSince()}
      fallback={
        <Show when={props.following.updatedAt()}>{(at) => <span>{page.w().updatedAt(clockSeconds(at()))}</span>}</Show>
      }
    >
      {(since) => <span class="st st-late">{downWords(since())}</span>}
    </Show>
  )
}
