import type { Config } from '../server/config.ts'
import type { ReadyEntry } from '../server/store/knowledge-import.ts'
import { importedEntrySchema } from '../server/wire/knowledge.ts'
import { linesOf } from './knowledge-file.ts'
import { withStore } from './with-store.ts'

const BATCH = 500

export interface KnowledgeImportOptions {
  file: string
  source: string
  now: number
  /** A count that may be overwritten by the next. */
  progress(line: string): void
}

export interface KnowledgeTotals {
  read: number
  added: number
  known: number
  bad: { line: number; why: string }[]
}

/** Imports entries batch by batch; bad lines are told by number and skipped. Throws when file or database cannot be used. */
export function importKnowledge(
  config: Pick<Config, 'database'>,
  { file, source, now, progress }: KnowledgeImportOptions,
): Promise<KnowledgeTotals> {
  return withStore(config, now, async ({ knowledge: { imports } }) => {
    const resolve = await imports.resolver()
    const totals: KnowledgeTotals = { read: 0, added: 0, known: 0, bad: [] }
    let batch: ReadyEntry[] = []
    const flush = async (): Promise<void> => {
      const added = await imports.add(source, batch, now)
      totals.added += added
      totals.known += batch.length - added
      batch = []
      progress(`读了${totals.read}条，新收${totals.added}条 · read ${totals.read}, imported ${totals.added}`)
    }
    for await (const { line, fields } of linesOf(file)) {
      totals.read += 1
      const entry = typeof fields === 'string' ? fields : entryOf(fields)
      const ready = typeof entry === 'string' ? entry : resolve(entry)
      if (typeof ready === 'string') totals.bad.push({ line, why: ready })
      else batch.push(ready)
      if (batch.length >= BATCH) await flush()
    }
    await flush()
    await imports.announce(totals.added, now)
    return totals
  })
}

function entryOf(fields: Record<string, unknown>) {
  // Without a number of its own an entry is known by its title.
  const { n, title } = fields
  const parsed = importedEntrySchema.safeParse({ ...fields, n: n === undefined || n === '' ? title : n })
  if (parsed.success) return parsed.data
  return parsed.error.issues.map((issue) => `${issue.path.join('.') || 'line'}: ${issue.message}`).join('; ')
}
