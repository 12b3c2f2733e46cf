import { createSignal, Show } from 'solid-js'
import type { Tracking } from '../../server/wire/merchant.ts'
import type { Failure } from './merchant-api.ts'
import { useTrackingPage } from './page.ts'
import { textOver } from './report-draft.ts'
import { Trouble } from './Trouble.tsx'
import type { Following } from './tracking.ts'
import { isAboutSupply } from './words-tracking.ts'

/** Two answers of equal weight; “not fixed” asks for a sentence, so that it reaches a person. */
export function AnswerBar(props: { tracking: Tracking; following: Following }) {
  const page = useTrackingPage()
  const [isSayingNo, setIsSayingNo] = createSignal(false)
  const [text, setText] = createSignal('')
  const [fault, setFault] = createSignal('')
  const [failure, setFailure] = createSignal<Failure | null>(null)
  const [isSending, setIsSending] = createSignal(false)
  const [outcome, setOutcome] = createSignal<'saved' | 'late' | null>(null)
  const noWhy = () => (props.tracking.isJoined ? page.w().noWhyJoined : page.w().noWhy)
  const yesWhy = () => {
    if (props.tracking.isJoined) return page.w().yesWhyJoined
    return isAboutSupply(props.tracking) ? page.w().yesWhyPower : page.w().yesWhy
  }

  async function send(answer: 'yes' | 'no'): Promise<void> {
    if (isSending()) return
    setIsSending(true)
    setFailure(null)
    const why = await props.following.answer(answer, text().trim())
    setIsSending(false)
    const isLate = why?.kind === 'refused' && why.status === 409
    setFailure(isLate ? null : why)
    if (why && !isLate) return
    setOutcome(isLate ? 'late' : 'saved')
    setIsSayingNo(false)
  }
  function sendNo(): void {
    const over = textOver(text())
    setFault(text().trim() === '' ? page.w().noNeedsText : over > 0 ? page.w().tooLong(over) : '')
    if (fault() === '') void send('no')
    else document.getElementById('answer-text')?.focus()
  }
  return (
    <>
      <p class="said" role="status">
        {outcome() === null ? '' : outcome() === 'saved' ? page.w().answerSaved : page.w().alreadyAnswered}
      </p>
      <Show when={props.tracking.canAnswer}>
        <form
          class="say-it"
          aria-label={page.w().answerNav}
          novalidate
          onSubmit={(event) => {
            event.preventDefault()
            sendNo()
          }}
        >
          <Show when={failure()} keyed>
            {(why) => <Trouble failure={why} isSending={true} />}
          </Show>
          <Show
            when={isSayingNo()}
            fallback={
              <>
                <button type="button" class="two" on:click={() => setIsSayingNo(true)}>
                  <b>{page.w().no}</b>
                  {noWhy()}
                </button>
                <button type="button" class="two" aria-disabled={isSending()} on:click={() => void send('yes')}>
                  <b>{page.w().yes}</b>
                  {yesWhy()}
                </button>
              </>
            }
          >
            <div class={fault() === '' ? 'field' : 'field bad'}>
              <label for="answer-text">{page.w().noTitle}</label>
              <textarea
                id="answer-text"
                class="box"
                rows="2"
                placeholder={page.w().noHint}
                aria-invalid={fault() !== '' ? 'true' : undefined}
                aria-describedby={fault() !== '' ? 'answer-fault' : undefined}
                value={text()}
                on:input={(event) => {
                  setText(event.currentTarget.value)
                  setFault('')
                }}
                ref={(box) => queueMicrotask(() => box.focus())}
              />
              <Show when={fault()}>
                <small id="answer-fault" class="st st-attn">
                  {fault()}
                </small>
              </Show>
            </div>
            <button type="button" class="big" on:click={() => setIsSayingNo(false)}>
              {page.w().noCancel}
            </button>
            <button type="submit" class="big yes" aria-disabled={isSending()}>
              {isSending() ? page.w().sending : page.w().noSend}
            </button>
          </Show>
        </form>
      </Show>
    </>
  )
}
