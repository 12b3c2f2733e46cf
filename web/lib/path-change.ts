import { createEffect, on } from 'solid-js'

/** Calls back when the path changes, not for the first one. */
export function usePathChange(path: () => string, changed: (path: string) => void): void {
  createEffect(on(path, changed, { defer: true }))
}
