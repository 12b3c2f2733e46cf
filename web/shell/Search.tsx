import { useNavigate } from '@solidjs/router'
import { createMemo, createSignal, For, Show } from 'solid-js'
import type { IssueList } from '../../server/wire/issues.ts'
import type { SiteDay } from '../../server/wire/sites.ts'
import { get } from '../lib/api.ts'
import { w } from '../lib/i18n.ts'
import { Key } from '../ui/Button.tsx'
import { hitsOf } from './find.ts'

/** Finds an issue by its number or title and a site by its name, among what this desk may see. */
export const Search = () => {
  const [typed, setTyped] = createSignal('')
  const [isOpen, setIsOpen] = createSignal(false)
  const [at, setAt] = createSignal(0)
  const [issues, setIssues] = createSignal<IssueList['rows']>([])
  const [sites, setSites] = createSignal<SiteDay[]>([])
  const navigate = useNavigate()
  const hits = createMemo(() => hitsOf(typed(), issues(), sites()))
  let input!: HTMLInputElement

  async function load(): Promise<void> {
    setIsOpen(true)
    const [all, places] = await Promise.all([
      get<IssueList>('/issues?state=all&sort=received&limit=200'),
      get<SiteDay[]>('/sites'),
    ])
    if (all.ok) setIssues(all.value.rows)
    if (places.ok) setSites(places.value)
  }
  function open(index: number): void {
    const hit = hits()[index]
    if (!hit) return
    setTyped('')
    setIsOpen(false)
    input.blur()
    navigate(hit.path)
  }
  function press(event: KeyboardEvent): void {
    if (event.isComposing) return
    if (event.key === 'Escape') {
      setTyped('')
      input.blur()
    } else if (event.key === 'Enter') open(at())
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setAt((old) => Math.max(0, Math.min(hits().length - 1, old + (event.key === 'ArrowDown' ? 1 : -1))))
    }
  }
  const isShown = () => isOpen() && typed().trim() !== ''
  return (
    <div class="finder">
      <label class="find">
        <input
          id="search"
          ref={input}
          type="search"
          role="combobox"
          autocomplete="off"
          aria-label={w().common.search.label}
          aria-expanded={isShown()}
          aria-controls="hits"
          aria-activedescendant={isShown() && hits().length > 0 ? `hit-${at()}` : undefined}
          placeholder={w().common.search.placeholder}
          value={typed()}
          onFocus={() => void load()}
          onBlur={() => setTimeout(() => setIsOpen(false), 150)}
          onInput={(event) => {
            setTyped(event.currentTarget.value)
            setAt(0)
            setIsOpen(true)
          }}
          onKeyDown={press}
        />
        <Key name="/" />
      </label>
      <Show when={isShown()}>
        <div class="hits">
          <div id="hits" role="listbox" aria-label={w().common.search.label}>
            <For each={hits()}>
              {(hit, index) => (
                // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, aria-activedescendant points here
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field listens to the arrows and Enter
                <div
                  class="hit"
                  id={`hit-${index()}`}
                  role="option"
                  aria-selected={index() === at()}
                  onClick={() => open(index())}
                >
                  <span class="dim">{w().common.search[hit.kind]}</span>
                  <b>{hit.title}</b>
                  <span class="dim">{hit.note}</span>
                </div>
              )}
            </For>
          </div>
          <Show when={hits().length === 0}>
            <p class="dim">{w().common.search.none(typed())}</p>
          </Show>
          <p class="vh" role="status">
            {w().common.search.hint(hits().length)}
          </p>
        </div>
      </Show>
    </div>
  )
}
