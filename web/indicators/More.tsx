import { For, Show } from 'solid-js'
import type { Kpis } from '../../server/wire/kpis.ts'
import { Say } from '../ui/Say.tsx'
import { figureOf, OTHERS, ROWS, saidOf } from './facts.ts'
import { type Picks, rowsHref } from './query.ts'
import { how, words } from './words.ts'

/** The rates that have no row of their own. */
export const More = (props: { kpis: Kpis; picks: Picks }) => {
  const column = () => words().more.column
  const shown = () =>
    OTHERS.map((kpi) => figureOf(props.kpis, kpi)).filter(
      ({ kpi, denominator }) => denominator > 0 || !kpi.startsWith('direct_handle.'),
    )
  return (
    <section aria-labelledby="more">
      <h2 class="sub" id="more">
        {words().more.title}
      </h2>
      <div class="scroll">
        <table class="ck">
          <thead>
            <tr>
              <th scope="col">{column().rate}</th>
              <th scope="col">{column().counted}</th>
              <th scope="col" class="num">
                {column().percent}
              </th>
              <th scope="col" class="num">
                {column().before}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={shown()}>
              {(figure) => (
                <tr>
                  <td>
                    <a class="go" href={rowsHref(props.picks, figure.kpi, 'denominator')}>
                      {words().names[figure.kpi]}
                    </a>
                  </td>
                  <td>{words().counted(figure.kpi, figure.numerator, figure.denominator)}</td>
                  <td class="num">
                    {saidOf(figure, words())}
                    <Show when={figure.low !== null}>
                      <small class="dim"> {words().interval(figure.low ?? 0, figure.high ?? 0)}</small>
                    </Show>
                  </td>
                  <td class="num dim">
                    {figure.compare && figure.compare.denominator > 0 ? saidOf(figure.compare, words()) : '–'}
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** How long the stages take: half and nine of ten within. */
export const Stages = (props: { kpis: Kpis; picks: Picks }) => {
  const w = () => words().stages
  const minutes = (value: number | null) => (value === null ? '–' : w().minutes(value))
  const handle = () => props.kpis.stages.find(({ kpi }) => kpi === 'stage.handle')
  const said = () => {
    const stage = handle()
    if (!stage || stage.median === null || stage.p90 === null) return null
    return { median: minutes(stage.median), p90: minutes(stage.p90), count: stage.count }
  }
  return (
    <section aria-labelledby="stages">
      <Say as="p" tone="attn" phrase={w().sentence(said())} />
      <h2 class="vh" id="stages">
        {w().column.clock}
      </h2>
      <div class="scroll">
        <table class="ck stages">
          <thead>
            <tr>
              <th scope="col">{w().column.clock}</th>
              <For each={[w().column.median, w().column.p90, w().column.count, w().column.running, w().column.before]}>
                {(head) => (
                  <th scope="col" class="num">
                    {head}
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={props.kpis.stages}>
              {(stage) => (
                <tr>
                  <td>
                    <Show when={stage.kpi !== 'stage.all'} fallback={w().names[stage.kpi]}>
                      <a class="go" href={rowsHref(props.picks, stage.kpi, 'denominator')}>
                        {w().names[stage.kpi]}
                      </a>
                    </Show>
                  </td>
                  <td class="num">{minutes(stage.median)}</td>
                  <td class="num">{minutes(stage.p90)}</td>
                  <td class="num">{stage.count}</td>
                  <td class="num">{stage.running}</td>
                  <td class="num dim">{minutes(stage.compare?.median ?? null)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
      <p class="note">{w().note}</p>
    </section>
  )
}

/** The numbers behind the trends, for readers and for paper. */
export const Numbers = (props: { kpis: Kpis }) => {
  const figures = () => ROWS(false).map((kpi) => figureOf(props.kpis, kpi))
  return (
    <details class="fold">
      <summary>{words().numbers}</summary>
      <section class="scroll" tabindex="0" aria-label={words().numbers}>
        <table class="months">
          <thead>
            <tr>
              <th scope="col" />
              <For each={figures()[0]?.months}>
                {({ month }) => (
                  <th scope="col" class="num">
                    {words().month(month)}
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={figures()}>
              {(figure) => (
                <tr>
                  <th scope="row">{words().names[figure.kpi]}</th>
                  <For each={figure.months}>
                    {({ numerator, denominator }) => (
                      <td class="num">{denominator === 0 ? '–' : `${numerator}/${denominator}`}</td>
                    )}
                  </For>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
    </details>
  )
}

/** How every figure is computed, for everybody. */
export const How = () => (
  <details class="fold">
    <summary>{words().how}</summary>
    <dl class="how">
      <For each={how()}>
        {([name, rule]) => (
          <>
            <dt>{name}</dt>
            <dd>{rule}</dd>
          </>
        )}
      </For>
    </dl>
  </details>
)
