import { createSignal, For, Show } from 'solid-js'
import type { SavedFilter as Saved } from '../../server/wire/filters.ts'
import { post, remove } from '../lib/api.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { words } from './words.ts'

/** Filters of one list this person kept under a name; `search` is the filter in view. */
export const SavedFilters = (props: { list: 'issues' | 'worklist'; search: string }) => {
  const said = () => words().worklist.filters
  const shown = useSnapshot<Saved[]>(
    () => '/filters',
    () => false,
  )
  const [isNaming, setIsNaming] = createSignal(false)
  const [name, setName] = createSignal('')
  const [done, setDone] = createSignal('')
  const own = () => (shown.state.value ?? []).filter(({ query }) => listOf(query) === props.list)

  async function save(): Promise<void> {
    const chosen = name().trim()
    if (chosen === '') return
    const answer = await post<Saved>('/filters', { name: chosen, query: `list=${props.list}&${props.search}` })
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
      <div class="i-saved">
        <For each={own()}>
          {(filter) => (
            <span class="i-kept">
              <a class="go" href={addressOf(filter.query)}>
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
            class="i-naming"
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

/** A kept query names the list it is of, then its filters. */
const listOf = (query: string): string | null => new URLSearchParams(query).get('list')
export function addressOf(query: string): string {
  const search = new URLSearchParams(query)
  const list = search.get('list')
  search.delete('list')
  return `/${list === 'worklist' ? 'worklist' : 'issues'}?${search}`
}
