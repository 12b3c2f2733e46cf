import { holidayCn } from '../../server/domain/calendar-file.ts'

const DATE = /^\d{4}-\d{2}-\d{2}$/
const isDate = (text: string): boolean => DATE.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))

/** Dates typed or pasted, whatever stands between them; `bad` is the first piece that is none. */
export function datesIn(text: string): { dates: string[]; bad: string | undefined } {
  const pieces = text.split(/[\s,;，；、]+/).filter((piece) => piece !== '')
  return { dates: [...new Set(pieces.filter(isDate))].sort(), bad: pieces.find((piece) => !isDate(piece)) }
}

/** A year read from a file, or null when it is none. */
export function yearFileOf(text: string) {
  try {
    return holidayCn(JSON.parse(text))
  } catch {
    return null
  }
}
