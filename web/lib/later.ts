import { createEffect, createSignal, onCleanup } from 'solid-js'

const AGAIN_MS = 4_000

/** What `load` gives for the current key, once it is there; until then what the key before gave. A failed load is tried again. */
export function createLater<K, T>(key: () => K, load: (key: K) => Promise<T>): () => T | undefined {
  const [part, setPart] = createSignal<T>()
  createEffect(() => {
    const wanted = key()
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    const ask = (): void =>
      void load(wanted).then(
        (value) => {
          if (!isOver) setPart(() => value)
        },
        () => {
          if (!isOver) timer = setTimeout(ask, AGAIN_MS)
        },
      )
    ask()
    onCleanup(() => {
      isOver = true
      clearTimeout(timer)
    })
  })
  return part
}
