import type { Mark } from '../words/phrase.ts'

/** A state: its word from the text, its shape from the tone. */
export const State = (props: { mark: Mark; class?: string }) => (
  <span class={`st st-${props.mark.tone} ${props.class ?? ''}`}>{props.mark.text}</span>
)
