import './issue.css'
import './issue-more.css'
import './issue-narrow.css'
import { useParams } from '@solidjs/router'
import { For, Show } from 'solid-js'
import type { IssueDetail } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { type Shown, useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { Glyph } from '../ui/Glyph.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { State } from '../ui/State.tsx'
import { Actions } from './Actions.tsx'
import { Clocks } from './Clocks.tsx'
import { FactsWindow } from './FactsWindow.tsx'
import { Frozen, Handling } from './Handling.tsx'
import { issueStory, storyTone } from './issue-facts.ts'
import { tagsOf } from './issue-tags.ts'
import { OutageChart } from './OutageChart.tsx'
import { Papers } from './Papers.tsx'
import { Questions } from './Questions.tsx'
import { Notices, Parts, Referrals, Sources } from './Related.tsx'
import { Reports } from './Reports.tsx'
import { Requests } from './Requests.tsx'
import { Timeline } from './Timeline.tsx'
import { words } from './words.ts'

export default function IssuePage() {
  const params = useParams<{ id: string }>()
  const shown: Shown<IssueDetail> = useSnapshot<IssueDetail>(
    () => `/issues/${params.id}`,
    (touch) =>
      (touch.kind === 'issue' && touch.subjectId === shown.state.value?.id) ||
      (touch.kind === 'power' && touch.siteId !== null && touch.siteId === shown.state.value?.site?.id),
    { isFresh: true },
  )
  useTitle(() => shown.state.value?.title ?? w().issues.title)
  return (
    <main id="main" tabindex="-1">
      <Shot of={shown}>{(issue) => <Issue issue={issue()} shown={shown} />}</Shot>
    </main>
  )
}

const Issue = (props: { issue: IssueDetail; shown: Shown<IssueDetail> }) => {
  const story = () => issueStory(props.issue, now())
  return (
    <div class="issue">
      <article class="doc">
        <header class="head pad">
          <Crumb issue={props.issue} />
          <Say phrase={w().issue.sentence(story())} tone={storyTone(story())} class="lead-say" />
          <Show when={props.issue.channel !== 'edge' && props.issue.text !== ''}>
            <p class="own">{w().common.quote(props.issue.text)}</p>
          </Show>
        </header>
        <FactsWindow issue={props.issue} />
        <Show when={props.issue.powerEvent && props.issue.site}>
          <OutageChart issue={props.issue} />
        </Show>
        <div class="pair">
          <Timeline issue={props.issue} />
          <div class="i-stack">
            <Reports issue={props.issue} />
            <Papers issue={props.issue} shown={props.shown} />
          </div>
        </div>
      </article>
      <aside class="side">
        <Clocks issue={props.issue} />
        <Actions issue={props.issue} shown={props.shown} />
        <Requests issue={props.issue} shown={props.shown} />
        <Questions issue={props.issue} />
        <Handling issue={props.issue} />
        <Parts issue={props.issue} />
        <Notices issue={props.issue} shown={props.shown} />
        <Referrals issue={props.issue} shown={props.shown} />
        <Sources issue={props.issue} />
        <Frozen issue={props.issue} />
      </aside>
    </div>
  )
}

const Crumb = (props: { issue: IssueDetail }) => (
  <div class="crumb">
    <Glyph facts={props.issue.facts} />
    <h1>{props.issue.title}</h1>
    <span class="number">{props.issue.number}</span>
    <span>{named(props.issue.service)}</span>
    <Show when={props.issue.site}>
      {(site) => (
        <a class="go" href={`/sites/${site().id}`}>
          {named(site())}
        </a>
      )}
    </Show>
    <span>{props.issue.agency ? w().issue.handledBy(named(props.issue.agency)) : w().issue.notDispatched}</span>
    <span>{w().common.states[props.issue.state]}</span>
    <Show when={props.issue.round > 1}>
      <span>{w().issue.round(props.issue.round)}</span>
    </Show>
    <For each={tagsOf(props.issue, words())}>{(mark) => <State mark={mark} />}</For>
    <Links issue={props.issue} />
  </div>
)

/** The issues it hangs together with, and the review of its whole life. */
const Links = (props: { issue: IssueDetail }) => (
  <>
    <Show when={props.issue.master}>
      {(master) => (
        <a class="go" href={`/issues/${master().id}`}>
          {w().issue.master(master().number)}
        </a>
      )}
    </Show>
    <Show when={props.issue.parent}>
      {(parent) => (
        <a class="go" href={`/issues/${parent().id}`}>
          {words().page.parentOf(parent().number)}
        </a>
      )}
    </Show>
    <Show when={props.issue.repeatOf}>
      {(earlier) => (
        <a class="go" href={`/issues/${earlier().id}`}>
          {words().page.repeatOf(earlier().number)}
        </a>
      )}
    </Show>
    <a class="go" href={`/issues/${props.issue.id}/review`}>
      {words().page.review}
    </a>
  </>
)
