import { For, Show } from 'solid-js'
import type { Rate } from '../../server/domain/kpi.ts'
import type { Kpis } from '../../server/wire/kpis.ts'
import { named } from '../lib/i18n.ts'
import { figureOf, otherSide, rateOf, rawOf } from './facts.ts'
import { type Picks, rowsHref } from './query.ts'
import { Trend } from './Trend.tsx'
import { words } from './words.ts'

/** One rate: how much, of what, what was left out, since January, the other side, and its rows. */
export const RateRow = (props: { kpis: Kpis; kpi: Rate; picks: Picks }) => {
  const figure = () => figureOf(props.kpis, props.kpi)
  const name = () => words().names[props.kpi === 'handle_agency' ? 'handle_on_time' : props.kpi]
  const raw = () => {
    const kpi = rawOf(props.kpi)
    return kpi === null ? undefined : figureOf(props.kpis, kpi).months
  }
  return (
    <div class="k">
      <div class="k-name">
        <h2>
          <b>{name()}</b> {words().bases[figure().basis]}
        </h2>
        <Share figure={figure()} />
      </div>
      <p class="k-how">
        {words().counted(props.kpi, figure().numerator, figure().denominator)}
        <Show when={figure().overdue > 0}>{words().overdue(figure().overdue)}</Show>
        <Show when={figure().excluded.length > 0}>
          <br />
          <a class="ex" href={rowsHref(props.picks, props.kpi, 'excluded')}>
            {words().leftOut(figure().excluded)}
          </a>
        </Show>
      </p>
      <div class="k-trend">
        <Trend name={name()} months={figure().months} raw={raw()} />
      </div>
      <div class="k-other">
        <For each={otherSide(props.kpis, props.kpi, words(), named)}>
          {(mark) => <span class={`st st-${mark.tone}`}>{mark.text}</span>}
        </For>
      </div>
      <p class="last">
        <Show when={figure().denominator > 0}>
          <a class="go" href={rowsHref(props.picks, props.kpi, 'denominator')} data-row>
            {words().open}
            <span class="vh"> {name()}</span>
          </a>
        </Show>
      </p>
    </div>
  )
}

/** `90% 86–93`; `12件里7件` when that is too few; a word when there is nothing. */
const Share = (props: { figure: ReturnType<typeof figureOf> }) => {
  const rate = () => rateOf(props.figure)
  return (
    <Show
      when={rate() !== null}
      fallback={
        <p class="v is-few">
          {props.figure.denominator === 0
            ? words().noData
            : words().few(props.figure.numerator, props.figure.denominator)}
          <Show when={props.figure.denominator > 0}>
            <small>{words().fewNote}</small>
          </Show>
        </p>
      }
    >
      <p class="v">
        {words().percent(rate() ?? 0)}
        <small>{words().interval(props.figure.low ?? 0, props.figure.high ?? 0)}</small>
      </p>
    </Show>
  )
}
