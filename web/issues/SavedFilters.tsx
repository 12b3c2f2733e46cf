import { createSignal, For, Show } from 'solid-js'
import { post, remove } from '../lib/api.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { words } from './words.ts'

type Saved = { id: string; name: string; query: string }

/** Filters this person kept under a name; `search` is the filter in view. */
export const SavedFilters = (props: { path: string; search: string }) => {
  const said = () => words().worklist.filters
  const shown = useSnapshot<Saved[]>(
    () => '/filters',
    () => false,
  )
  const [isNaming, setIsNaming] = createSignal(false)
  const [name, setName] = createSignal('')
  const [done, setDone] = createSignal('')
  const own = () => (shown.state.value ?? []).filter(({ query }) => belongs(query, props.path))

  async function save(): Promise<void> {
    const chosen = name().trim()
    if (chosen === '') return
    const answer = await post<Saved>('/filters', { name: chosen, query: `${props.path}?${props.search}` })
    setDone(answer.ok ? said().saved(chosen) : answer.problem.title)
    if (!answer.ok) return
    setIsNaming(false)
    setName('')
    shown.reload()
  }
  async function drop({ id, name: its }: Saved): Promise<void> {
    const answer = await remove(`/filters/${id}`)
    setDone(answer.ok ? said().removed(its) : answer.problem.title)
    shown.reload()
  }
  return (
    <Show when={shown.state.value}>
      <div class="saved">
        <For each={own()}>
          {(filter) => (
            <span class="kept">
              <a class="go" href={filter.query}>
                {filter.name}
              </a>
              <button
                type="button"
                class="link"
                aria-label={said().remove(filter.name)}
                onClick={() => void drop(filter)}
              >
                ×
              </button>
            </span>
          )}
        </For>
        <Show
          when={isNaming()}
          fallback={
            <Show when={props.search !== ''}>
              <button type="button" class="link" onClick={() => setIsNaming(true)}>
                {said().save}
              </button>
            </Show>
          }
        >
          <form
            class="naming"
            onSubmit={(event) => {
              event.preventDefault()
              void save()
            }}
          >
            <input
              class="box"
              maxlength="40"
              aria-label={said().name}
              placeholder={said().name}
              value={name()}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" disabled={name().trim() === ''}>
              {said().save}
            </Button>
          </form>
        </Show>
        <span class="dim" role="status">
          {done()}
        </span>
      </div>
    </Show>
  )
}

const belongs = (query: string, path: string): boolean => query === path || query.startsWith(`${path}?`)
