import { createSignal, type JSX, Show } from 'solid-js'
import { createSending, useDoing } from './doing.ts'
import type { Failure } from './merchant-api.ts'
import { Photos } from './Photos.tsx'
import { useTrackingPage } from './page.ts'
import { Trouble } from './Trouble.tsx'
import { Words } from './Why.tsx'
import { instantWords } from './words-time.ts'

/** What a merchant can do besides: say that it is late, add a photo or a word, hide, leave, see all. */
export function More() {
  const page = useTrackingPage()
  const { w, t, following } = useDoing()
  const level = () => w().level[t().supervisionLevel] ?? ''
  const isOpen = () => t().leaving !== null || t().canAddPhoto
  return (
    <>
      <Show when={t().canSayMissed || t().isMissedSaid || level()}>
        <section class="told">
          <Show when={level()}>{(said) => <p class="st st-attn">{said()}</p>}</Show>
          <Show when={t().isMissedSaid}>
            <p class="st st-calm">{w().missedSaid}</p>
          </Show>
          <Show when={t().canSayMissed}>
            <Act label={w().missed} isWide run={() => following.tell('missed', {})} />
          </Show>
        </section>
      </Show>
      <Show when={t().plannedAt}>
        {(at) => <p class="told">{w().plannedOn(instantWords(page.w(), at(), page.now() ?? t().at))}</p>}
      </Show>
      <Show when={t().isSecret}>
        <p class="told dim">{w().secret}</p>
      </Show>
      <details class="more">
        <summary>{w().moreTitle}</summary>
        <Show when={t().grade}>{(grade) => <p>{w().graded(w().grades[grade() - 1] ?? '')}</p>}</Show>
        <Photos />
        <Show when={isOpen()}>
          <Message />
        </Show>
        <Show when={t().contact.isGiven}>
          <Show
            when={t().contact.isHidden}
            fallback={
              <Act
                label={w().contactHide}
                why={w().contactHideWhy}
                run={() => following.tell('contact', { choice: 'hide' })}
              />
            }
          >
            <p class="st st-calm">{w().contactHidden}</p>
            <Act label={w().contactShow} run={() => following.tell('contact', { choice: 'show' })} />
          </Show>
          <Act
            label={w().contactErase}
            why={w().contactEraseWhy}
            run={() => following.tell('contact', { choice: 'erase' })}
          />
        </Show>
        <Show when={t().leaving}>{(how) => <Leave how={how()} />}</Show>
        <Show when={t().contact.isGiven}>
          <AllMine />
        </Show>
      </details>
    </>
  )
}

/** One thing to do. With a `why` it is asked once more before it is done. */
function Act(props: {
  label: string
  why?: string
  isWide?: boolean
  run: () => Promise<Failure | null>
  children?: JSX.Element
}) {
  const { w } = useDoing()
  const sending = createSending()
  const [isAsking, setIsAsking] = createSignal(false)
  const go = async () => {
    if (await sending.run(() => props.run())) setIsAsking(false)
  }
  return (
    <div class="act">
      <button
        type="button"
        class={props.isWide ? 'big' : 'plain-button'}
        aria-expanded={props.why ? isAsking() : undefined}
        aria-disabled={sending.isSending()}
        on:click={() => (props.why ? setIsAsking(!isAsking()) : void go())}
      >
        {props.label}
      </button>
      <Show when={isAsking()}>
        <p class="dim">{props.why}</p>
        {props.children}
        <p class="pair">
          <button type="button" class="big" on:click={() => setIsAsking(false)}>
            {w().cancel}
          </button>
          <button type="button" class="big yes" aria-disabled={sending.isSending()} on:click={() => void go()}>
            {w().sure}
          </button>
        </p>
      </Show>
      <Show when={sending.failure()} keyed>
        {(why) => <Trouble failure={why} isSending={true} />}
      </Show>
    </div>
  )
}

function Leave(props: { how: 'withdraw' | 'leave' }) {
  const { w, following } = useDoing()
  const [reason, setReason] = createSignal('')
  return (
    <Act
      label={w().leave[props.how]}
      why={w().leaveWhy[props.how]}
      run={() => following.tell('withdrawal', { reason: reason().trim() })}
    >
      <Words id="leave-text" label={w().leaveReason} hint="" value={reason()} fault="" onType={setReason} />
    </Act>
  )
}

function Message() {
  const { w, following } = useDoing()
  const [text, setText] = createSignal('')
  const sending = createSending()
  const send = async () => {
    if (text().trim() === '') return
    if (await sending.run(() => following.tell('message', { text: text().trim() }))) setText('')
  }
  return (
    <form
      class="act"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Words id="message-text" label={w().messageTitle} hint="" value={text()} fault="" onType={setText} />
      <button type="submit" class="plain-button" aria-disabled={sending.isSending()}>
        {w().messageSend}
      </button>
      <Show when={sending.outcome() === 'saved'}>
        <span role="status"> {w().saved}</span>
      </Show>
      <Show when={sending.failure()} keyed>
        {(why) => <Trouble failure={why} isSending={true} />}
      </Show>
    </form>
  )
}

function AllMine() {
  const page = useTrackingPage()
  const { w, following } = useDoing()
  const [isUnverified, setIsUnverified] = createSignal(false)
  const ask = async (): Promise<Failure | null> => {
    const outcome = await page.api.tell<{ path: string }>('mine-link', { token: following.token })
    if (outcome.ok) location.assign(outcome.value.path)
    const isRefused = !outcome.ok && outcome.failure.kind === 'refused' && outcome.failure.status === 409
    setIsUnverified(isRefused)
    return outcome.ok || isRefused ? null : outcome.failure
  }
  return (
    <>
      <Act label={w().mine} run={ask} />
      <Show when={isUnverified()}>
        <p role="status" class="dim">
          {w().mineUnverified}
        </p>
      </Show>
    </>
  )
}
