import { basename } from 'node:path'
import { readConfig } from '../server/config.ts'
import { makeDataFolder } from '../server/data-folder.ts'
import { type Call, type Command, textOf } from './command.ts'
import { importKnowledge } from './import-knowledge.ts'

export const importKnowledgeCommand: Command = {
  words: ['import', 'knowledge'],
  help: `import knowledge FILE.csv|FILE.jsonl [--source NAME]
      收一份知识，第一行是：编号,标题,百姓话,正文,依据,职责,事项,单位,有效期至,复核日期
      Imports knowledge entries; headings, or names in JSON: n,title,plainWords,body,legalBasis,duties,
      service,agency,validUntilOn,reviewOn. 日期写2026-12-31 · dates as YYYY-MM-DD
      单位、依据、复核日期都全的就发布，不全的等人补 · complete ones are published, others wait as proposed
      --source  来源，默认文件名；同一来源同一编号只收一次 · default the file's name; imported once`,
  options: { source: { type: 'string' } },
  operands: [1, 1],
  run,
}

const BAD_LINES_SHOWN = 20

async function run(call: Call): Promise<number> {
  const { say, complain, progress } = call.console
  const config = readConfig()
  makeDataFolder(config.dataDir)
  complain(`数据库 database: ${config.database.url}`)
  const file = call.operands[0] ?? ''
  const { added, known, bad } = await importKnowledge(config, {
    file,
    source: textOf(call, 'source') ?? basename(file),
    now: Date.now(),
    progress,
  })
  for (const { line, why } of bad.slice(0, BAD_LINES_SHOWN)) complain(`第${line}行没收 · line ${line} skipped: ${why}`)
  say(`新收${added}条，早有${known}条，坏${bad.length}行`)
  say(`${added} imported, ${known} known before, ${bad.length} bad`)
  return bad.length > 0 ? 1 : 0
}
