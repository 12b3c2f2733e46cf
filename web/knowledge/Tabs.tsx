import './knowledge.css'
import { For } from 'solid-js'
import { words } from './words.ts'

const PATHS = { knowledge: '/knowledge', notes: '/knowledge/notes', templates: '/knowledge/templates' } as const
export type Tab = keyof typeof PATHS

/** The pages of knowledge, side by side. */
export const Tabs = (props: { here: Tab }) => (
  <nav class="k-tabs" aria-label={words().tabs.label}>
    <For each={Object.keys(PATHS) as Tab[]}>
      {(tab) => (
        <a href={PATHS[tab]} aria-current={tab === props.here ? 'page' : undefined}>
          {words().tabs[tab]}
        </a>
      )}
    </For>
  </nav>
)
