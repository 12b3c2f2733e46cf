import { basename } from 'node:path'
import { readConfig } from '../server/config.ts'
import { makeDataFolder } from '../server/data-folder.ts'
import { type Call, type Command, textOf } from './command.ts'
import { importOutages } from './import-outages.ts'

export const importOutagesCommand: Command = {
  words: ['import', 'outages'],
  help: `import outages FILE.csv [--source NAME]
      收一份计划停电，第一行是：编号,地点,线路,开始,结束,原因（地点、线路写一样就行）
      Imports planned outages; headings: number,site,supply,from,until,reason (site or supply).
      时间写 2026-10-13 08:30，按北京时间 · times in Asia/Shanghai
      --source  来源，默认文件名；同一来源同一编号只收一次 · default the file's name; imported once`,
  options: { source: { type: 'string' } },
  operands: [1, 1],
  run,
}

const BAD_LINES_SHOWN = 20

async function run(call: Call): Promise<number> {
  const { say, complain } = call.console
  const config = readConfig()
  makeDataFolder(config.dataDir)
  complain(`数据库 database: ${config.database.url}`)
  const file = call.operands[0] ?? ''
  const { added, known, bad } = await importOutages(config, {
    file,
    source: textOf(call, 'source') ?? basename(file),
    now: Date.now(),
  })
  for (const { line, why } of bad.slice(0, BAD_LINES_SHOWN)) complain(`第${line}行没收 · line ${line} skipped: ${why}`)
  say(`新收${added}条，早有${known}条，坏${bad.length}行`)
  say(`${added} imported, ${known} known before, ${bad.length} bad`)
  return bad.length > 0 ? 1 : 0
}
