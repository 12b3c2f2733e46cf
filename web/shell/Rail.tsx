import { For, Show } from 'solid-js'
import type { NodeRow } from '../../server/wire/nodes.ts'
import type { Role } from '../../server/wire/people.ts'
import type { Notices } from '../../server/wire/supervision.ts'
import { session } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'

const PLACES = [
  'overview',
  'worklist',
  'issues',
  'sites',
  'knowledge',
  'supervision',
  'indicators',
  'nodes',
  'settings',
] as const
type Place = (typeof PLACES)[number]
const PATHS: Record<Place, string> = {
  overview: '/',
  worklist: '/worklist',
  issues: '/issues',
  sites: '/sites',
  knowledge: '/knowledge',
  supervision: '/supervision',
  indicators: '/indicators',
  nodes: '/nodes',
  settings: '/settings',
}

/** Who supervises, is supervised, or stands between. */
const SUPERVISED: readonly Role[] = ['administrator', 'operator', 'window_manager', 'supervisor', 'officer']

export const Rail = (props: { path: string }) => {
  const nodes = useSnapshot<NodeRow[]>(
    () => '/nodes',
    ({ kind }) => kind === 'node',
  )
  const isSupervised = () => SUPERVISED.includes(session()?.user.role ?? 'viewer')
  const notices = useSnapshot<Notices>(
    () => (isSupervised() ? '/notices?unread=1&limit=1' : null),
    ({ kind }) => kind === 'supervision',
  )
  const places = () => PLACES.filter((place) => place !== 'supervision' || isSupervised())
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
        <For each={places()}>
          {(place) => (
            <a href={PATHS[place]} aria-current={isHere(place) ? 'page' : undefined}>
              {w().common.nav[place]}
              <Show when={place === 'supervision' && notices.state.value?.unreadCount}>
                {(unread) => <span class="wide">{unread()}</span>}
              </Show>
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
