import { For, Show } from 'solid-js'
import type { IssueRow } from '../../server/wire/issues.ts'
import type { SiteDetail } from '../../server/wire/sites.ts'
import { now } from '../lib/clock.ts'
import { isAdministrator } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { nodeMark } from '../nodes/node-mark.ts'
import { Glyph } from '../ui/Glyph.tsx'
import { QrCode } from '../ui/QrCode.tsx'
import { State } from '../ui/State.tsx'
import { supplyMark } from './supply-mark.ts'

/** Beside the supply: what people said here, the nodes, the code to print, and who hangs on the same line. */
export const Side = (props: { site: SiteDetail }) => (
  <aside class="side">
    <Issues site={props.site} />
    <Nodes site={props.site} />
    <Show when={props.site.neighbours.length > 0}>
      <Neighbours site={props.site} />
    </Show>
    <section>
      <h2>{w().sites.poster.title}</h2>
      <div class="code">
        <QrCode qr={props.site.qr} label={w().sites.poster.picture(named(props.site.site))} />
        <div>
          <p>{w().sites.poster.why}</p>
          <a class="btn" href={`/sites/${props.site.site.id}/poster`}>
            {w().sites.poster.print}
          </a>
        </div>
      </div>
    </section>
  </aside>
)

const Issues = (props: { site: SiteDetail }) => {
  const words = () => w().sites.issues
  return (
    <section>
      <h2>
        {words().title}
        <span class="dim">{words().open(props.site.openIssues.length)}</span>
      </h2>
      <Show when={props.site.openIssues.length > 0} fallback={<p class="dim">{words().none}</p>}>
        <For each={props.site.openIssues}>{(row) => <Line row={row} />}</For>
      </Show>
      <Show when={props.site.recentIssues.length > 0}>
        <h3 class="dim">{words().recent}</h3>
        <For each={props.site.recentIssues.slice(0, 4)}>{(row) => <Line row={row} isOver />}</For>
      </Show>
      <p class="more">
        <a class="go" href={`/issues?state=all&site=${props.site.site.id}`}>
          {words().all}
        </a>
      </p>
    </section>
  )
}

const Line = (props: { row: IssueRow; isOver?: boolean }) => (
  <a class="li" data-row href={`/issues/${props.row.id}`}>
    <b>
      <Glyph facts={props.row.facts} />
      {props.row.title}
    </b>
    <Show when={!props.isOver} fallback={<span class="dim">{w().common.states[props.row.state]}</span>}>
      <State mark={w().issues.due(props.row, now())} />
    </Show>
    <span class="w">{w().common.list([props.row.number.slice(-4), w().issues.progress(props.row)])}</span>
  </a>
)

const Nodes = (props: { site: SiteDetail }) => {
  const words = () => w().sites.nodes
  return (
    <section>
      <h2>{words().title}</h2>
      <Show
        when={props.site.nodes.length > 0}
        fallback={
          <p class="dim">
            {words().none}{' '}
            <Show when={isAdministrator()}>
              <a class="go" href="/settings/nodes">
                {words().go}
              </a>
            </Show>
          </p>
        }
      >
        <For each={props.site.nodes}>
          {(node) => (
            <a class="li" data-row href={`/nodes/${node.id}`}>
              <b>{node.displayName}</b>
              <State mark={nodeMark(node, now(), w())} />
            </a>
          )}
        </For>
      </Show>
    </section>
  )
}

const Neighbours = (props: { site: SiteDetail }) => (
  <section>
    <h2>
      {w().sites.neighbours.title}
      <Show when={props.site.site.supplyLine}>{(line) => <span class="dim">{named(line())}</span>}</Show>
    </h2>
    <For each={props.site.neighbours}>
      {(neighbour) => (
        <a class="li" data-row href={`/sites/${neighbour.site.id}`}>
          <b>{named(neighbour.site)}</b>
          <State mark={supplyMark(neighbour.supply, now(), w())} />
        </a>
      )}
    </For>
  </section>
)
