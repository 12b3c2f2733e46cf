import { For, Show } from 'solid-js'
import type { IssueDetail } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Say } from '../ui/Say.tsx'
import { When } from '../ui/When.tsx'
import { entriesOf } from './timeline-words.ts'

/** Somebody was faster: who and when, as it was opened, as it stands, as it would become. Nothing is overwritten. */
export const Clash = (props: {
  action: string
  opened: IssueDetail
  current: IssueDetail
  wanted: { state?: string; agency?: string }
  canRepeat: boolean
  onKeep: () => void
  onRepeat: () => void
}) => {
  const words = () => w().issue.clash
  const agency = (issue: IssueDetail) => (issue.agency ? named(issue.agency) : w().issue.notDispatched)
  const meter = ({ powerEvent }: IssueDetail) => {
    if (!powerEvent) return ''
    const { stillOut, back } = w().issue.facts
    return powerEvent.endMaxAt === null ? stillOut : back(w().time.instant(powerEvent.endMaxAt, now()))
  }
  const known = new Set(props.opened.events.map(({ id }) => id))
  const since = () =>
    entriesOf(
      props.current.events.filter(({ id }) => !known.has(id)),
      w(),
    )
  const row = (head: string, was: string, is: string, wanted: string | undefined) => (
    <tr>
      <th scope="row">{head}</th>
      <td>{was}</td>
      <td>
        <Show when={was !== is} fallback={is}>
          <b>{is}</b>
        </Show>
      </td>
      <td>
        <Show when={wanted && wanted !== is} fallback={wanted ?? is}>
          <b>{wanted}</b>
        </Show>
      </td>
    </tr>
  )
  return (
    <>
      <Say phrase={words().sentence(props.action)} tone="attn" as="h1" />
      <Show when={since().length > 0}>
        <ol class="tl i-since">
          <For each={since()}>
            {(entry) => (
              <li>
                <When at={entry.at} hasSeconds />
                <p>
                  <b>{entry.who}</b>
                  {entry.text}
                </p>
              </li>
            )}
          </For>
        </ol>
      </Show>
      <div class="scroll">
        <table class="tbl clash">
          <thead>
            <tr>
              <td />
              <th scope="col">{words().opened}</th>
              <th scope="col">{words().now}</th>
              <th scope="col">{words().yours}</th>
            </tr>
          </thead>
          <tbody>
            {row(
              words().state,
              w().common.states[props.opened.state],
              w().common.states[props.current.state],
              props.wanted.state,
            )}
            {row(words().agency, agency(props.opened), agency(props.current), props.wanted.agency)}
            <Show when={meter(props.opened) !== meter(props.current)}>
              {row(w().issue.timeline.roles.edge ?? '', meter(props.opened), meter(props.current), undefined)}
            </Show>
          </tbody>
        </table>
      </div>
      <Show when={!props.canRepeat}>
        <p class="st st-attn">{words().notAllowed}</p>
      </Show>
      <div class="acts">
        <Button isMain onClick={() => props.onKeep()}>
          {words().keep}
        </Button>
        <Show when={props.canRepeat}>
          <Button onClick={() => props.onRepeat()}>{words().again}</Button>
        </Show>
      </div>
    </>
  )
}
