import { createSignal, For, Show } from 'solid-js'
import type { IssueDetail, IssueReport } from '../../server/wire/issues.ts'
import { w } from '../lib/i18n.ts'
import { State } from '../ui/State.tsx'
import { type Mark, toned } from '../words/phrase.ts'
import { ContactView } from './ContactView.tsx'
import { words as own } from './words.ts'

const FIRST = 8

/** The merchants on this issue, those who say no first. */
export const Reports = (props: { issue: IssueDetail }) => {
  const words = () => w().issue.reports
  const [isAll, setIsAll] = createSignal(false)
  const [looked, setLooked] = createSignal<IssueReport>()
  const sorted = () => [...props.issue.reports].sort((a, b) => weight(a) - weight(b) || a.createdAt - b.createdAt)
  const rows = () => (isAll() ? sorted() : sorted().slice(0, FIRST))
  const hidden = () => sorted().length - rows().length
  return (
    <section>
      <h2>
        {words().title} <span class="dim">{words().count(props.issue.reports.length)}</span>
      </h2>
      <Show
        when={props.issue.reports.length > 0}
        fallback={
          <>
            <p>{words().none}</p>
            <p class="dim">{words().noneWhy}</p>
          </>
        }
      >
        <ul class="reports">
          <For each={rows()}>
            {(report) => (
              <li>
                <b classList={{ dim: report.place === '' }}>
                  {report.place || words().noPlace}
                  <Show when={report.isPrimary && props.issue.reports.length > 1}>
                    <span class="dim primary"> {own().page.reports.primary}</span>
                  </Show>
                </b>
                <span>
                  {report.text === '' ? <span class="dim">{words().noText}</span> : w().common.quote(report.text)}
                  <Show when={report.answerText}>
                    {(answer) => <span class="tone-attn"> {w().common.quote(answer())}</span>}
                  </Show>
                  <Show when={notesOf(report)}>{(notes) => <span class="dim"> {notes()}</span>}</Show>
                  <Show when={report.maskedTelephone}>
                    {(number) => (
                      <>
                        <span class="dim number"> {number()}</span>{' '}
                        <button type="button" class="link" onClick={() => setLooked(report)}>
                          {own().page.reports.contact}
                        </button>
                      </>
                    )}
                  </Show>
                </span>
                <State mark={answerMark(report)} />
              </li>
            )}
          </For>
        </ul>
        <Show when={hidden() > 0}>
          <p class="more">
            <button type="button" class="link" onClick={() => setIsAll(true)}>
              {words().more(hidden())}
            </button>
          </p>
        </Show>
      </Show>
      <Show when={looked()} keyed>
        {(report) => <ContactView issue={props.issue} report={report} onClose={() => setLooked(undefined)} />}
      </Show>
    </section>
  )
}

/** The standard reason, the grade, and whether the answer counts. */
function notesOf({ answerReason, grade, isExcluded, hasLeft }: IssueReport): string {
  const { reports, usualReasons } = own().page
  const label = usualReasons[answerReason ?? ''] ?? answerReason ?? ''
  return w().common.list([
    label,
    grade === null ? '' : reports.grade(grade),
    isExcluded ? reports.excluded : '',
    hasLeft ? reports.left : '',
  ])
}

const weight = (report: IssueReport): number =>
  report.answer === 'no'
    ? 0
    : report.answer === 'asked' || report.answer === 'no_answer'
      ? 1
      : report.answer === 'yes'
        ? 3
        : 2

function answerMark(report: IssueReport): Mark {
  const text = w().issue.reports.answers[report.answer] ?? report.answer
  return toned(report.answer === 'no' ? 'attn' : 'calm', text)
}
