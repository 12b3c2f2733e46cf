import { For, Show } from 'solid-js'
import type { SiteDay } from '../../server/wire/sites.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { stripWindow } from '../lib/time-axis.ts'
import { State } from '../ui/State.tsx'
import { QuietStrips, SupplyStrip } from '../ui/SupplyStrip.tsx'
import { TimeAxis } from '../ui/TimeAxis.tsx'
import { Band } from './Band.tsx'
import { powerFacts, powerTone, sitesToShow } from './facts.ts'
import { siteMark, siteNote, siteSince } from './site-row.ts'

const MOST_ROWS = 6

export const PowerBand = (props: { sites: readonly SiteDay[]; toldCount: number; startAt: number }) => {
  const facts = () => powerFacts(props.sites, props.toldCount, now())
  const shown = () => sitesToShow(props.sites).slice(0, MOST_ROWS)
  const quiet = () => props.sites.filter((day) => day.nodeCount > 0 && !sitesToShow([day]).length).length
  const window = () => stripWindow(props.sites, props.startAt, now())
  const words = () => w().overview.power
  return (
    <Band
      question={words().question}
      phrase={words().sentence(facts())}
      tone={powerTone(facts())}
      rest={
        <>
          {facts().seenCount === 0 ? '' : words().rest(facts())}
          <Show when={props.sites.length > 0}>
            <a class="go" href="/sites">
              {words().all(props.sites.length)}
            </a>
          </Show>
        </>
      }
    >
      <For each={shown()}>
        {(day) => (
          <a class="r" data-row href={`/sites/${day.site.id}`}>
            <State mark={siteMark(day, now(), w())} />
            <b>{named(day.site)}</b>
            <span>{siteSince(day, now(), w())}</span>
            <span>{siteNote(day, w())}</span>
            <SupplyStrip class="pic" spans={day.spans} dips={day.dips} from={window().from} to={window().to} />
          </a>
        )}
      </For>
      <Show when={quiet() > 0}>
        <a class="r end" href="/sites">
          <State mark={{ tone: 'calm', text: w().overview.rowState.present }} />
          <span class="dim span">{shown().length > 0 ? words().othersFine(quiet()) : words().allFine(quiet())}</span>
          <span class="pic">
            <QuietStrips count={quiet()} />
          </span>
        </a>
      </Show>
      <Show when={facts().seenCount > 0} fallback={<Unknown text={words().noneYet} />}>
        <TimeAxis class="axis" from={window().from} to={window().to} />
      </Show>
    </Band>
  )
}

/** Nothing is known: a hatched line and the reason. */
export const Unknown = (props: { text: string }) => (
  <div class="unknown">
    <p>{props.text}</p>
    <svg aria-hidden="true" width="100%" height="12">
      <rect class="strip-gone" y=".5" width="100%" height="11" />
    </svg>
  </div>
)
