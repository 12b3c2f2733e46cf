import { createEffect, on, onCleanup } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { Problem } from '../../server/wire/problem.ts'
import { type Answer, get, getByItself } from './api.ts'
import { here, now } from './clock.ts'
import { live } from './desk.ts'
import type { Touch } from './live.ts'

/** What a page shows of one resource. `value` may be an earlier one while `isLoading`; `at` is the server's clock. */
export type Snapshot<T> = {
  value: T | undefined
  at: number | undefined
  problem: Problem | undefined
  isLoading: boolean
}
export type Shown<T> = {
  state: Snapshot<T>
  reload: () => void
  /** Puts in what an action answered. */
  put: (value: T) => void
}

const COALESCE_MS = 250
const FRESH_MS = 55_000
const KEPT = 60
const kept = new Map<string, { value: unknown; at: number }>()

function keep(path: string, value: unknown, at: number): void {
  // A window of voltages is large and soon over.
  if (path.includes('/power?')) return
  kept.delete(path)
  kept.set(path, { value: structuredClone(value), at })
  const oldest = kept.keys().next().value
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
}

/** Forgets everything read so far, when somebody else signs in. */
export const forgetSnapshots = (): void => kept.clear()

/**
 * Shows what `path` answers, and reads it anew when the stream touches it (250 ms after the first touch). A null path
 * shows nothing. Answers that come late, for a path no longer shown, are dropped. `isKept`: another path is another view
 * of the same thing, so the earlier value stays until the new one is there. `isFresh`: read anew every minute the page is
 * looked at, for what moves without an event: lights, and what is left of a clock of working time.
 */
export function useSnapshot<T extends object>(
  path: () => string | null,
  isTouched: (touch: Exclude<Touch, { kind: 'all' }>) => boolean,
  { isKept = false, isFresh = false } = {},
): Shown<T> {
  const [state, setState] = createStore<Snapshot<T>>({
    value: undefined,
    at: undefined,
    problem: undefined,
    isLoading: true,
  })
  let askedHere = 0
  let request = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const show = (value: T, at: number) =>
    setState(reconcile({ value, at, problem: undefined, isLoading: false } as Snapshot<T>, { key: 'id', merge: false }))

  async function load(from: string, isByItself = false): Promise<void> {
    request += 1
    const own = request
    askedHere = here()
    setState('isLoading', true)
    const answer: Answer<T> = await (isByItself ? getByItself : get)<T>(from)
    if (own !== request) return
    if (answer.ok) {
      keep(from, answer.value, now())
      show(answer.value, now())
    } else setState({ problem: answer.problem, isLoading: false })
  }

  const read = (isByItself: boolean) => {
    clearTimeout(timer)
    timer = undefined
    const from = path()
    if (from !== null) void load(from, isByItself)
  }
  const reload = () => read(false)

  createEffect(
    on(path, (from) => {
      clearTimeout(timer)
      timer = undefined
      const earlier = from === null ? undefined : kept.get(from)
      if (earlier) show(structuredClone(earlier.value) as T, earlier.at)
      else if (!isKept || from === null)
        setState({ value: undefined, at: undefined, problem: undefined, isLoading: from !== null })
      if (from !== null) void load(from)
    }),
  )
  if (isFresh)
    createEffect(
      on(now, (at) => {
        const isDue = state.at !== undefined && at - state.at > FRESH_MS
        if (isDue && !state.isLoading && document.visibilityState !== 'hidden') read(true)
      }),
    )
  const stopListening = live.onTouch((touch) => {
    if (touch.kind === 'all' ? touch.sinceHere < askedHere : !isTouched(touch)) return
    timer ??= setTimeout(() => read(true), COALESCE_MS)
  })
  onCleanup(() => {
    request += 1
    clearTimeout(timer)
    stopListening()
  })
  return { state, reload, put: (value) => show(value, now()) }
}
