import { createMemo, createSignal, For, Show } from 'solid-js'
import type { SitePower as Power } from '../../server/wire/power.ts'
import type { SiteDetail } from '../../server/wire/sites.ts'
import { now } from '../lib/clock.ts'
import { live } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { clockSeconds, dayStart } from '../lib/time.ts'
import { Figure } from '../ui/Figure.tsx'
import { SupplyStrip } from '../ui/SupplyStrip.tsx'
import { TimeAxis } from '../ui/TimeAxis.tsx'
import { Events } from './Events.tsx'
import { Lens } from './Lens.tsx'
import { interruptionInView } from './site-facts.ts'
import { rowsOf, siteSpec, withReadings } from './site-spec.ts'

const RANGES = ['hour', 'quarter', 'day', 'full'] as const
type Range = (typeof RANGES)[number]
const HOUR_MS = 3_600_000
const SPANS: Record<Exclude<Range, 'day'>, number> = { hour: HOUR_MS, quarter: 6 * HOUR_MS, full: 24 * HOUR_MS }

/** A short outage of the last hour is looked at closely, anything else in the day. */
function firstRange({ spans }: SiteDetail, at: number): Range {
  const latest = spans.filter(({ value }) => value === 'absent').pop()
  const isShort = latest !== undefined && latest.to !== null && latest.to - latest.from < HOUR_MS / 6
  return isShort && latest.from > at - HOUR_MS ? 'hour' : 'day'
}

/** The supply of a site over a window: the line of each phase, the verdict under it, the interruption close up, every event. */
export const SitePower = (props: { site: SiteDetail }) => {
  const words = () => w().sites.voltage
  const [range, setRange] = createSignal<Range>(firstRange(props.site, now()))
  const path = createMemo(() => {
    const to = Math.ceil(now() / 60_000) * 60_000
    const chosen = range()
    const from = chosen === 'day' ? dayStart(now()) : to - SPANS[chosen]
    return `/sites/${props.site.site.id}/power?from=${from}&to=${to}`
  })
  const shown = useSnapshot<Power>(path, ({ kind, siteId }) => kind === 'power' && siteId === props.site.site.id, {
    isKept: true,
  })
  const power = createMemo(() => {
    const value = shown.state.value
    return value && withReadings(value, live.state.readings)
  })
  const hasVolts = () => power()?.series.some(({ points }) => points.length > 0) ?? false
  return (
    <>
      <section class="pad">
        <Show
          when={hasVolts() && power()}
          fallback={
            <>
              <h2>{words().title}</h2>
              <p class="dim">
                {shown.state.isLoading
                  ? w().common.loading
                  : `${words().none}${words().noneWhy(w().sites.reason(props.site.supply))}`}
              </p>
            </>
          }
        >
          {(value) => (
            <Voltage
              power={value()}
              tools={
                <fieldset class="seg" aria-label={words().range}>
                  <For each={RANGES}>
                    {(name) => (
                      <button type="button" aria-pressed={range() === name} onClick={() => setRange(name)}>
                        {words().ranges[name]}
                      </button>
                    )}
                  </For>
                </fieldset>
              }
            />
          )}
        </Show>
      </section>
      <Show when={power()}>{(value) => <Events events={value().events} />}</Show>
    </>
  )
}

const Voltage = (props: { power: Power; tools: Parameters<typeof Figure>[0]['tools'] }) => {
  const words = () => w().sites.voltage
  const picture = createMemo(() => siteSpec(props.power, now(), w()))
  const dips = () => props.power.events.filter(({ kind }) => kind === 'voltage_dip')
  return (
    <>
      <Figure
        title={
          <>
            {words().title}
            <span class="dim">{picture().note}</span>
          </>
        }
        tools={props.tools}
        summary={picture().summary}
        spec={picture().spec}
        rows={rowsOf(props.power, w())}
        columns={[
          { head: words().column.at, cell: (row) => clockSeconds(row.at) },
          { head: words().column.phase, cell: (row) => row.phase },
          {
            head: words().column.low,
            cell: (row) => (row.low === null ? '—' : `${row.low.toFixed(1)} V`),
            isNumber: true,
          },
          {
            head: words().column.high,
            cell: (row) => (row.high === null ? '—' : `${row.high.toFixed(1)} V`),
            isNumber: true,
          },
        ]}
        below={
          <div class="verdict">
            <b>{words().verdict}</b>
            <SupplyStrip
              spans={props.power.spans}
              dips={dips().map(({ startMaxAt }) => ({ at: startMaxAt }))}
              from={props.power.from}
              to={props.power.to}
            />
            <TimeAxis from={props.power.from} to={props.power.to} most={9} />
          </div>
        }
      />
      <Show when={interruptionInView(props.power.events)}>
        {(event) => <Lens event={event()} power={props.power} />}
      </Show>
    </>
  )
}
