import { onCleanup } from 'solid-js'

const TYPING_MS = 200

/** A search field of a page: gives what was typed once the keys rest. */
export const SearchBox = (props: { label: string; hint?: string; value: string; onSearch: (text: string) => void }) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  return (
    <input
      class="box k-find"
      type="search"
      maxlength="100"
      aria-label={props.label}
      placeholder={props.hint ?? props.label}
      value={props.value}
      onInput={(event) => {
        const text = event.currentTarget.value
        clearTimeout(timer)
        timer = setTimeout(() => props.onSearch(text), TYPING_MS)
      }}
    />
  )
}
