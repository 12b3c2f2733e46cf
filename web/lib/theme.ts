import { createSignal } from 'solid-js'
import { remember, remembered } from './remembered.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const first = THEMES.find((theme) => theme === remembered('theme')) ?? 'system'
const [theme, setTheme] = createSignal<Theme>(first)
const [palette, setPalette] = createSignal(0)

/** Grows when the colours on the screen change: by choice, by the system, or by forced colours. */
export { palette, theme }

export function chooseTheme(next: Theme): void {
  setTheme(next)
  remember('theme', next)
  if (next === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = next
  setPalette((count) => count + 1)
}

/** Follows the system's colours; returns how to stop. */
export function followSystemColours(): () => void {
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query))
  const changed = () => setPalette((count) => count + 1)
  for (const query of queries) query.addEventListener('change', changed)
  return () => {
    for (const query of queries) query.removeEventListener('change', changed)
  }
}
