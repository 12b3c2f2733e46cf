import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { openReader, openWriter } from '../db/client.ts'
import { queriesOver } from '../db/drizzle.ts'
import { migrateDatabase } from '../db/migrate.ts'
import { writeAtomically } from '../db/writer.ts'
import type { Config } from '../server/config.ts'
import { createImportStore, UNSORTED_SERVICE } from '../server/store/import.ts'
import { type ImportedAppeal, importedAppealSchema } from '../server/wire/import.ts'

const BATCH = 200
const BAD_LINES_SHOWN = 20

export interface ImportOptions {
  file: string
  service?: string
  source?: string
  now: number
  say(line: string): void
  /** A count that may be overwritten by the next. */
  progress(line: string): void
}

export interface ImportTotals {
  lines: number
  imported: number
  known: number
  bad: { line: number; why: string }[]
}

/** Imports a file line by line; bad lines are told by number and skipped. Throws when the file or the database cannot be used. */
export async function importIssues(
  config: Pick<Config, 'database'>,
  options: ImportOptions,
): Promise<ImportTotals | null> {
  const writer = await openWriter(config.database)
  const reader = await openReader(config.database)
  try {
    await migrateDatabase(writer, config.database, options.now)
    const store = createImportStore({
      db: queriesOver(reader),
      writer: { write: (statements) => writer.exclusive((client) => writeAtomically(client, statements)) },
    })
    const target = await store.target(options.source ?? basename(options.file), options.service ?? UNSORTED_SERVICE)
    if ('unknown' in target) {
      options.say(`没有事项“${options.service}”，有：${target.known.join(' ')} · no such service`)
      return null
    }
    const totals: ImportTotals = { lines: 0, imported: 0, known: 0, bad: [] }
    let batch: ImportedAppeal[] = []
    const flush = async (): Promise<void> => {
      const imported = await store.add(target, batch, options.now)
      totals.imported += imported
      totals.known += batch.length - imported
      batch = []
      options.progress(
        `读了${totals.lines}行，新收${totals.imported}件 · read ${totals.lines}, imported ${totals.imported}`,
      )
    }
    for await (const { number, text } of linesOf(options.file)) {
      totals.lines = number
      const appeal = appealIn(text)
      if (typeof appeal === 'string') tell(options, totals, number, appeal)
      else if (appeal) batch.push(appeal)
      if (batch.length >= BATCH) await flush()
    }
    await flush()
    await store.announce(totals.imported, options.now)
    return totals
  } finally {
    reader.close()
    await writer.close()
  }
}

function tell({ say }: ImportOptions, { bad }: ImportTotals, line: number, why: string): void {
  bad.push({ line, why })
  if (bad.length <= BAD_LINES_SHOWN) say(`第${line}行没收 · line ${line} skipped: ${why}`)
}

async function* linesOf(file: string): AsyncGenerator<{ number: number; text: string }> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })
  let number = 0
  for await (const text of lines) yield { number: ++number, text: number === 1 ? text.replace(/^\ufeff/, '') : text }
}

/** The appeal of a line, why it is none, or null for an empty line. */
function appealIn(text: string): ImportedAppeal | string | null {
  if (text.trim() === '') return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'not JSON'
  }
  const parsed = importedAppealSchema.safeParse(value)
  if (parsed.success) return parsed.data
  return parsed.error.issues.map((issue) => `${issue.path.join('.') || 'line'}: ${issue.message}`).join('; ')
}
