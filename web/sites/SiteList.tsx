import './site.css'
import './site-narrow.css'
import { For, Show } from 'solid-js'
import type { SiteDay } from '../../server/wire/sites.ts'
import { now } from '../lib/clock.ts'
import { isAdministrator } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { dayStart } from '../lib/time.ts'
import { stripWindow } from '../lib/time-axis.ts'
import { useTitle } from '../lib/title.ts'
import { powerFacts, powerTone } from '../overview/facts.ts'
import { siteMark, siteNote, siteSince } from '../overview/site-row.ts'
import { Say } from '../ui/Say.tsx'
import { Empty, Shot } from '../ui/Shot.tsx'
import { State } from '../ui/State.tsx'
import { SupplyStrip } from '../ui/SupplyStrip.tsx'
import { TimeAxis } from '../ui/TimeAxis.tsx'

/** Every site and its day, worst first. */
export default function SiteList() {
  const shown = useSnapshot<SiteDay[]>(
    () => '/sites',
    ({ kind }) => kind !== 'setup' && kind !== 'directory',
  )
  useTitle(() => w().sites.title)
  return (
    <main id="main" tabindex="-1">
      <Shot of={shown}>
        {(sites) => (
          <Show when={sites().length > 0} fallback={<NoSites />}>
            <List sites={sites()} />
          </Show>
        )}
      </Shot>
    </main>
  )
}

const NoSites = () => (
  <div class="pad">
    <Empty title={w().sites.emptyTitle}>
      <p>{w().sites.emptyDo}</p>
      <Show when={isAdministrator()}>
        <p class="acts">
          <a class="btn main" href="/settings/sites">
            {w().sites.emptyGo}
          </a>
        </p>
      </Show>
    </Empty>
  </div>
)

const List = (props: { sites: readonly SiteDay[] }) => {
  const facts = () => powerFacts(props.sites, 0, now())
  const window = () => stripWindow(props.sites, dayStart(now()), now())
  return (
    <>
      <header class="head pad">
        <div class="crumb">
          <h1>{w().sites.title}</h1>
          <span>{w().sites.count(props.sites.length)}</span>
        </div>
        <Say phrase={w().overview.power.sentence(facts())} tone={powerTone(facts())} />
      </header>
      <ul class="places">
        <For each={props.sites}>
          {(day) => (
            <li>
              <a data-row href={`/sites/${day.site.id}`}>
                <State mark={siteMark(day, now(), w())} />
                <b>{named(day.site)}</b>
                <span class="dim">{w().common.siteKinds[day.site.kind]}</span>
                <span>{siteSince(day, now(), w())}</span>
                <span class="dim">{siteNote(day, w())}</span>
                <SupplyStrip class="pic" spans={day.spans} dips={day.dips} from={window().from} to={window().to} />
              </a>
            </li>
          )}
        </For>
      </ul>
      <div class="places-axis">
        <TimeAxis from={window().from} to={window().to} />
      </div>
    </>
  )
}
