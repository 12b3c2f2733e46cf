import { createSignal } from 'solid-js'
import type { TakeStep } from './Party.tsx'
import { usePartyPage } from './page.ts'
import { Chips, Words } from './Why.tsx'

const RESOLVED = ['yes', 'partly', 'no'] as const

/** The reply in words, what the party says about the trouble, and why where a meter disagrees. */
export function PartyReply(props: { take: TakeStep; isSending: boolean }) {
  const page = usePartyPage()
  const [resolved, setResolved] = createSignal<string | null>(null)
  const [text, setText] = createSignal('')
  const [explanation, setExplanation] = createSignal('')
  const [fault, setFault] = createSignal('')
  const options = () => RESOLVED.map((code) => ({ code, text: page.w().resolved[code] }))
  const send = () => {
    setFault(text().trim() === '' || resolved() === null ? page.w().needed : '')
    if (fault() !== '') return
    const words = { text: text().trim(), resolved: resolved(), explanation: explanation().trim() }
    void props.take('reply', { ...words, reasonCode: 'by_link' })
  }
  return (
    <form
      class="say-it"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <p class="lead">{page.w().reply}</p>
      <Chips label={page.w().reply} options={options()} picked={resolved()} onPick={setResolved} />
      <Words id="reply-text" label={page.w().replyText} hint="" value={text()} fault={fault()} onType={setText} />
      <Words
        id="explanation"
        label={page.w().explanation}
        hint=""
        value={explanation()}
        fault=""
        onType={setExplanation}
      />
      <button type="submit" class="big yes" aria-disabled={props.isSending}>
        {props.isSending ? page.w().sending : page.w().reply}
      </button>
    </form>
  )
}
