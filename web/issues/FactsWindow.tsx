import { type JSX, Show } from 'solid-js'
import type { IssueDetail } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { Pieces } from '../ui/Say.tsx'
import { When } from '../ui/When.tsx'
import type { Phrase } from '../words/phrase.ts'
import { confirmedSaid, evidencedSaid, resolvedSaid } from './fact-words.ts'
import { contradiction } from './issue-facts.ts'

/** The four facts as one large window, kept apart; a band between the rows when the reply and the meter disagree. */
export const FactsWindow = (props: { issue: IssueDetail }) => {
  const words = () => w().issue.facts
  const facts = () => props.issue.facts
  return (
    <div class="facts">
      <Replied issue={props.issue} />
      <Pane
        name={words().resolved}
        by={words().resolvedBy}
        at={facts().resolved.at}
        pane={facts().resolved.value === 'none' ? '' : facts().resolved.value === 'yes' ? 'full' : 'half'}
        said={resolvedSaid(props.issue, w())}
        isRight
      />
      <Gap issue={props.issue} />
      <Pane
        name={words().confirmed}
        by={
          props.issue.reports.length > 0 && facts().confirmed.value !== 'not_asked'
            ? words().asked(props.issue.reports.length)
            : ''
        }
        at={facts().confirmed.at}
        pane={facts().confirmed.value === 'yes' ? 'full' : facts().confirmed.value === 'no' ? 'half' : ''}
        said={confirmedSaid(props.issue, w())}
      />
      <Pane
        name={words().evidenced}
        by=""
        at={facts().evidenced.at}
        pane={facts().evidenced.value === 'none' ? '' : 'evid'}
        said={evidencedSaid(props.issue, now(), w())}
        isRight
      />
    </div>
  )
}

const Replied = (props: { issue: IssueDetail }) => {
  const words = () => w().issue.facts
  const replied = () => props.issue.facts.replied
  const agency = () => (props.issue.agency ? named(props.issue.agency) : null)
  const said = (): { phrase: Phrase; note: string } =>
    replied().is
      ? {
          phrase: [w().common.quote(replied().text ?? '')],
          note: words().repliedMeta(agency() ?? '', props.issue.round),
        }
      : { phrase: [words().noReply], note: words().noReplyWhy(agency()) }
  return (
    <Pane
      name={words().replied}
      by={words().repliedBy}
      at={replied().at}
      pane={!replied().is ? '' : contradiction(props.issue) ? 'slash' : 'full'}
      said={said()}
    />
  )
}

const Pane = (props: {
  name: string
  by: string
  at: number | null
  pane: '' | 'full' | 'half' | 'slash' | 'evid'
  said: { phrase: Phrase; note: JSX.Element }
  isRight?: boolean
}) => (
  <section class="fact" classList={{ right: props.isRight === true, unlit: props.pane === '' }}>
    <h3>
      <span>
        <b class={props.pane}>{props.name}</b>
        {props.by}
      </span>
      <Show when={props.at}>{(at) => <When at={at()} />}</Show>
    </h3>
    <p class="q">
      <Pieces phrase={props.said.phrase} />
    </p>
    <p class="dim">{props.said.note}</p>
  </section>
)

const Gap = (props: { issue: IssueDetail }) => {
  const words = () => w().issue.facts
  const at = (instant: number) => w().time.instant(instant, now())
  return (
    <Show when={contradiction(props.issue)}>
      {(said) => (
        <p class="gap">
          <b>{words().claimed(at(said().repliedAt))}</b>
          <GapLine side="left" />
          <span>
            <Show
              when={said().meterAt !== null && (said().meterAt ?? 0) > said().repliedAt}
              fallback={words().apartPlain}
            >
              {words().apart(w().time.duration((said().meterAt ?? 0) - said().repliedAt))}
            </Show>
          </span>
          <GapLine side="right" />
          <b>
            <Show when={said().meterAt} fallback={words().meterOut}>
              {(meterAt) => words().meterBack(at(meterAt()))}
            </Show>
          </b>
        </p>
      )}
    </Show>
  )
}

const GapLine = (props: { side: 'left' | 'right' }) => (
  <svg aria-hidden="true">
    <line x1="0" x2="100%" y1="8" y2="8" />
    <line x1={props.side === 'left' ? '0' : '100%'} x2={props.side === 'left' ? '0' : '100%'} y1="1" y2="15" />
  </svg>
)
