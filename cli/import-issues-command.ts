import { readConfig } from '../server/config.ts'
import { makeDataFolder } from '../server/data-folder.ts'
import { type Call, type Command, textOf } from './command.ts'
import { importIssues } from './import-issues.ts'

export const importIssuesCommand: Command = {
  words: ['import', 'issues'],
  help: `import issues FILE.jsonl [--service ID] [--source NAME]
      收一份诉求，一行一件：{"n": 1, "title": "…", "content": "…", "reply": "…"}
      Imports appeals, one JSON object a line. Bad lines are told by number and skipped.
      --service  事项，默认 other（别的） · service they belong to, default other
      --source   来源，默认文件名 · where they come from, default the file's name;
                 同一来源同一个n只收一次 · source and n together are imported once`,
  options: { service: { type: 'string' }, source: { type: 'string' } },
  operands: [1, 1],
  run,
}

async function run(call: Call): Promise<number> {
  const { say, complain, progress } = call.console
  const config = readConfig()
  makeDataFolder(config.dataDir)
  complain(`数据库 database: ${config.database.url}`)
  const totals = await importIssues(config, {
    service: textOf(call, 'service'),
    source: textOf(call, 'source'),
    file: call.operands[0] ?? '',
    now: Date.now(),
    say: complain,
    progress,
  })
  if (!totals) return 2
  const { lines, imported, known, bad } = totals
  say(`共${lines}行：新收${imported}件，早有${known}件，坏${bad.length}行`)
  say(`${lines} lines: ${imported} imported, ${known} known before, ${bad.length} bad`)
  return bad.length > 0 ? 1 : 0
}
