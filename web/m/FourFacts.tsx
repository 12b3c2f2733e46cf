import { createMemo, Index, Show } from 'solid-js'
import type { Tracking } from '../../server/wire/merchant.ts'
import { useTrackingPage } from './page.ts'
import { SupplyStrip } from './SupplyStrip.tsx'
import { lastOutage, stripFrom } from './supply-strip.ts'
import { clashWords, type Pane, paneWords } from './words-facts.ts'
import { instantWords } from './words-time.ts'

/** The four facts as a four-pane window; what contradicts stands between them, in amber, with the strip as proof. */
export function FourFacts(props: { tracking: Tracking; now: number }) {
  const page = useTrackingPage()
  const panes = createMemo(() => paneWords(page.w(), page.language(), props.tracking, props.now))
  const clashes = createMemo(() => clashWords(page.w(), props.tracking, props.now))
  return (
    <>
      <h2>{page.w().whoSays}</h2>
      <dl class="window">
        <PaneBox pane={panes().agency} />
        <PaneBox pane={panes().finding} />
        <Show when={clashes().length > 0 || props.tracking.spans.length > 0}>
          <div class={clashes().length > 0 ? 'clash' : 'between'}>
            <dt class={clashes().length === 0 ? 'vh' : ''}>
              <Index each={clashes()} fallback={page.w().seenByMeter}>
                {(clash) => <span class="st st-attn">{clash().text}</span>}
              </Index>
            </dt>
            <dd>
              <Show when={props.tracking.spans.length > 0}>
                <TrackedSupply tracking={props.tracking} now={props.now} claimAt={clashes()[0]?.claimAt ?? null} />
              </Show>
            </dd>
          </div>
        </Show>
        <PaneBox pane={panes().own} />
        <PaneBox pane={panes().meter} />
      </dl>
    </>
  )
}

function PaneBox(props: { pane: Pane }) {
  return (
    <div class={props.pane.isBlank ? 'blank' : props.pane.isEvidence ? 'evid' : ''}>
      <dt>
        {props.pane.term}{' '}
        <Show when={props.pane.at}>
          <time>{props.pane.at}</time>
        </Show>
      </dt>
      <dd>{props.pane.says}</dd>
    </div>
  )
}

function TrackedSupply(props: { tracking: Tracking; now: number; claimAt: number | null }) {
  const page = useTrackingPage()
  const outage = () => lastOutage(props.tracking.spans)
  const when = (at: number) => instantWords(page.w(), at, props.now)
  const from = () =>
    stripFrom(props.tracking.spans, outage()?.fromAt ?? props.tracking.spans[0]?.from ?? props.now, props.now)
  const marks = (): string[] => {
    const out = outage()
    if (!out) return [when(from()), page.w().now]
    const claim = props.claimAt === null ? [] : [page.w().claimShort(when(props.claimAt))]
    return [
      page.w().outShort(when(out.fromAt)),
      ...claim,
      out.backAt === null ? page.w().now : page.w().backShort(when(out.backAt)),
    ]
  }
  return (
    <>
      <SupplyStrip
        spans={props.tracking.spans}
        from={from()}
        to={props.now}
        claimAt={props.claimAt}
        label={`${page.w().seenByMeter}: ${marks().join(' · ')}`}
      />
      <p class="lab" aria-hidden="true">
        <Index each={marks()}>{(mark) => <span>{mark()}</span>}</Index>
      </p>
    </>
  )
}
