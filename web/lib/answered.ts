import { createEffect, on, onCleanup } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { Problem } from '../../server/wire/problem.ts'
import type { Answer } from './api.ts'
import { live } from './desk.ts'
import type { Touch } from './live.ts'

/** What the newest question was answered. `isAsking`: the answer is to an earlier question still. */
export type Answered<T> = { value: T | undefined; problem: Problem | undefined; isAsking: boolean }

const TOUCH_MS = 400

/**
 * Asks with what is being written, `delayMs` after it stopped changing, and again when the stream touches it. Answers
 * to earlier questions are dropped; the last answer stays until the next one is there.
 */
export function useAnswered<Q, T extends object>(
  question: () => Q,
  ask: (question: Q) => Promise<Answer<T>>,
  { delayMs, isTouched }: { delayMs: number; isTouched: (touch: Exclude<Touch, { kind: 'all' }>) => boolean },
): Answered<T> {
  const [state, setState] = createStore<Answered<T>>({ value: undefined, problem: undefined, isAsking: true })
  let latest = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function run(): Promise<void> {
    latest += 1
    const own = latest
    const answer = await ask(question())
    if (own !== latest) return
    if (answer.ok) setState(reconcile({ value: answer.value, problem: undefined, isAsking: false }, { merge: false }))
    else setState({ problem: answer.problem, isAsking: false })
  }
  const later = (ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void run(), ms)
  }
  createEffect(
    on(
      () => JSON.stringify(question()),
      (_, before) => {
        setState('isAsking', true)
        // The first question waits for nothing.
        later(before === undefined ? 0 : delayMs)
      },
    ),
  )
  const stopListening = live.onTouch((touch) => {
    if (touch.kind === 'all' || isTouched(touch)) later(TOUCH_MS)
  })
  onCleanup(() => {
    latest += 1
    clearTimeout(timer)
    stopListening()
  })
  return state
}

/** Runs `act` with a value, `delayMs` after it stopped changing, and once more at the end if it had not run yet. */
export function useSettled<V>(value: () => V, act: (value: V) => void, delayMs: number): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let pending: { value: V } | undefined
  const flush = (): void => {
    clearTimeout(timer)
    const kept = pending
    pending = undefined
    if (kept) act(kept.value)
  }
  createEffect(
    on(
      value,
      (next) => {
        pending = { value: next }
        clearTimeout(timer)
        timer = setTimeout(flush, delayMs)
      },
      { defer: true },
    ),
  )
  onCleanup(flush)
}
