import './settings.css'
import { useParams } from '@solidjs/router'
import { For, Match, Show, Switch } from 'solid-js'
import { isAdministrator } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { useTitle } from '../lib/title.ts'
import { Agencies } from './Agencies.tsx'
import { Me } from './Me.tsx'
import { NodesPart } from './NodesPart.tsx'
import { People } from './People.tsx'
import { Services } from './Services.tsx'
import { Sites } from './Sites.tsx'

const PARTS = ['me', 'people', 'agencies', 'services', 'sites', 'nodes'] as const
type Part = (typeof PARTS)[number]

/** What is set once: one's own desk for everybody, the district's lists for its administrators. */
export default function Settings() {
  const params = useParams<{ part?: string }>()
  const part = (): Part => {
    const wanted = PARTS.find((name) => name === params.part) ?? 'me'
    return isAdministrator() ? wanted : 'me'
  }
  const parts = () => (isAdministrator() ? PARTS : PARTS.slice(0, 1))
  useTitle(() => w().settings.parts[part()])
  return (
    <main id="main" class="settings" tabindex="-1">
      <nav aria-label={w().settings.title}>
        <h1>{w().settings.title}</h1>
        <For each={parts()}>
          {(name) => (
            <a href={`/settings/${name}`} aria-current={name === part() ? 'page' : undefined}>
              {w().settings.parts[name]}
            </a>
          )}
        </For>
      </nav>
      <div class="pad part">
        <Show when={params.part && params.part !== part()}>
          <p class="st st-attn">{w().settings.adminOnly}</p>
        </Show>
        <Switch>
          <Match when={part() === 'me'}>
            <Me />
          </Match>
          <Match when={part() === 'people'}>
            <People />
          </Match>
          <Match when={part() === 'agencies'}>
            <Agencies />
          </Match>
          <Match when={part() === 'services'}>
            <Services />
          </Match>
          <Match when={part() === 'sites'}>
            <Sites />
          </Match>
          <Match when={part() === 'nodes'}>
            <NodesPart />
          </Match>
        </Switch>
      </div>
    </main>
  )
}
