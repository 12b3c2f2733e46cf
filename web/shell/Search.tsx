import { useNavigate } from '@solidjs/router'
import { createMemo, createSignal, For, onCleanup, Show } from 'solid-js'
import type { SearchHits } from '../../server/wire/search.ts'
import { get } from '../lib/api.ts'
import { named, w } from '../lib/i18n.ts'
import { Key } from '../ui/Button.tsx'
import { Marked } from '../ui/Marked.tsx'
import { allIssuesPath, groupsOf, type Hit, type HitGroup } from './find.ts'

const TYPING_MS = 120
const SHOWN = 5

type Found = { text: string; hits: SearchHits } | { text: string; isFailed: true }

/** Asks while somebody types: the answer to the newest words, never an earlier one. */
function createFinder() {
  const [found, setFound] = createSignal<Found>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined

  async function ask(text: string): Promise<void> {
    asking = new AbortController()
    const { signal } = asking
    const answer = await get<SearchHits>(`/search?${new URLSearchParams({ q: text, limit: String(SHOWN) })}`, signal)
    if (signal.aborted) return
    setFound(answer.ok ? { text, hits: answer.value } : { text, isFailed: true })
  }
  function look(text: string): void {
    clearTimeout(timer)
    asking?.abort()
    if (text.trim() === '') setFound(undefined)
    else timer = setTimeout(() => void ask(text.trim().slice(0, 100)), TYPING_MS)
  }
  onCleanup(() => look(''))
  return { found, look }
}

/** Finds issues, knowledge and places while one types, among what this desk may see. */
export const Search = () => {
  const [typed, setTyped] = createSignal('')
  const [isOpen, setIsOpen] = createSignal(false)
  const [at, setAt] = createSignal(0)
  const { found, look } = createFinder()
  const navigate = useNavigate()
  const hits = () => {
    const now = found()
    return now && 'hits' in now ? now.hits : undefined
  }
  const groups = createMemo((): HitGroup[] => {
    const now = hits()
    return now ? groupsOf(now, named) : []
  })
  const lines = createMemo((): Hit[] => groups().flatMap((group) => group.hits))
  let input!: HTMLInputElement

  function type(text: string): void {
    setTyped(text)
    setAt(0)
    setIsOpen(true)
    look(text)
  }
  function leave(path?: string): void {
    type('')
    setIsOpen(false)
    input.blur()
    if (path !== undefined) navigate(path)
  }
  function press(event: KeyboardEvent): void {
    if (event.isComposing) return
    if (event.key === 'Escape') leave()
    else if (event.key === 'Enter' && typed().trim() !== '') leave(lines()[at()]?.path ?? allIssuesPath(typed()))
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setAt((old) => Math.max(0, Math.min(lines().length - 1, old + (event.key === 'ArrowDown' ? 1 : -1))))
    }
  }
  const isShown = () => isOpen() && typed().trim() !== ''
  const said = () => {
    const now = found()
    if (!now) return w().search.asking
    if ('isFailed' in now) return w().search.failed
    return lines().length === 0 ? w().search.none(now.text) : ''
  }
  return (
    <div class="finder">
      <label class="find">
        <input
          id="search"
          ref={input}
          type="search"
          role="combobox"
          autocomplete="off"
          maxlength="100"
          aria-label={w().search.label}
          aria-expanded={isShown()}
          aria-controls="hits"
          aria-activedescendant={isShown() && lines().length > 0 ? `hit-${at()}` : undefined}
          placeholder={w().search.placeholder}
          value={typed()}
          onFocus={() => setIsOpen(true)}
          onBlur={() => setTimeout(() => setIsOpen(false), 150)}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={press}
        />
        <Key name="/" />
      </label>
      <Show when={isShown()}>
        <div class="hits">
          <div id="hits" role="listbox" aria-label={w().search.label}>
            <For each={groups()}>
              {(group) => (
                // biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of options
                <div role="group" aria-label={w().search.kinds[group.kind]}>
                  <p class="dim kind" aria-hidden="true">
                    {w().search.kinds[group.kind]}
                  </p>
                  <For each={group.hits}>
                    {(hit) => <Line hit={hit} index={lines().indexOf(hit)} at={at()} onOpen={() => leave(hit.path)} />}
                  </For>
                </div>
              )}
            </For>
          </div>
          <Show when={said() !== ''}>
            <p class="dim">{said()}</p>
          </Show>
          <Show when={hits()}>
            <a class="go more" href={allIssuesPath(typed())} onClick={() => leave()}>
              {w().search.all(typed().trim())}
            </a>
          </Show>
          <p class="vh" role="status">
            {hits() ? w().search.hint(lines().length) : ''}
          </p>
        </div>
      </Show>
    </div>
  )
}

const Line = (props: { hit: Hit; index: number; at: number; onOpen: () => void }) => (
  // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, aria-activedescendant points here
  // biome-ignore lint/a11y/useKeyWithClickEvents: the field listens to the arrows and Enter
  <div
    class="hit"
    id={`hit-${props.index}`}
    role="option"
    aria-selected={props.index === props.at}
    onClick={() => props.onOpen()}
  >
    <b>
      <Marked {...props.hit.title} />
    </b>
    <span class="dim">{props.hit.note}</span>
    <Show when={props.hit.snippet}>
      {(snippet) => (
        <span class="dim piece">
          <Marked {...snippet()} />
        </span>
      )}
    </Show>
    <Show when={props.hit.date}>{(date) => <span class="st st-attn">{w().search[date()]}</span>}</Show>
  </div>
)
