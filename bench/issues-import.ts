import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importIssues } from '../cli/import-issues.ts'
import { MADE_TEXTS } from './issues-texts.ts'

/** Imports `count` made-up appeals into an empty database the way the console does; gives appeals a second. */
export async function importRate(count: number, say: (line: string) => void): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'mingchuang-bench-'))
  try {
    const file = join(folder, 'appeals.jsonl')
    const lines = Array.from({ length: count }, (_, n) => {
      const { title, text } = MADE_TEXTS[(n * 7919) % MADE_TEXTS.length]!
      return JSON.stringify({
        n: n + 1,
        title,
        content: `${text}第${n}件。`,
        reply: n % 3 ? `已转单位办理，第${n}件。` : null,
      })
    })
    writeFileSync(file, `${lines.join('\n')}\n`)
    let shown = 0
    const startedAt = performance.now()
    const totals = await importIssues(
      { database: { url: `file:${join(folder, 'import.db')}` } },
      { file, source: 'bench', now: Date.now(), say, progress: () => void shown++ },
    )
    const seconds = (performance.now() - startedAt) / 1_000
    return {
      appeals: count,
      imported: totals?.imported ?? 0,
      seconds: Math.round(seconds * 10) / 10,
      perSecond: Math.round((totals?.imported ?? 0) / seconds),
      progressLines: shown,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
