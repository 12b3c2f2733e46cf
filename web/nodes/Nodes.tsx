import './node.css'
import './node-narrow.css'
import { useParams } from '@solidjs/router'
import { createSignal, For, Show } from 'solid-js'
import type { NodeRow } from '../../server/wire/nodes.ts'
import { now } from '../lib/clock.ts'
import { isAdministrator } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { Say } from '../ui/Say.tsx'
import { Empty, Shot } from '../ui/Shot.tsx'
import { State } from '../ui/State.tsx'
import { Table } from '../ui/Table.tsx'
import { NodePage } from './NodePage.tsx'
import { troublesOf, worstFirst } from './node-facts.ts'
import { nodeMark } from './node-mark.ts'

/** The fleet, worst first, and beside it the node chosen; without one, all of them as a table. */
export default function Nodes() {
  const params = useParams<{ id?: string }>()
  const shown = useSnapshot<NodeRow[]>(
    () => '/nodes',
    ({ kind }) => kind === 'node',
  )
  useTitle(() => w().nodes.title)
  return (
    <main id="main" tabindex="-1">
      <Shot of={shown}>
        {(nodes) => (
          <Show when={nodes().length > 0} fallback={<NoNodes />}>
            <Show when={params.id} fallback={<Fleet nodes={nodes()} />}>
              {(id) => (
                <div class="nodes">
                  <FleetNav nodes={nodes()} chosen={id()} />
                  <NodePage id={id()} />
                </div>
              )}
            </Show>
          </Show>
        )}
      </Shot>
    </main>
  )
}

const NoNodes = () => (
  <div class="pad">
    <Empty title={w().nodes.empty}>
      <p>{w().nodes.emptyDo}</p>
      <Show when={isAdministrator()}>
        <p class="acts">
          <a class="btn main" href="/settings/nodes">
            {w().nodes.add}
          </a>
        </p>
      </Show>
    </Empty>
  </div>
)

const online = (nodes: readonly NodeRow[]) => nodes.filter(({ status }) => status === 'online').length
const silent = (nodes: readonly NodeRow[]) =>
  nodes.filter(({ status }) => status === 'silent' || status === 'known_dead').length

const Fleet = (props: { nodes: readonly NodeRow[] }) => {
  const column = () => w().nodes.listColumn
  return (
    <div class="pad">
      <div class="crumb">
        <h1>{w().nodes.title}</h1>
      </div>
      <Say
        phrase={w().nodes.listSentence(props.nodes.length, online(props.nodes), silent(props.nodes))}
        tone={silent(props.nodes) > 0 ? 'attn' : 'calm'}
      />
      <Table
        caption={w().nodes.fleetLabel}
        class="fleet-table"
        rows={worstFirst(props.nodes)}
        columns={[
          { head: column().state, cell: (node) => <State mark={nodeMark(node, now(), w())} /> },
          {
            head: column().name,
            cell: (node) => (
              <a data-row href={`/nodes/${node.id}`}>
                <b>{node.displayName}</b>
              </a>
            ),
          },
          { head: column().id, cell: (node) => node.id, class: 'dim' },
          { head: column().site, cell: (node) => (node.site ? named(node.site) : w().nodes.noSite) },
          {
            head: column().seen,
            cell: (node) => (node.lastSeenAt === null ? w().nodes.never : w().time.ago(now() - node.lastSeenAt)),
          },
          { head: column().held, cell: (node) => node.outbox.heldCount ?? '', isNumber: true },
          { head: column().gaps, cell: (node) => node.openGaps.records, isNumber: true },
          { head: column().lost, cell: (node) => node.lostRecords, isNumber: true },
          {
            head: column().power,
            cell: (node) => (node.poweredBy === null ? '' : (w().nodes.powers[node.poweredBy] ?? node.poweredBy)),
            class: 'dim',
          },
          { head: column().software, cell: (node) => node.software ?? '', class: 'dim' },
        ]}
      />
      <Show when={isAdministrator()}>
        <p class="acts">
          <a class="btn" href="/settings/nodes">
            {w().nodes.add}
          </a>
        </p>
      </Show>
    </div>
  )
}

const CALM_SHOWN = 12

const FleetNav = (props: { nodes: readonly NodeRow[]; chosen: string }) => {
  const [isAll, setIsAll] = createSignal(false)
  const sorted = () => worstFirst(props.nodes)
  const bad = () => sorted().filter((node) => troublesOf(node).length > 0)
  const calm = () => sorted().filter((node) => troublesOf(node).length === 0)
  const shown = () => [
    ...bad(),
    ...(isAll() ? calm() : calm().filter(({ id }, index) => index < CALM_SHOWN || id === props.chosen)),
  ]
  const hidden = () => props.nodes.length - shown().length
  return (
    <nav class="fleet" aria-label={w().nodes.fleetLabel}>
      <h2>
        {w().nodes.fleet(props.nodes.length)}
        <span class="dim">{w().nodes.fleetNote(online(props.nodes))}</span>
      </h2>
      <ul>
        <For each={shown()}>
          {(node) => (
            <li classList={{ calm: troublesOf(node).length === 0 }}>
              <a data-row href={`/nodes/${node.id}`} aria-current={node.id === props.chosen ? 'true' : undefined}>
                <b>{node.displayName}</b>
                <Show
                  when={troublesOf(node)[0]}
                  fallback={
                    <span class="dim">{node.lastSeenAt === null ? '' : w().time.ago(now() - node.lastSeenAt)}</span>
                  }
                >
                  {(trouble) => (
                    <>
                      <State mark={nodeMark(node, now(), w())} />
                      <span class="why">{w().nodes.trouble(node, trouble(), now()).why}</span>
                    </>
                  )}
                </Show>
              </a>
            </li>
          )}
        </For>
      </ul>
      <p class="more">
        <Show
          when={hidden() > 0}
          fallback={
            <a class="go" href="/nodes">
              {w().nodes.asTable}
            </a>
          }
        >
          <button type="button" class="link" onClick={() => setIsAll(true)}>
            {w().nodes.calmMore(hidden())}
          </button>
        </Show>
        <Show when={isAdministrator()}>
          <a class="go" href="/settings/nodes">
            {w().nodes.add}
          </a>
        </Show>
      </p>
    </nav>
  )
}
