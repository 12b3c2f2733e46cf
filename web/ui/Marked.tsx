import { For } from 'solid-js'

type Range = readonly [from: number, to: number]

/** A text with the ranges somebody searched for marked; the text stays text, whatever is in it. */
export const Marked = (props: { text: string; marks: readonly Range[] }) => (
  <For each={piecesOf(props.text, props.marks)}>
    {(piece) => (piece.isMarked ? <mark>{piece.text}</mark> : piece.text)}
  </For>
)

/** The text cut at its marks; marks that overlap or lie outside are left out. */
export function piecesOf(text: string, marks: readonly Range[]): { text: string; isMarked: boolean }[] {
  const pieces: { text: string; isMarked: boolean }[] = []
  let at = 0
  for (const [from, to] of marks) {
    if (from < at || to <= from || to > text.length) continue
    if (from > at) pieces.push({ text: text.slice(at, from), isMarked: false })
    pieces.push({ text: text.slice(from, to), isMarked: true })
    at = to
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMarked: false })
  return pieces
}
