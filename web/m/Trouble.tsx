import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import type { Failure } from './merchant-api.ts'
import { usePage } from './page.ts'
import { troubleWords } from './words-trouble.ts'

/** What failed, what to do, and the number to read out; a waiting time counts down by itself. */
export function Trouble(props: { failure: Failure; isSending: boolean }) {
  const page = usePage()
  const startedAt = page.now() ?? 0
  const [isBack, setIsBack] = createSignal(false)
  onMount(() => {
    const onOnline = () => setIsBack(true)
    addEventListener('online', onOnline)
    onCleanup(() => removeEventListener('online', onOnline))
  })
  const waitMs = () =>
    props.failure.kind === 'refused' ? Math.max(0, props.failure.retryAfterMs - ((page.now() ?? 0) - startedAt)) : 0
  const requestId = () => (props.failure.kind === 'refused' ? props.failure.instance : '')
  return (
    <div class="trouble" role="alert">
      <p class="say">
        <em class="st st-attn">{props.isSending ? page.w().notSent : page.w().notReadYet}</em>
      </p>
      <p>{troubleWords(page.w(), props.failure, props.isSending, waitMs())}</p>
      <Show when={isBack() && props.failure.kind === 'unreachable'}>
        <p>{page.w().backOnline}</p>
      </Show>
      <Show when={requestId()}>
        <p class="dim">{page.w().requestId(requestId())}</p>
      </Show>
    </div>
  )
}

/** What could not be read, and the way to ask again. */
export function Unread(props: { failure: Failure; onAgain: () => void }) {
  const page = usePage()
  return (
    <>
      <Trouble failure={props.failure} isSending={false} />
      <button type="button" class="plain-button" on:click={() => props.onAgain()}>
        {page.w().tryAgain}
      </button>
    </>
  )
}
