/** Half a surrogate pair or a NUL, as JSON may escape them: one makes SQLite's text unreadable, the other cuts it off. */
const UNSTORABLE = /[\0\p{Cs}]/gu

/** A payload's JSON; what no stored text can hold becomes U+FFFD. Throws SyntaxError, and RangeError when nested too deep. */
export function readJson(text: string): unknown {
  if (!text.includes('\\u')) return JSON.parse(text)
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' ? value.replace(UNSTORABLE, '\ufffd') : value,
  )
}
