import { createMemo, For, onMount, Show } from 'solid-js'
import type { Intake } from './state.ts'
import { words } from './words.ts'

const TEXT_MAX = 2_000

type Piece = { text: string; isMarked: boolean }

/** The sentence in pieces; marks that no longer fit what was typed since are left out. */
export function piecesOf(text: string, heard: string, marks: readonly { from: number; to: number }[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { from, to } of marks) {
    if (from < at || text.slice(from, to) !== heard.slice(from, to)) continue
    pieces.push({ text: text.slice(at, from), isMarked: false }, { text: text.slice(from, to), isMarked: true })
    at = to
  }
  return [...pieces, { text: text.slice(at), isMarked: false }].filter((piece) => piece.text !== '')
}

/** One box for everything the caller says; what was understood is underlined in it. */
export const Sentence = (props: { intake: Intake; ref: (box: HTMLTextAreaElement) => void }) => {
  const { form, setForm, preview, needs } = createMemo(() => props.intake)()
  let box!: HTMLTextAreaElement
  // What the marks were found in: a later answer brings later marks.
  let heard = ''
  const pieces = createMemo(() => {
    const marks = preview.value?.marks ?? []
    if (!preview.isAsking) heard = form.text
    return piecesOf(form.text, heard, marks)
  })
  onMount(() => {
    props.ref(box)
    box.focus()
  })
  return (
    <div class="type">
      <div class="marked" aria-hidden="true">
        <For each={pieces()}>{(piece) => (piece.isMarked ? <mark>{piece.text}</mark> : piece.text)}</For>{' '}
      </div>
      <textarea
        ref={box}
        aria-label={words().text}
        aria-invalid={needs().includes('text') ? 'true' : undefined}
        placeholder={words().textHint}
        maxlength={TEXT_MAX}
        value={form.text}
        onInput={(event) => setForm('text', event.currentTarget.value)}
      />
      <small role="status">
        <Show when={needs().includes('text')} fallback={<Asked intake={props.intake} />}>
          <span class="st st-attn">{words().need.text}</span>
        </Show>
      </small>
    </div>
  )
}

const Asked = (props: { intake: Intake }) => (
  <Show
    when={props.intake.form.text.length < TEXT_MAX - 200}
    fallback={words().counted(TEXT_MAX - props.intake.form.text.length)}
  >
    <Show when={props.intake.form.text.trim() !== '' && props.intake.preview.value}>
      {(preview) => <>{words().asked(preview().toAsk)}</>}
    </Show>
  </Show>
)
