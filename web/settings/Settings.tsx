import './settings.css'
import { useParams } from '@solidjs/router'
import { For, Show, Suspense } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { session } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { useTitle } from '../lib/title.ts'
import { Loading } from '../ui/Shot.tsx'
import { PARTS, type Part } from './parts.ts'

/** What is set once: one's own desk for everybody, the district's lists for those who keep them. */
export default function Settings() {
  const params = useParams<{ part?: string }>()
  const isOpen = ({ roles }: Part): boolean => {
    const role = session()?.user.role
    return roles === null || (role !== undefined && roles.includes(role))
  }
  const parts = () => PARTS.filter(isOpen)
  const part = (): Part => parts().find(({ id }) => id === (params.part ?? 'me')) ?? (PARTS[0] as Part)
  useTitle(() => part().title(w()))
  return (
    <main id="main" class="settings" tabindex="-1">
      <nav aria-label={w().settings.title}>
        <h1>{w().settings.title}</h1>
        <For each={parts()}>
          {({ id, title }) => (
            <a href={`/settings/${id}`} aria-current={id === part().id ? 'page' : undefined}>
              {title(w())}
            </a>
          )}
        </For>
      </nav>
      <div class="pad part">
        <Show when={params.part && params.part !== part().id}>
          <p class="st st-attn">{w().settings.adminOnly}</p>
        </Show>
        <Suspense fallback={<Loading />}>
          <Dynamic component={part().component} />
        </Suspense>
      </div>
    </main>
  )
}
