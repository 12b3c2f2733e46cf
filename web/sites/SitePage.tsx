import './site.css'
import './site-narrow.css'
import { useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import type { SiteDetail } from '../../server/wire/sites.ts'
import { now } from '../lib/clock.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { useWatch } from '../lib/watch.ts'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { SitePower } from './SitePower.tsx'
import { Side } from './SiteSide.tsx'
import { siteStory, siteTone } from './site-facts.ts'

export default function SitePage() {
  const params = useParams<{ id: string }>()
  const shown = useSnapshot<SiteDetail>(
    () => `/sites/${params.id}`,
    ({ kind, siteId, subjectId }) => siteId === params.id || kind === 'node' || subjectId === params.id,
  )
  useTitle(() => (shown.state.value ? named(shown.state.value.site) : w().sites.title))
  useWatch(() => ({ site: params.id }))
  return (
    <main id="main" tabindex="-1">
      <Shot of={shown}>{(site) => <Page site={site()} />}</Shot>
    </main>
  )
}

const Page = (props: { site: SiteDetail }) => {
  const story = () => siteStory(props.site, now())
  return (
    <div class="site">
      <article class="doc">
        <header class="head pad">
          <Crumb site={props.site} />
          <Say phrase={w().sites.sentence(story())} tone={siteTone(story())} />
        </header>
        <SitePower site={props.site} />
      </article>
      <Side site={props.site} />
    </div>
  )
}

const Crumb = (props: { site: SiteDetail }) => (
  <div class="crumb">
    <h1>{named(props.site.site)}</h1>
    <span>{w().common.siteKinds[props.site.site.kind]}</span>
    <Show when={props.site.site.merchantCount}>{(count) => <span>{w().sites.merchants(count())}</span>}</Show>
    <Show when={props.site.site.supplyLine}>{(line) => <span>{named(line())}</span>}</Show>
    <Show when={props.site.site.address}>{(address) => <span>{address()}</span>}</Show>
    <Show when={props.site.nodes[0]}>
      {(node) => (
        <a class="go" href={`/nodes/${node().id}`}>
          {w().sites.nodeLink(node().displayName)}
        </a>
      )}
    </Show>
  </div>
)
