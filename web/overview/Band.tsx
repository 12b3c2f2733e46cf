import type { JSX } from 'solid-js'
import { Say } from '../ui/Say.tsx'
import type { Phrase, Tone } from '../words/phrase.ts'

/** One question: its sentence at the left, the rows that need somebody at the right. */
export const Band = (props: {
  question: string
  phrase: Phrase
  tone: Tone
  rest?: JSX.Element
  children: JSX.Element
}) => (
  <section class="band">
    <div class="lead">
      <h2>{props.question}</h2>
      <Say phrase={props.phrase} tone={props.tone} class={props.tone === 'hold' ? 'st st-hold' : ''} />
      <p class="rest">{props.rest}</p>
    </div>
    <div class="rows">{props.children}</div>
  </section>
)
