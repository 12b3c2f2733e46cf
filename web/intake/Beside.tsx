import { createMemo, For, Show } from 'solid-js'
import { named, w } from '../lib/i18n.ts'
import { clockTime } from '../lib/time.ts'
import { State } from '../ui/State.tsx'
import { SupplyStrip } from '../ui/SupplyStrip.tsx'
import { TimeAxis } from '../ui/TimeAxis.tsx'
import type { Intake } from './state.ts'
import type { Similar } from './ways.ts'
import { words } from './words.ts'

/** What is known already: open and recently closed issues close by, announced outages, the site's supply. */
export const Beside = (props: { intake: Intake }) => {
  const preview = () => props.intake.preview.value
  const same = () => preview()?.similar.filter(({ relation }) => relation === 'same').length ?? 0
  return (
    <section>
      <h2>
        {words().similar.title}
        <span class="dim">{words().similar.count(preview()?.similar.length ?? 0, same())}</span>
      </h2>
      <table>
        <tbody>
          <For each={preview()?.similar}>
            {(one) => <SimilarRow one={one} isChosen={props.intake.ways()?.join?.row.id === one.row.id} />}
          </For>
        </tbody>
      </table>
      <Outages intake={props.intake} />
      <Show when={preview()?.where.site && preview()?.supply}>
        <Supply intake={props.intake} />
      </Show>
    </section>
  )
}

const SimilarRow = (props: { one: Similar; isChosen: boolean }) => {
  const row = () => props.one.row
  return (
    <tr class={props.isChosen ? 'is-same' : 'no'}>
      <td>
        <a href={`/issues/${row().id}`} target="_blank" rel="noopener">
          {row().title}
        </a>
      </td>
      <td>{words().similar.relation(props.one.relation, w().issues.reports(row().reportCount))}</td>
      <td class="now-at">
        <Show when={props.isChosen} fallback={w().issues.progress(row())}>
          <State mark={{ tone: 'attn', text: w().issues.progress(row()) }} />
        </Show>
      </td>
      <td class="no4">{row().number.slice(-4)}</td>
    </tr>
  )
}

const Outages = (props: { intake: Intake }) => {
  const preview = () => props.intake.preview.value
  const outages = () => preview()?.outages ?? []
  const site = () => preview()?.where.site
  return (
    <>
      <h2 class="next">
        {words().planned.title}
        <span class="dim">
          <Show
            when={outages().length > 0}
            fallback={words().planned.none(site() ? named(site() as { nameZh: string; nameEn: string }) : null)}
          >
            {words().planned.some(outages().length)}
          </Show>
        </span>
      </h2>
      <table>
        <tbody>
          <For each={outages()}>
            {(outage) => (
              <tr class={props.intake.ways()?.planned?.id === outage.id ? 'is-same' : 'no'}>
                <td>{words().planned.span(outage.fromAt, outage.untilAt, preview()?.at ?? 0)}</td>
                <td>
                  {outage.reason}
                  <Show when={outage.supply}>{(line) => <> · {words().planned.whole(named(line()))}</>}</Show>
                </td>
                <td class="no4">{outage.sourceNumber ?? ''}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </>
  )
}

const Supply = (props: { intake: Intake }) => {
  const preview = createMemo(() => props.intake.preview.value)
  const site = () => named(preview()?.where.site ?? { nameZh: '', nameEn: '' })
  const said = () => {
    const supply = preview()?.supply
    if (supply?.value === 'absent') return words().supply.absent(clockTime(supply.sinceAt ?? preview()?.at ?? 0))
    if (supply?.value === 'present') return words().supply.present
    return supply?.reason === 'no_meter' ? words().supply.noMeter : words().supply.unknown
  }
  return (
    <Show when={preview()}>
      {(found) => (
        <>
          <h2 class="next">
            {words().supply.title(site())}
            <span class="dim">{said()}</span>
          </h2>
          <div role="img" aria-label={words().supply.picture(site(), clockTime(found().spansFrom), said())}>
            <SupplyStrip spans={found().spans} from={found().spansFrom} to={found().at} />
            <TimeAxis from={found().spansFrom} to={found().at} />
          </div>
        </>
      )}
    </Show>
  )
}
