import { For, Show } from 'solid-js'
import type { QuestionView } from '../../server/wire/issue-steps.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { State } from '../ui/State.tsx'
import { toned } from '../words/phrase.ts'
import { words } from './words.ts'

/** What was asked of merchants, and what came back. */
export const Questions = (props: { issue: IssueDetail }) => {
  const said = () => words().page.questions
  const whom = (id: string | null) => {
    const place = props.issue.reports.find((report) => report.id === id)?.place
    return place ? said().whom(place) : said().anybody
  }
  const mark = ({ outcome }: QuestionView) =>
    outcome === null
      ? toned('hold', said().waiting)
      : toned(outcome === 'not_received' ? 'attn' : 'calm', said().outcomes[outcome] ?? outcome)
  return (
    <Show when={props.issue.questions.length > 0}>
      <section>
        <h2>{said().title}</h2>
        <ul class="i-lines">
          <For each={[...props.issue.questions].reverse()}>
            {(question) => (
              <li>
                <p class="bar">
                  <span>{w().common.quote(question.text)}</span>
                  <State mark={mark(question)} />
                </p>
                <p class="dim">
                  {w().common.list([
                    whom(question.reportId),
                    said().asked(w().time.instant(question.askedAt, now()), w().time.due(question.limitAt, now())),
                  ])}
                </p>
                <Show when={question.answer}>{(answer) => <p>{said().answer(answer())}</p>}</Show>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}
