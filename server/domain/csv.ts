/** One record of a file, with the line it begins on, from 1. */
export type CsvRecord = { line: number; fields: string[] }

/**
 * Records of comma-, semicolon- or tab-separated text (RFC 4180: quotes doubled inside quotes, line breaks allowed
 * there). A byte order mark and empty lines are passed over; the separator is the first line's most frequent one.
 */
export function csvRecords(text: string): CsvRecord[] {
  const plain = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const separator = separatorOf(plain)
  const records: CsvRecord[] = []
  let fields: string[] = []
  let field = ''
  let isQuoted = false
  let line = 1
  let beganAt = 1
  const endField = (): void => {
    fields.push(field.trim())
    field = ''
  }
  const endRecord = (): void => {
    endField()
    if (fields.some((one) => one !== '')) records.push({ line: beganAt, fields })
    fields = []
  }
  for (let i = 0; i < plain.length; i++) {
    const char = plain[i]!
    if (isQuoted) {
      if (char === '\n') line++
      if (char !== '"') field += char
      else if (plain[i + 1] === '"') field += plain[++i]
      else isQuoted = false
    } else if (char === '"' && field.trim() === '') {
      isQuoted = true
      field = ''
    } else if (char === separator) endField()
    else if (char === '\n') {
      endRecord()
      beganAt = ++line
    } else field += char
  }
  endRecord()
  return records
}

function separatorOf(text: string): string {
  const first = text.split('\n', 1)[0] ?? ''
  const counts = [',', ';', '\t'].map((char) => [char, first.split(char).length] as const)
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}
