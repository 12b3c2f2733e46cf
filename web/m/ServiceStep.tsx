import { Index, Show } from 'solid-js'
import { useReportPage } from './page.ts'
import type { Report } from './report.ts'
import { showStep } from './show-step.ts'

/** Step 2: what happened. The chosen one stays lit, so another tap changes it. */
export function ServiceStep(props: { report: Report }) {
  const page = useReportPage()
  return (
    <Show when={props.report.site()}>
      {(here) => (
        <section class="step">
          <i aria-hidden="true">2</i>
          <div>
            <h2 id="what">{page.w().whatTitle}</h2>
            <Show when={here().services.length > 0} fallback={<p>{page.w().noServices}</p>}>
              {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in the browsers of older phones */}
              <div class="kinds" role="group" aria-labelledby="what">
                <Index each={here().services}>
                  {(service) => (
                    <button
                      type="button"
                      aria-pressed={service().id === props.report.serviceId()}
                      on:click={() => {
                        props.report.chooseService(service().id)
                        showStep('step-3')
                      }}
                    >
                      {page.name(service())}
                    </button>
                  )}
                </Index>
              </div>
            </Show>
          </div>
        </section>
      )}
    </Show>
  )
}
