import { createSignal, For, Show } from 'solid-js'
import type { QuestionView } from '../../server/wire/issue-steps.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import type { Shown } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { State } from '../ui/State.tsx'
import { toned } from '../words/phrase.ts'
import { Ask } from './Ask.tsx'
import { questionAnswer, questionDrop } from './forms-agency.ts'
import { words } from './words.ts'

/** What was asked of merchants, and what came back; an open one is answered or dropped here. */
export const Questions = (props: { issue: IssueDetail; shown: Shown<IssueDetail> }) => {
  const said = () => words().page.questions
  const [ending, setEnding] = createSignal<'answer' | 'drop'>()
  const ends = () => props.issue.actions.includes('question-end')
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
        <ul class="rows">
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
                <Show when={question.outcome === null && ends()}>
                  <div class="acts">
                    <Button isMain onClick={() => setEnding('answer')}>
                      {words().forms.questionEnd}
                    </Button>
                    <Button onClick={() => setEnding('drop')}>{words().forms.questionDrop}</Button>
                  </div>
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={ending()} keyed>
          {(how) => (
            <Ask
              issue={props.issue}
              action="question-end"
              name={how === 'answer' ? words().forms.questionEnd : words().forms.questionDrop}
              spec={how === 'answer' ? questionAnswer : questionDrop}
              onDone={(issue) => {
                props.shown.put(issue)
                setEnding(undefined)
              }}
              onClose={() => setEnding(undefined)}
              onSeen={props.shown.put}
            />
          )}
        </Show>
      </section>
    </Show>
  )
}
