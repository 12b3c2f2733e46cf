import { createMemo, createSignal, Index, Show } from 'solid-js'
import type { IssueKind } from '../../server/domain/issue.ts'
import type { MerchantService } from '../../server/wire/merchant.ts'
import { useReportPage } from './page.ts'
import type { Report } from './report.ts'
import { showStep } from './show-step.ts'

/** Step 2: the kind narrows, a group opens, a tile decides. The chosen ones stay lit, so another tap changes them. */
export function ServiceStep(props: { report: Report }) {
  const page = useReportPage()
  const [kind, setKind] = createSignal('')
  const [group, setGroup] = createSignal('')
  const all = () => props.report.site()?.services ?? []
  const inside = (id: string) => all().filter((one) => one.parentId === id)
  const kinds = createMemo(() => [...new Set(all().map((one) => one.kind))])
  const isOfKind = (one: MerchantService): boolean =>
    kind() === '' || (inside(one.id).length > 0 ? inside(one.id).some(isOfKind) : one.kind === kind())
  const top = () => all().filter((one) => !all().some((other) => other.id === one.parentId))
  const shown = () => (group() === '' ? top() : inside(group())).filter(isOfKind)
  const tap = (one: MerchantService) => {
    if (inside(one.id).length > 0) return setGroup(one.id)
    props.report.chooseService(one.id)
    showStep('step-3')
  }
  return (
    <Show when={props.report.site()}>
      <section class="step">
        <i aria-hidden="true">2</i>
        <div>
          <h2 id="what">{page.w().whatTitle}</h2>
          <Show when={kinds().length > 1}>
            {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a row in the browsers of older phones */}
            <p class="narrow" role="group" aria-label={page.w().kindTitle}>
              {page.w().kindTitle}
              <Index each={kinds()}>
                {(one) => (
                  <button
                    type="button"
                    class="plain-button"
                    aria-pressed={one() === kind()}
                    on:click={() => {
                      setKind(one() === kind() ? '' : one())
                      setGroup('')
                    }}
                  >
                    {page.w().kinds[one() as IssueKind]}
                  </button>
                )}
              </Index>
            </p>
          </Show>
          <Show when={all().length > 0} fallback={<p>{page.w().noServices}</p>}>
            {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in the browsers of older phones */}
            <div class="kinds" role="group" aria-labelledby="what">
              <Show when={group()}>
                <button type="button" on:click={() => setGroup('')}>
                  ‹ {page.w().back}
                </button>
              </Show>
              <Index each={shown()}>
                {(service) => (
                  <button
                    type="button"
                    aria-pressed={
                      inside(service().id).length > 0 ? undefined : service().id === props.report.serviceId()
                    }
                    on:click={() => tap(service())}
                  >
                    {page.name(service())}
                    {inside(service().id).length > 0 ? ' ›' : ''}
                  </button>
                )}
              </Index>
            </div>
          </Show>
        </div>
      </section>
    </Show>
  )
}
