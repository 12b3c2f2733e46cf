import { createEffect, onCleanup } from 'solid-js'
import { live } from './desk.ts'
import type { Watched } from './live.ts'

/** Asks the stream for the readings this page shows, as long as it is shown. */
export function useWatch(watched: () => Watched): void {
  createEffect(() => live.watch(watched()))
  onCleanup(() => live.watch({}))
}
