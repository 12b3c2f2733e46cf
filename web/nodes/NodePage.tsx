import { Show } from 'solid-js'
import type { NodeDetail } from '../../server/wire/nodes.ts'
import { now } from '../lib/clock.ts'
import { isAdministrator } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { useWatch } from '../lib/watch.ts'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { Connections } from './Connections.tsx'
import { Manage } from './Manage.tsx'
import { Metrics } from './Metrics.tsx'
import { troublesOf } from './node-facts.ts'
import { Records } from './Records.tsx'
import { Three } from './Three.tsx'

/** One node: is it talking, what is still on it, what became of each hole, and what its metrics say. */
export const NodePage = (props: { id: string }) => {
  const shown = useSnapshot<NodeDetail>(
    () => `/nodes/${props.id}`,
    ({ kind, subjectId }) => kind === 'node' && subjectId === props.id,
  )
  useTitle(() => shown.state.value?.displayName ?? w().nodes.title)
  useWatch(() => ({ node: props.id }))
  return (
    <article class="doc">
      <Shot of={shown}>
        {(node) => (
          <>
            <header class="pad">
              <Crumb node={node()} />
              <Say phrase={w().nodes.sentence(node(), now())} tone={troublesOf(node()).length > 0 ? 'attn' : 'calm'} />
            </header>
            <Records node={node()} />
            <Metrics node={node()} />
            <Connections node={node()} />
            <Three node={node()} />
            <Show when={isAdministrator() && node().status !== 'revoked'}>
              <Manage node={node()} onChanged={shown.reload} />
            </Show>
          </>
        )}
      </Shot>
    </article>
  )
}

const Crumb = (props: { node: NodeDetail }) => (
  <div class="crumb">
    <h1>{props.node.displayName}</h1>
    <span>{props.node.id}</span>
    <Show when={props.node.software}>{(version) => <span>{w().nodes.software(version())}</span>}</Show>
    <Show when={props.node.poweredBy}>{(source) => <span>{w().nodes.powers[source()] ?? source()}</span>}</Show>
    <span>{w().nodes.claimed(w().time.day(props.node.createdAt))}</span>
    <Show when={props.node.site} fallback={<span>{w().nodes.noSite}</span>}>
      {(site) => (
        <a class="go" href={`/sites/${site().id}`}>
          {named(site())}
        </a>
      )}
    </Show>
  </div>
)
