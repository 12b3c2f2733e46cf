import { Index, Show } from 'solid-js'
import type { Drafts, KeptDraft } from './drafts.ts'
import { useReportPage } from './page.ts'
import type { SayingWords } from './words-saying-zh.ts'

/** What the phone keeps, and what became of it. */
export function KeptList(props: { words: () => SayingWords; drafts: Drafts }) {
  const page = useReportPage()
  const w = () => props.words()
  const status = (draft: KeptDraft) => {
    if (draft.receipt) return w().keptSent(draft.receipt.number)
    if (draft.isRefused) return w().keptRefused
    return props.drafts.isSending() ? w().keptSending : w().keptWaiting
  }
  const waiting = () => props.drafts.kept().filter((draft) => !draft.receipt)
  return (
    <Show when={props.drafts.kept().length > 0}>
      <section class="keep" aria-label={w().keptTitle(waiting().length)}>
        <Show when={waiting().length > 0}>
          <h2>{w().keptTitle(waiting().length)}</h2>
        </Show>
        <ul class="plain">
          <Index each={props.drafts.kept()}>
            {(draft) => (
              <li>
                <b>
                  {draft().place ? page.name(draft().place!) : ''} {draft().body.text.slice(0, 20)}
                </b>
                <p role="status" class={draft().receipt ? 'st st-calm' : 'st st-attn'}>
                  {status(draft())}
                </p>
                <Show when={draft().receipt}>
                  {(receipt) => (
                    <a class="link" href={receipt().trackingPath}>
                      {new URL(receipt().trackingPath, location.origin).href}
                    </a>
                  )}
                </Show>
                <button type="button" class="plain-button" on:click={() => void props.drafts.drop(draft().key)}>
                  {draft().receipt ? w().keptDone : w().keptDrop}
                </button>
              </li>
            )}
          </Index>
        </ul>
        <Show when={waiting().some((draft) => !draft.isRefused)}>
          <button type="button" class="plain-button" on:click={() => void props.drafts.sendAll()}>
            {w().keptSend}
          </button>
        </Show>
      </section>
    </Show>
  )
}
