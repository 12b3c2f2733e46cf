import { createSignal, Show } from 'solid-js'
import type { ReportAnswer, Tracking } from '../../server/wire/merchant.ts'
import type { Sending } from './Doing.tsx'
import { useDoing } from './doing.ts'
import type { Failure } from './merchant-api.ts'
import { useTrackingPage } from './page.ts'
import { textOver } from './report-draft.ts'
import { Bar, Chips, Send, Words } from './Why.tsx'

/** An ended issue taken up again: one tap, words, or a new one that names the old. Folded until somebody wants it. */
export function ReopenBar(props: { how: NonNullable<Tracking['reopening']>; sending: Sending }) {
  const page = useTrackingPage()
  const { w, t, following } = useDoing()
  const [isOpen, setIsOpen] = createSignal(false)
  const [reason, setReason] = createSignal<string | null>(null)
  const [text, setText] = createSignal('')
  const [fault, setFault] = createSignal('')
  const [fresh, setFresh] = createSignal<ReportAnswer | null>(null)
  const isOneTap = () => props.how === 'one_tap'
  const options = () =>
    t().reasons.map(({ code, labelZh, labelEn }) => ({
      code,
      text: page.name({ id: '', nameZh: labelZh, nameEn: labelEn }),
    }))
  async function ask(): Promise<Failure | null> {
    const body = { token: following.token, reason: isOneTap() ? reason() : null, text: text().trim() }
    const outcome = await page.api.tell<{ fresh: ReportAnswer | null }>('reopening', body)
    if (!outcome.ok) return outcome.failure
    setFresh(outcome.value.fresh)
    await following.read()
    return null
  }
  function send(): void {
    const over = textOver(text())
    const isSilent = text().trim() === '' && !(isOneTap() && reason() !== null)
    setFault(isSilent ? w().reopenNeeds : over > 0 ? page.w().tooLong(over) : '')
    if (fault() === '') void props.sending.run(ask)
    else document.getElementById('reopen-text')?.focus()
  }
  return (
    <Show
      when={fresh()}
      fallback={
        <Bar label={w().reopenTitle[props.how]} sending={props.sending} onSubmit={send}>
          <Show
            when={isOpen()}
            fallback={
              <button type="button" class="big quiet" on:click={() => setIsOpen(true)}>
                {w().reopenTitle[props.how]}
              </button>
            }
          >
            <p class="lead">{w().reopenTitle[props.how]}</p>
            <Show when={isOneTap()}>
              <Chips
                label={w().reopenTitle.one_tap}
                options={options()}
                picked={reason()}
                isFocused
                onPick={setReason}
              />
            </Show>
            <Words
              id="reopen-text"
              label={w().reopenHint}
              hint={w().noHint}
              value={text()}
              fault={fault()}
              isFocused={!isOneTap()}
              onType={(typed) => {
                setText(typed)
                setFault('')
              }}
            />
            <button type="button" class="big" on:click={() => setIsOpen(false)}>
              {w().cancel}
            </button>
            <Send sending={props.sending}>{w().reopenSend[props.how]}</Send>
          </Show>
        </Bar>
      }
    >
      {(made) => (
        <div class="say-it">
          <p class="lead">
            <b>{w().freshTitle(made().number)}</b>
          </p>
          <a class="big yes" href={made().trackingPath}>
            {w().freshOpen}
          </a>
        </div>
      )}
    </Show>
  )
}
