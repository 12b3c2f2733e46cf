const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** Number of characters as a person counts them: a flag or a family emoji is one. */
export function graphemeCount(text: string): number {
  let count = 0
  for (const _ of graphemes.segment(text)) count++
  return count
}

/** The first `limit` characters as a person counts them, with an ellipsis when something was cut off. */
export function shortened(text: string, limit: number): string {
  const parts = [...graphemes.segment(text)].map((part) => part.segment)
  return parts.length <= limit ? text : `${parts.slice(0, limit - 1).join('')}…`
}

// Control characters but for tab and line feed; halves of a character, which nothing can store; bidirectional overrides,
// which can make text read as something else.
const UNWANTED = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** Text as it is kept: NFC, line feeds as `\n`, no control or direction-override characters, trimmed. Markup stays text. */
export function plainText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(UNWANTED, (char) => (char === '\n' || char === '\t' ? char : ''))
    .normalize('NFC')
    .trim()
}

const D = '[0-9０-９]'
const MOBILE = `(?:[+＋]?(?:86|８６)[ -]?)?([1１][3-9３-９]${D})[ -]?${D}{4}[ -]?(${D}{4})`
const IDENTITY = `(${D}{4})${D}{10}(${D}{3}[0-9０-９Xx])`
const PERSONAL = new RegExp(`(?<!${D})(?:${MOBILE}|${IDENTITY})(?!${D})`, 'g')

/**
 * Text with mainland mobile numbers (11 digits from 13, also grouped 3-4-4, after +86 or in full-width digits) and identity
 * numbers (18 digits, GB 11643) masked in the middle.
 */
export function maskPersonal(text: string): string {
  return text.replace(PERSONAL, (_, head, tail, idHead, idTail) =>
    head === undefined ? `${idHead}**********${idTail}` : `${head}****${tail}`,
  )
}

/** A telephone number for a list: `138****5678`, a short one with its middle hidden; null stays null. */
export function maskTelephone(telephone: string | null): string | null {
  if (telephone === null) return null
  const digits = telephone.replace(/\D/g, '')
  if (digits.length < 7) return '*'.repeat(Math.max(digits.length, 3))
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`
}
