import { Show } from 'solid-js'
import type { PowerEvent, SitePower } from '../../server/wire/power.ts'
import { lowestOf, valueAfter, valueAt } from '../issues/issue-facts.ts'
import { now } from '../lib/clock.ts'
import { w } from '../lib/i18n.ts'
import { clockSeconds } from '../lib/time.ts'

/** One interruption close up: between which two readings it began and ended, so how short and how long it can have been. */
export const Lens = (props: { event: PowerEvent; power: SitePower }) => {
  const words = () => w().sites.lens
  const line = () => lowestOf(props.power.series.filter(({ deviceId }) => deviceId === props.event.deviceId))
  const running = () => now() - props.event.startMaxAt
  const resolution = () => w().time.exact(props.event.resolutionMs)
  return (
    <div class="lens">
      <div class="len">
        <Show when={props.event.endMaxAt !== null} fallback={<b>{words().running(w().time.running(running()))}</b>}>
          <b>
            {words().shortest(w().time.exact(props.event.minMs))}
            <br />
            {words().longest(w().time.exact(props.event.maxMs ?? props.event.minMs))}
          </b>
        </Show>
        <p class="dim">{words().note(resolution())}</p>
      </div>
      <Edge
        title={words().cut}
        from={props.event.startMinAt}
        to={props.event.startMaxAt}
        within={words().cutWithin}
        before={valueAt(line(), props.event.startMinAt)}
        after={props.event.residualVolts}
        isFall
      />
      <Show
        when={props.event.endMaxAt !== null && props.event.endMinAt !== null}
        fallback={
          <figure>
            <figcaption>
              <b>{words().back}</b>
              <span class="dim">{words().notYet}</span>
            </figcaption>
          </figure>
        }
      >
        <Edge
          title={words().back}
          from={props.event.endMinAt ?? 0}
          to={props.event.endMaxAt ?? 0}
          within={words().backWithin}
          before={props.event.residualVolts}
          after={valueAfter(line(), props.event.endMaxAt ?? 0)}
          isFall={false}
        />
      </Show>
    </div>
  )
}

const volts = (value: number | null): string => (value === null ? '' : `${Math.round(value)} V`)

const Edge = (props: {
  title: string
  from: number
  to: number
  within: (duration: string) => string
  before: number | null
  after: number | null
  isFall: boolean
}) => {
  const isBounded = () => props.from > 0
  const [high, low] = [8, 50]
  const before = () => (props.isFall ? high : low)
  const after = () => (props.isFall ? low : high)
  return (
    <figure>
      <figcaption>
        <b>{props.title}</b>
        <span class="dim">
          {isBounded() ? props.within(w().time.exact(props.to - props.from)) : w().sites.lens.unbounded}
        </span>
      </figcaption>
      <svg
        width="100%"
        height="74"
        role="img"
        aria-label={w().sites.lens.picture(
          props.title,
          isBounded() ? clockSeconds(props.from) : '',
          clockSeconds(props.to),
        )}
      >
        <line class="base" x2="100%" y1="50.5" y2="50.5" />
        <Show when={isBounded()}>
          <rect class="strip-gone" x="30%" width="32%" y="4" height="46" />
          <line class="seen" x1="0" x2="30%" y1={before()} y2={before()} />
          <circle class="dot" cx="30%" cy={before()} r="3.5" />
          <text x="2%" y={props.isFall ? 30 : 42}>
            {volts(props.before)}
          </text>
          <text x="30%" y="70" text-anchor="middle">
            {clockSeconds(props.from)}
          </text>
        </Show>
        <line class="seen" x1="62%" x2="100%" y1={after()} y2={after()} />
        <circle class="dot" cx="62%" cy={after()} r="3.5" />
        <text x="66%" y={props.isFall ? 42 : 30}>
          {volts(props.after)}
        </text>
        <text x="62%" y="70" text-anchor="middle">
          {clockSeconds(props.to)}
        </text>
      </svg>
    </figure>
  )
}
