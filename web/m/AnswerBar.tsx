import { createSignal, Show } from 'solid-js'
import type { Sending } from './Doing.tsx'
import { useDoing } from './doing.ts'
import { useTrackingPage } from './page.ts'
import { textOver } from './report-draft.ts'
import { Bar, Chips, Send, Words } from './Why.tsx'
import { isAboutSupply } from './words-tracking.ts'

/** Two answers of equal weight; “not fixed” offers the service's reasons, each saying what it leads to, and a box for words. */
export function AnswerBar(props: { sending: Sending }) {
  const page = useTrackingPage()
  const { w, t, following } = useDoing()
  const [isSayingNo, setIsSayingNo] = createSignal(false)
  const [reason, setReason] = createSignal<string | null>(null)
  const [text, setText] = createSignal('')
  const [fault, setFault] = createSignal('')
  const yesWhy = () => {
    if (t().isJoined) return w().yesWhyJoined
    return isAboutSupply(t()) ? w().yesWhyPower : w().yesWhy
  }
  const labelOf = (labels: { labelZh: string; labelEn: string }) =>
    page.name({ id: '', nameZh: labels.labelZh, nameEn: labels.labelEn })
  const options = () =>
    t().reasons.map((one) => ({
      code: one.code,
      text: labelOf(one),
      note: t().isJoined ? '' : w().effect[one.effect],
    }))

  async function send(answer: 'yes' | 'no'): Promise<void> {
    const told = answer === 'yes' ? { reason: null, text: '' } : { reason: reason(), text: text().trim() }
    const isDone = await props.sending.run(() => following.tell('answer', { answer, ...told }))
    if (isDone) setIsSayingNo(false)
  }
  function sendNo(): void {
    const over = textOver(text())
    const isSilent = reason() === null && text().trim() === ''
    setFault(isSilent ? w().noNeedsWhy : over > 0 ? page.w().tooLong(over) : '')
    if (fault() === '') void send('no')
    else document.getElementById('answer-text')?.focus()
  }
  return (
    <Bar label={w().answerNav} sending={props.sending} onSubmit={sendNo}>
      <Show
        when={isSayingNo()}
        fallback={
          <>
            <button type="button" class="two" on:click={() => setIsSayingNo(true)}>
              <b>{w().no}</b>
              {t().isJoined ? w().noWhyJoined : w().noWhy}
            </button>
            <button
              type="button"
              class="two"
              aria-disabled={props.sending.isSending()}
              on:click={() => void send('yes')}
            >
              <b>{w().yes}</b>
              {yesWhy()}
            </button>
          </>
        }
      >
        <p class="lead">{w().noTitle}</p>
        <Chips
          label={w().noTitle}
          options={options()}
          picked={reason()}
          isFocused
          onPick={(code) => {
            setReason(code)
            setFault('')
          }}
        />
        <Words
          id="answer-text"
          label={w().noMore}
          hint={w().noHint}
          value={text()}
          fault={fault()}
          onType={(typed) => {
            setText(typed)
            setFault('')
          }}
        />
        <button type="button" class="big" on:click={() => setIsSayingNo(false)}>
          {w().cancel}
        </button>
        <Send sending={props.sending}>{w().noSend}</Send>
      </Show>
    </Bar>
  )
}
