import { createSignal, Show } from 'solid-js'
import type { Tracking } from '../../server/wire/merchant.ts'
import type { Sending } from './Doing.tsx'
import { useDoing } from './doing.ts'
import { useTrackingPage } from './page.ts'
import { textOver } from './report-draft.ts'
import { Bar, Send, Words } from './Why.tsx'
import { deadlineWords } from './words-time.ts'

/** What the agency asks, with its limit, and a box for the answer. */
export function QuestionBar(props: { question: NonNullable<Tracking['question']>; sending: Sending }) {
  const page = useTrackingPage()
  const { w, t, following } = useDoing()
  const [isOpen, setIsOpen] = createSignal(false)
  const [text, setText] = createSignal('')
  const [fault, setFault] = createSignal('')
  const agency = () => {
    const named = t().agency
    return named ? page.name(named) : page.w().anAgency
  }
  function send(): void {
    const over = textOver(text())
    setFault(text().trim() === '' ? w().questionHint : over > 0 ? page.w().tooLong(over) : '')
    const body = { questionId: props.question.id, text: text().trim() }
    if (fault() === '') void props.sending.run(() => following.tell('question', body))
    else document.getElementById('question-text')?.focus()
  }
  return (
    <Bar label={w().questionTitle(agency())} sending={props.sending} onSubmit={send}>
      <p class="lead">
        {w().questionTitle(agency())}
        <b>{props.question.text}</b>
        <span class="dim">
          {w().questionLimit(deadlineWords(page.w(), props.question.limitAt, page.now() ?? t().at))}
        </span>
      </p>
      <Show
        when={isOpen()}
        fallback={
          <button type="button" class="big yes" on:click={() => setIsOpen(true)}>
            {w().questionSend}
          </button>
        }
      >
        <Words
          id="question-text"
          label={w().questionSend}
          hint={w().questionHint}
          value={text()}
          fault={fault()}
          isFocused
          onType={(typed) => {
            setText(typed)
            setFault('')
          }}
        />
        <Send sending={props.sending}>{w().questionSend}</Send>
      </Show>
    </Bar>
  )
}
