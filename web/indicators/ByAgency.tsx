import { createMemo, For, Show } from 'solid-js'
import type { AgencyFigure, Kpis } from '../../server/wire/kpis.ts'
import { named } from '../lib/i18n.ts'
import { Say } from '../ui/Say.tsx'
import { rateOf } from './facts.ts'
import { type Picks, rowsHref } from './query.ts'
import { words } from './words.ts'

/** On-time handling by agency: a line is what can be said for sure; nobody is ranked. */
export const ByAgency = (props: { kpis: Kpis; picks: Picks }) => {
  const w = () => words().agencies
  const table = () => props.kpis.byAgency
  const many = createMemo(() => table().rows.filter(({ verdict }) => verdict !== 'few'))
  const few = createMemo(() => table().rows.filter(({ verdict }) => verdict === 'few'))
  const of = (verdict: AgencyFigure['verdict']) =>
    table()
      .rows.filter((row) => row.verdict === verdict)
      .map(({ agency }) => named(agency))
  /** The axis begins at a half, or at nothing where somebody is below it. */
  const floor = createMemo(() => (many().some(({ low }) => (low ?? 1) < 0.5) ? 0 : 0.5))
  return (
    <section class="by-agency" aria-labelledby="by-agency">
      <Say as="p" tone="attn" phrase={w().sentence(many().length, of('lower'), of('higher'))} />
      <h2 class="vh" id="by-agency">
        {w().column.verdict}
      </h2>
      <Show when={table().rows.length > 0} fallback={<p class="note">{w().none}</p>}>
        <div class="scroll">
          <table class="lg">
            <thead>
              <tr>
                <th scope="col">{w().column.name}</th>
                <th scope="col" class="num">
                  {w().column.onTime}
                </th>
                <th scope="col" class="p">
                  {w().column.range}
                </th>
                <th scope="col">{w().column.verdict}</th>
                <th scope="col">
                  <span class="vh">{words().openShort}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={many()}>
                {(row) => <Agency row={row} floor={floor()} district={table().district} picks={props.picks} />}
              </For>
              <Show when={many().length > 0}>
                <tr class="scale">
                  <td colspan="2" />
                  <td class="p">
                    <svg width="100%" height="24" aria-hidden="true">
                      <text y="17">{Math.round(floor() * 100)}%</text>
                      <text x="100%" y="17" text-anchor="end">
                        100
                      </text>
                      <Show when={rateOf(table().district)}>
                        {(share) => (
                          <text x={`${at(share(), floor())}%`} y="17" text-anchor="middle">
                            {w().district(share())}
                          </text>
                        )}
                      </Show>
                    </svg>
                  </td>
                  <td colspan="2" />
                </tr>
              </Show>
              <Show when={few().length > 0}>
                <tr class="few">
                  <td>{w().fewRow}</td>
                  <td colspan="4">
                    {w().few(
                      few().map(({ agency, numerator, denominator }) => ({
                        name: named(agency),
                        n: numerator,
                        of: denominator,
                      })),
                    )}
                  </td>
                </tr>
              </Show>
            </tbody>
          </table>
        </div>
      </Show>
      <p class="note">{w().note}</p>
    </section>
  )
}

const at = (share: number, floor: number): number => (100 * Math.max(0, share - floor)) / (1 - floor)

const Agency = (props: { row: AgencyFigure; floor: number; district: Kpis['byAgency']['district']; picks: Picks }) => {
  const x = (share: number | null) => `${at(share ?? 0, props.floor)}%`
  const share = () => props.row.numerator / props.row.denominator
  const isApart = () => props.row.verdict !== 'same'
  const raw = () => rateOf(props.row.raw)
  return (
    <tr>
      <td>{named(props.row.agency)}</td>
      <td class="num">
        {props.row.numerator}/{props.row.denominator}
      </td>
      <td class="p" title={raw() === null ? undefined : words().agencies.raw(words().percent(raw() ?? 0))}>
        <svg
          width="100%"
          height="36"
          role="img"
          aria-label={`${words().percent(share())} ${words().interval(props.row.low ?? 0, props.row.high ?? 0)}`}
        >
          <Show when={props.district.low !== null}>
            <rect
              class="a-district"
              x={x(props.district.low)}
              width={`${at(props.district.high ?? 0, props.floor) - at(props.district.low ?? 0, props.floor)}%`}
              height="36"
            />
            <line class="a-line" x1={x(rateOf(props.district))} x2={x(rateOf(props.district))} y2="36" />
          </Show>
          <line
            class={isApart() ? 'a-range is-apart' : 'a-range'}
            x1={x(props.row.low)}
            x2={x(props.row.high)}
            y1="18"
            y2="18"
          />
          <Show when={isApart()} fallback={<circle class="a-dot" cx={x(share())} cy="18" r="4" />}>
            <svg aria-hidden="true" x={x(share())} class="a-mark">
              <path d={props.row.verdict === 'lower' ? 'M0 11 6 23H-6z' : 'M0 25 6 13H-6z'} />
            </svg>
          </Show>
        </svg>
      </td>
      <td>
        <span class={props.row.verdict === 'lower' ? 'st st-attn' : 'dim'}>
          {words().agencies.verdicts[props.row.verdict]}
        </span>
      </td>
      <td class="num">
        <a class="go" href={rowsHref({ ...props.picks, agency: props.row.agency.id }, 'handle_agency', 'denominator')}>
          {words().openShort}
          <span class="vh"> {named(props.row.agency)}</span>
        </a>
      </td>
    </tr>
  )
}
