import { For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Phrase, Tone } from '../words/phrase.ts'

/** The sentence that opens a panel; its size follows the state: late 28, attention 20, calm 16. */
export const Say = (props: { phrase: Phrase; tone: Tone; as?: 'h1' | 'p'; class?: string }) => (
  <Dynamic component={props.as ?? 'p'} class={`say ${sizeOf(props.tone)} ${props.class ?? ''}`}>
    <Pieces phrase={props.phrase} />
  </Dynamic>
)

export const Pieces = (props: { phrase: Phrase }) => (
  <For each={props.phrase}>
    {(piece) => (
      <Show when={typeof piece === 'string' ? null : piece} fallback={<Lines text={piece as string} />}>
        {(mark) => <em class={`tone-${mark().tone}`}>{mark().text}</em>}
      </Show>
    )}
  </For>
)

const Lines = (props: { text: string }) => (
  <For each={props.text.split('\n')}>
    {(line, index) => (
      <>
        <Show when={index() > 0}>
          <br />
        </Show>
        {line}
      </>
    )}
  </For>
)

const sizeOf = (tone: Tone): string => (tone === 'late' ? 'is-late' : tone === 'attn' ? '' : 'is-calm')
