import { createSignal, Index, Show } from 'solid-js'
import type { ReportAnswer } from '../../server/wire/merchant.ts'
import type { MerchantSpot, Obstacle, SpotReportBody } from '../../server/wire/spots.ts'
import { createLater } from '../lib/later.ts'
import { Frame } from './Frame.tsx'
import { loadSaying } from './language.ts'
import type { Failure } from './merchant-api.ts'
import { OBSTACLES } from './obstacles.ts'
import { useSpotPage } from './page.ts'
import { newKey, textOver } from './report-draft.ts'
import { Skeleton } from './Skeleton.tsx'
import { Trouble, Unread } from './Trouble.tsx'
import { deadlineWords } from './words-time.ts'

/** Scanned at a window: what stopped you, words and a telephone if you like, done. */
export function Spot(_: { token: string }) {
  const page = useSpotPage()
  const query = new URLSearchParams(location.search)
  const id = query.get('w') ?? ''
  const [spot, setSpot] = createSignal<MerchantSpot | null>(null)
  const [failure, setFailure] = createSignal<Failure | null>(null)
  const [receipt, setReceipt] = createSignal<ReportAnswer | null>(null)
  // Loaded beside the form, so that the receipt is there when it is needed.
  const saying = createLater(page.language, loadSaying)
  async function read(): Promise<void> {
    setFailure(null)
    const outcome = await page.api.ask<MerchantSpot>(`spots/${encodeURIComponent(id)}`)
    if (outcome.ok) setSpot(outcome.value)
    else setFailure(outcome.failure)
  }
  void read()
  const isGone = () => {
    const why = failure()
    return why?.kind === 'refused' && why.status === 404
  }
  return (
    <Frame aside={null}>
      <Show
        when={receipt() && saying()}
        fallback={
          <Show
            when={spot()}
            fallback={
              <main class="ask">
                <Show when={failure()} fallback={<Skeleton />}>
                  {(why) => (
                    <Show when={isGone()} fallback={<Unread failure={why()} onAgain={() => void read()} />}>
                      <h1>{page.w().gone}</h1>
                      <p>{page.w().goneWhy}</p>
                      <p>
                        <a class="plain-button" href="./">
                          {page.w().elsewhere}
                        </a>
                      </p>
                    </Show>
                  )}
                </Show>
              </main>
            }
          >
            {(here) => <Form spot={here()} printedAt={Number(query.get('t')) || null} onDone={setReceipt} />}
          </Show>
        }
      >
        {(part) => {
          const { Receipt } = part()
          return (
            <Receipt
              words={() => part().words}
              receipt={receipt()!}
              isEarlierTry={false}
              onAnother={() => setReceipt(null)}
            />
          )
        }}
      </Show>
    </Frame>
  )
}

function Form(props: { spot: MerchantSpot; printedAt: number | null; onDone: (receipt: ReportAnswer) => void }) {
  const page = useSpotPage()
  const [obstacle, setObstacle] = createSignal<Obstacle | null>(null)
  const [paper, setPaper] = createSignal('')
  const [text, setText] = createSignal('')
  const [telephone, setTelephone] = createSignal('')
  const [fault, setFault] = createSignal('')
  const [failure, setFailure] = createSignal<Failure | null>(null)
  const [isSending, setIsSending] = createSignal(false)
  let key = newKey()
  const name = () => page.name(props.spot)
  const place = () => (props.spot.site ? page.w().windowAt(name(), page.name(props.spot.site)) : name())
  const isListed = () => props.spot.papers.includes(paper().trim())

  async function send(): Promise<void> {
    const stopped = obstacle()
    const over = textOver(text())
    setFault(stopped === null ? page.w().pick : over > 0 ? page.w().tooLong(over) : '')
    if (stopped === null || fault() !== '' || isSending()) return
    setIsSending(true)
    setFailure(null)
    const body: SpotReportBody = {
      obstacle: stopped,
      paper: stopped === 'extra_papers' ? paper().trim() : '',
      text: text().trim(),
      telephone: telephone().trim() || null,
      printedAt: props.printedAt,
    }
    const outcome = await page.api.ask<ReportAnswer>(`spots/${encodeURIComponent(props.spot.id)}/reports`, body, key)
    setIsSending(false)
    if (outcome.ok) {
      key = newKey()
      props.onDone(outcome.value)
    } else {
      // Refused for sure: the next try is another one.
      if (outcome.failure.kind === 'refused' && outcome.failure.status < 500) key = newKey()
      setFailure(outcome.failure)
    }
  }
  return (
    <form
      class="sheet"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <main>
        <section class="ask">
          <h1>{page.w().title}</h1>
          <p>{page.w().lead(place())}</p>
        </section>
        <section class="step is-current">
          <i aria-hidden="true">1</i>
          <h2 id="what">{page.w().what}</h2>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in the browsers of older phones */}
          <div class="wide kinds chips" role="group" aria-labelledby="what">
            <Index each={OBSTACLES}>
              {(one) => (
                <button
                  type="button"
                  aria-pressed={one() === obstacle()}
                  on:click={() => {
                    setObstacle(one())
                    setFault('')
                  }}
                >
                  {page.w().obstacles[one()]}
                </button>
              )}
            </Index>
          </div>
          <Show when={obstacle() === 'extra_papers'}>
            <div class="wide">
              <Show when={props.spot.papers.length > 0} fallback={<p class="dim">{page.w().noPapers}</p>}>
                <p>{page.w().papers}</p>
                <ul class="papers">
                  <Index each={props.spot.papers}>{(one) => <li>{one()}</li>}</Index>
                </ul>
              </Show>
              <Box id="paper" label={page.w().paper} hint={page.w().paperHint} value={paper()} onType={setPaper} />
              <Show when={isListed()}>
                <p class="st st-attn" role="status">
                  {page.w().isListed}
                </p>
              </Show>
            </div>
          </Show>
          <div class="wide">
            <Box id="words" label={page.w().text} hint={page.w().textHint} value={text()} onType={setText} isLong />
            <Box
              id="telephone"
              label={page.w().telephone}
              hint={page.w().telephoneHint}
              value={telephone()}
              onType={setTelephone}
            />
          </div>
        </section>
        <div class="go-on">
          <Show when={failure()} keyed>
            {(why) => <Trouble failure={why} isSending={true} />}
          </Show>
          <Show
            when={fault()}
            fallback={
              <p>{page.w().due(deadlineWords(page.w(), props.spot.expectedAt, page.now() ?? props.spot.at))}</p>
            }
          >
            <p class="st st-attn" role="alert">
              {fault()}
            </p>
          </Show>
          <button type="submit" class="big yes" aria-disabled={isSending()}>
            {isSending() ? page.w().sending : page.w().send}
          </button>
        </div>
      </main>
    </form>
  )
}

function Box(props: {
  id: string
  label: string
  hint: string
  value: string
  isLong?: boolean
  onType: (text: string) => void
}) {
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      <Show
        when={props.isLong}
        fallback={
          <input
            id={props.id}
            class="box"
            placeholder={props.hint}
            value={props.value}
            type={props.id === 'telephone' ? 'tel' : 'text'}
            autocomplete="off"
            on:input={(event) => props.onType(event.currentTarget.value)}
          />
        }
      >
        <textarea
          id={props.id}
          class="box"
          rows="2"
          placeholder={props.hint}
          value={props.value}
          on:input={(event) => props.onType(event.currentTarget.value)}
        />
      </Show>
    </div>
  )
}
