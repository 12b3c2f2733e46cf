import { createMemo, Index, type JSX, Show } from 'solid-js'
import type { Cover, MerchantSite } from '../../server/wire/merchant.ts'
import { useReportPage } from './page.ts'
import type { Choice, Report } from './report.ts'
import { SupplyStrip } from './SupplyStrip.tsx'
import { showStep } from './show-step.ts'
import { stripFrom } from './supply-strip.ts'
import { coverWords } from './words-cover.ts'
import { instantWords } from './words-time.ts'

/** Step 3, only where something is open already: is it this one? Answered, it folds to a line. */
export function CoverStep(props: { report: Report }) {
  const page = useReportPage()
  const here = () => (props.report.covers().length > 0 ? props.report.site() : null)
  const decide = (choice: Choice) => {
    props.report.choose(choice)
    showStep(choice.kind === 'open' ? 'step-3' : 'step-say')
  }
  return (
    <Show when={here()}>
      {(site) => (
        <Show
          when={props.report.choice().kind === 'open'}
          fallback={<Decided report={props.report} onChange={() => decide({ kind: 'open' })} />}
        >
          <section class="step is-current same">
            <i aria-hidden="true">3</i>
            <h2 id="step-3" tabindex="-1">
              {props.report.covers().length === 1 ? page.w().isItThis : page.w().isItOne(props.report.covers().length)}
            </h2>
            <Show when={props.report.isCoverGone()}>
              <p class="wide st st-attn" role="status">
                {page.w().notOpen}
              </p>
            </Show>
            <Index each={props.report.covers()}>
              {(cover) => (
                <CoverCard cover={cover()} here={site()}>
                  <Show when={props.report.covers().length > 1}>
                    <button
                      type="button"
                      class="big yes"
                      on:click={() => decide({ kind: 'join', issueId: cover().issueId })}
                    >
                      {page.w().yesJoin}
                    </button>
                  </Show>
                </CoverCard>
              )}
            </Index>
          </section>
          <div class="go-on">
            <p>{page.w().afterSend}</p>
            <button type="button" class="big" on:click={() => decide({ kind: 'new' })}>
              {props.report.covers().length === 1 ? page.w().noOther : page.w().noneOther}
            </button>
            <Show when={props.report.covers().length === 1 && props.report.covers()[0]}>
              {(only) => (
                <button
                  type="button"
                  class="big yes"
                  on:click={() => decide({ kind: 'join', issueId: only().issueId })}
                >
                  {page.w().yesJoin}
                </button>
              )}
            </Show>
          </div>
        </Show>
      )}
    </Show>
  )
}

function Decided(props: { report: Report; onChange: () => void }) {
  const page = useReportPage()
  return (
    <section class="step is-done">
      <i aria-hidden="true">3</i>
      <div class="done">
        <b>
          <Show when={props.report.joined()} fallback={page.w().reportingNew}>
            {(one) => page.w().joining(one().reportCount + 1)}
          </Show>
        </b>
        <button type="button" class="plain-button" on:click={() => props.onChange()}>
          {page.w().change}
        </button>
      </div>
    </section>
  )
}

function CoverCard(props: { cover: Cover; here: MerchantSite; children: JSX.Element }) {
  const page = useReportPage()
  const now = () => page.now() ?? props.here.at
  const words = createMemo(() => coverWords(page.w(), page.language(), props.cover, props.here, now()))
  const from = () => stripFrom(props.cover.spans, props.cover.sinceAt, now())
  return (
    <article class="case">
      <h3>{words().headline}</h3>
      <Show when={props.cover.spans.length > 0}>
        <SupplyStrip
          spans={props.cover.spans}
          from={from()}
          to={now()}
          label={`${words().source}: ${words().headline}`}
        />
        <div class="lab" aria-hidden="true">
          <span>{instantWords(page.w(), from(), now())}</span>
          <span>{words().source}</span>
          <span>{page.w().now}</span>
        </div>
      </Show>
      <p>
        {words().line}
        <Show when={words().due}>
          <span class={words().isLate ? 'st st-late' : ''}>{words().due}</span>
        </Show>
      </p>
      <Show when={props.cover.spans.length === 0 && words().source}>
        <p>{words().source}</p>
      </Show>
      {props.children}
    </article>
  )
}
