type Spans = [number, number][]

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Opening hours as a person writes them: `09:00-12:00 13:30-17:30`. */
export const hoursText = (spans: readonly (readonly [number, number])[]): string =>
  spans.map(([from, to]) => `${clock(from)}-${clock(to)}`).join(' ')

const SPAN = /^(\d{1,2})[:：](\d{2})\s*[-–—~至到]\s*(\d{1,2})[:：](\d{2})$/

/** The spans of a text, or null when it cannot be read or they are not in order. */
export function hoursIn(text: string): Spans | null {
  const pieces = text.trim().split(/[\s,，、]+/)
  const spans: Spans = []
  for (const piece of pieces) {
    const [, h1, m1, h2, m2] = SPAN.exec(piece) ?? []
    if (h2 === undefined) return null
    const [from, to] = [Number(h1) * 60 + Number(m1), Number(h2) * 60 + Number(m2)]
    if (from >= to || to > 1_440 || from < (spans.at(-1)?.[1] ?? 0)) return null
    spans.push([from, to])
  }
  return spans
}
