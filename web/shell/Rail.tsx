import { For, Show } from 'solid-js'
import type { NodeRow } from '../../server/wire/nodes.ts'
import { session } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'

const PLACES = ['overview', 'worklist', 'issues', 'sites', 'indicators', 'nodes', 'settings'] as const
type Place = (typeof PLACES)[number]
const PATHS: Record<Place, string> = {
  overview: '/',
  worklist: '/worklist',
  issues: '/issues',
  sites: '/sites',
  indicators: '/indicators',
  nodes: '/nodes',
  settings: '/settings',
}

export const Rail = (props: { path: string }) => {
  const nodes = useSnapshot<NodeRow[]>(
    () => '/nodes',
    ({ kind }) => kind === 'node',
  )
  const isHere = (place: Place) =>
    place === 'overview' ? props.path === '/' : props.path === PATHS[place] || props.path.startsWith(`${PATHS[place]}/`)
  const online = () => nodes.state.value?.filter(({ status }) => status === 'online').length ?? 0
  return (
    <header class="rail">
      <a class="brand" href="/">
        <svg aria-hidden="true">
          <use href="#logo" />
        </svg>
        <b>{w().common.brand}</b>
      </a>
      <nav aria-label={w().common.nav.main}>
        <For each={PLACES}>
          {(place) => (
            <a href={PATHS[place]} aria-current={isHere(place) ? 'page' : undefined}>
              {w().common.nav[place]}
              <Show when={place === 'nodes' && nodes.state.value}>
                {(rows) => (
                  <span class="wide">
                    {online()}/{rows().length}
                  </span>
                )}
              </Show>
            </a>
          )}
        </For>
      </nav>
      <Show when={session()}>
        {(now) => (
          <a class="who" href="/settings/me">
            <b>{now().user.name}</b>
            {w().common.roles[now().user.role]}
            <br />
            {now().user.agency ? named(now().user.agency as { nameZh: string; nameEn: string }) : named(now().district)}
          </a>
        )}
      </Show>
    </header>
  )
}
