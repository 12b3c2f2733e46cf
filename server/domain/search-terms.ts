import { maskPersonal } from './plain-text.ts'

/** A piece of a text, [from, to) in UTF-16 units. */
export type Range = readonly [from: number, to: number]

/** A word of a query: a run of Han characters, or of other letters and digits; folded. `isPrefix`: longer ones match too. */
export interface SearchWord {
  text: string
  isHan: boolean
  isPrefix: boolean
}

/** Longest run that is indexed whole, in code points: longer ones are cut, in text and query alike. */
const RUN_MAX = 40
/** Words of a query beyond these are left out. */
const WORDS_MAX = 10

const RUNS = /(\p{Script=Han}+)|((?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+)/gu
// Joiners, soft hyphens, variation selectors: they change how a character looks, not which one it is.
const UNSEEN = /[\p{Cf}\p{Variation_Selector}]/gu
// What `maskPersonal` leaves of a telephone or identity number.
const MASKED = /\d{3,4}\*{4,}\d{3}[\dx]/gi

/** Text as it is compared: full-width as half-width, capitals as small letters, invisible characters gone. */
export const foldText = (text: string): string => text.normalize('NFKC').replace(UNSEEN, '').toLowerCase()

const withoutPersonal = (folded: string): string => maskPersonal(folded).replace(MASKED, ' ')

interface Run {
  /** Code points. */
  chars: string[]
  isHan: boolean
  at: number
}

function* runsOf(folded: string): Generator<Run> {
  for (const match of folded.matchAll(RUNS)) {
    const [run, han] = match
    yield { chars: [...run].slice(0, RUN_MAX), isHan: han !== undefined, at: match.index }
  }
}

// The index splits by an older Unicode than ours: what it might not take for a letter is spelt out in hexadecimal.
const PLAIN = /^[a-z0-9\u4e00-\u9fa5]$/
const spelt = (char: string): string =>
  PLAIN.test(char) ? char : `u${(char.codePointAt(0) ?? 0).toString(16).padStart(6, '0')}`
const termOf = (chars: readonly string[]): string => chars.map(spelt).join('')
const pairsOf = (chars: readonly string[]): string[] => chars.slice(1).map((char, n) => termOf([chars[n] ?? '', char]))

/**
 * The terms of a text, joined by spaces, as they go into the index: of a Han run its pairs in order, then its
 * characters; another run as it is. Telephone and identity numbers leave no term.
 */
export function termsOf(text: string): string {
  const terms: string[] = []
  for (const { chars, isHan } of runsOf(withoutPersonal(foldText(text)))) {
    if (isHan) terms.push(...pairsOf(chars), ...chars.map(spelt))
    else terms.push(termOf(chars))
  }
  return terms.join(' ')
}

const TITLE = 'øt'

/** The terms of a title once more, so that what is about a word comes before what only mentions it. */
export const titleTermsOf = (title: string): string =>
  termsOf(title)
    .split(' ')
    .map((term) => `${TITLE}${term}`)
    .join(' ')

/** A term that no text holds, for what a thing belongs to: `facetOf('s', siteId)`. */
export const facetOf = (kind: string, value: string): string => `ø${kind}${termOf([...value])}`

/** The words of a query, in order; none when nothing in it can be searched for. */
export function wordsOf(query: string): SearchWord[] {
  const words: SearchWord[] = []
  for (const { chars, isHan } of runsOf(foldText(query))) {
    const text = chars.join('')
    // Few letters or digits begin too many words to go through all of them on every keystroke.
    const isPrefix = !isHan && chars.length >= (/^\d+$/.test(text) ? 4 : 3)
    if (!words.some((word) => word.text === text)) words.push({ text, isHan, isPrefix })
    if (words.length === WORDS_MAX) break
  }
  return words
}

/** A word as an FTS5 string. A Han run matches where its pairs follow one another, so nothing between them is skipped. */
export const phraseOf = (word: SearchWord): string => quotedTerms(word, '')

function quotedTerms({ text, isHan, isPrefix }: SearchWord, mark: string): string {
  const chars = [...text]
  const terms = isHan && chars.length > 1 ? pairsOf(chars) : [termOf(chars)]
  return `"${terms.map((term) => mark + term).join(' ')}"${isPrefix ? '*' : ''}`
}

/** A query as an FTS5 expression; null when it has no word, and so finds nothing. User text never leaves the quotes. */
export const matchOf = (query: string): string | null => allOf(wordsOf(query), '')

/** The same of titles alone, where `titleTermsOf` went into the index. */
export const titleMatchOf = (query: string): string | null => allOf(wordsOf(query), TITLE)

const allOf = (words: readonly SearchWord[], mark: string): string | null =>
  words.length === 0 ? null : words.map((word) => quotedTerms(word, mark)).join(' AND ')

/** Whether a text holds every word of a query, by the rule of the index. */
export function holdsWords(text: string, words: readonly SearchWord[]): boolean {
  const runs = [...runsOf(foldText(text))]
  return words.length > 0 && words.every((word) => runs.some((run) => placesIn(run, word).length > 0))
}

/** Where a word stands in a run: [from, to) in UTF-16 units of the run. */
function placesIn({ chars, isHan }: Run, word: SearchWord): Range[] {
  if (isHan !== word.isHan) return []
  const run = chars.join('')
  if (!isHan) return run === word.text || (word.isPrefix && run.startsWith(word.text)) ? [[0, word.text.length]] : []
  const places: Range[] = []
  for (let at = run.indexOf(word.text); at >= 0; at = run.indexOf(word.text, at + word.text.length))
    places.push([at, at + word.text.length])
  return places
}

/** Where a text holds words of a query, [from, to) in the text as given; in order, apart. Masked numbers are never marked. */
export function marksIn(text: string, words: readonly SearchWord[]): Range[] {
  const { folded, origin } = foldedWithOrigin(text)
  const found: Range[] = []
  for (const run of runsOf(folded))
    for (const word of words)
      for (const [from, to] of placesIn(run, word)) {
        const last = origin[run.at + to - 1]
        found.push([origin[run.at + from]?.[0] ?? 0, last?.[1] ?? 0])
      }
  return joined(found)
}

function joined(ranges: readonly Range[]): Range[] {
  const apart: [number, number][] = []
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = apart.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else apart.push([from, to])
  }
  return apart
}

const CLUSTERS = /\P{M}\p{M}*|\p{M}+/gu

/** The folded text, and for each of its UTF-16 units the piece of the text it came from. */
function foldedWithOrigin(text: string): { folded: string; origin: Range[] } {
  let folded = ''
  const origin: Range[] = []
  for (const match of text.matchAll(CLUSTERS)) {
    const piece = foldText(match[0])
    folded += piece
    for (let n = 0; n < piece.length; n++) origin.push([match.index, match.index + match[0].length])
  }
  return { folded, origin }
}

/** A piece of a text around the first marked place, with the marks moved along; `…` stands where something was cut. */
export interface Snippet {
  text: string
  marks: Range[]
}

/** At most `length` UTF-16 units of `text` around its first mark, or from its start. Never cuts a character in two. */
export function snippetOf(text: string, words: readonly SearchWord[], length: number): Snippet {
  const line = text.replace(/\s+/g, ' ')
  const marks = marksIn(line, words)
  const lead = Math.max(0, (marks[0]?.[0] ?? 0) - Math.floor(length / 4))
  const from = onCharacter(line, line.length - lead < length ? Math.max(0, line.length - length) : lead)
  const to = onCharacter(line, Math.min(line.length, from + length))
  const before = from > 0 ? '…' : ''
  return {
    text: `${before}${line.slice(from, to)}${to < line.length ? '…' : ''}`,
    marks: marks
      .filter(([start, end]) => start >= from && end <= to)
      .map(([start, end]) => [start - from + before.length, end - from + before.length]),
  }
}

const onCharacter = (text: string, at: number): number => (/[\udc00-\udfff]/.test(text[at] ?? '') ? at - 1 : at)
