import { createSignal, onCleanup, onMount } from 'solid-js'
import { remember, remembered } from './remembered.ts'

const [isOn, setIsOn] = createSignal(remembered('keys') !== 'off')

export { isOn as areKeysOn }

/** Single-key shortcuts can be switched off (WCAG 2.1.4). */
export function switchKeys(next: boolean): void {
  setIsOn(next)
  remember('keys', next ? 'on' : 'off')
}

const bound = new Map<string, () => void>()

/** Binds single keys while the component lives; the newest binding of a key wins, and the older one comes back. */
export function useKeys(keys: Record<string, () => void>): void {
  const before = new Map<string, (() => void) | undefined>()
  onMount(() => {
    for (const [key, act] of Object.entries(keys)) {
      before.set(key, bound.get(key))
      bound.set(key, act)
    }
  })
  onCleanup(() => {
    for (const [key, act] of before) {
      if (bound.get(key) !== keys[key]) continue
      if (act) bound.set(key, act)
      else bound.delete(key)
    }
  })
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select, dialog, dialog *'))

/** Runs the binding of a key that was pressed outside any field and dialog. */
export function pressKey(event: KeyboardEvent): void {
  if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return
  const act = bound.get(event.key)
  if (!act) return
  event.preventDefault()
  act()
}

/** Moves the focus `by` rows along everything marked `data-row`, so that Enter opens it as any link. */
export function moveRow(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')].filter((row) => row.offsetParent !== null)
  const at = rows.indexOf(document.activeElement as HTMLElement)
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))
  rows[next]?.focus()
}
