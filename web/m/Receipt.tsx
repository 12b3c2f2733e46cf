import { createSignal, Show } from 'solid-js'
import type { ReportAnswer } from '../../server/wire/merchant.ts'
import { useReportPage } from './page.ts'
import type { SayingWords } from './words-saying-zh.ts'
import { deadlineWords } from './words-time.ts'

/** The number, the private link and its code, by when, and what happens next. */
export function Receipt(props: {
  words: () => SayingWords
  receipt: ReportAnswer
  isEarlierTry: boolean
  unsentPhotos?: number
  onAnother: () => void
}) {
  const page = useReportPage()
  const link = () => new URL(props.receipt.trackingPath, location.origin).href
  const due = () => {
    const at = props.receipt.expectedAt
    return at === null
      ? props.words().receiptNoDue
      : props.words().receiptDue(deadlineWords(page.w(), at, page.now() ?? at))
  }
  return (
    <main class="receipt">
      <section class="ask">
        <h1 tabindex="-1" ref={(heading) => queueMicrotask(() => heading.focus())}>
          {props.words().receiptTitle}
        </h1>
        <p class="number">{props.receipt.number}</p>
        <Show when={props.receipt.isJoined}>
          <p>{props.words().receiptJoined(props.receipt.issueNumber)}</p>
        </Show>
        <Show when={props.isEarlierTry}>
          <p class="st st-attn">{props.words().alreadySent}</p>
        </Show>
        <Show when={props.unsentPhotos}>{(n) => <p class="st st-attn">{props.words().photosLeft(n())}</p>}</Show>
      </section>
      <section class="keep">
        <h2>{props.words().screenshot}</h2>
        <p>{props.words().screenshotWhy}</p>
        <Qr size={props.receipt.qr.size} path={props.receipt.qr.path} label={props.words().qrLabel} />
        <p class="dim">{props.words().privateLink}</p>
        <a class="link" href={link()}>
          {link()}
        </a>
        <CopyLink words={props.words} link={link()} />
      </section>
      <dl class="four">
        <div>
          <dt>{page.w().rowBy}</dt>
          <dd>
            <b>{due()}</b>
          </dd>
        </div>
        <div>
          <dt>{props.words().nextTitle}</dt>
          <dd>{props.receipt.isJoined ? props.words().nextJoined : props.words().nextNew}</dd>
        </div>
      </dl>
      <div class="go-on">
        <button type="button" class="big" on:click={() => props.onAnother()}>
          {props.words().reportAnother}
        </button>
        <a class="big yes" href={link()}>
          {props.words().seeProgress}
        </a>
      </div>
    </main>
  )
}

/** Black on white in every theme, or cameras do not read it. */
function Qr(props: { size: number; path: string; label: string }) {
  return (
    <svg class="qr" viewBox={`-2 -2 ${props.size + 4} ${props.size + 4}`} role="img" aria-label={props.label}>
      <rect x="-2" y="-2" width={props.size + 4} height={props.size + 4} class="qr-paper" />
      <path d={props.path} class="qr-ink" />
    </svg>
  )
}

/** Plain http has no clipboard: there the link itself is held and copied. */
function CopyLink(props: { words: () => SayingWords; link: string }) {
  const [isCopied, setIsCopied] = createSignal(false)
  const copy = () => {
    navigator.clipboard.writeText(props.link).then(
      () => setIsCopied(true),
      () => setIsCopied(false),
    )
  }
  return (
    <Show when={typeof navigator.clipboard?.writeText === 'function'}>
      <p role="status">
        <button type="button" class="plain-button" on:click={copy}>
          {isCopied() ? props.words().copied : props.words().copyLink}
        </button>
      </p>
    </Show>
  )
}
