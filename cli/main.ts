import { parseArgs } from 'node:util'
import { faultOf } from '../db/errors.ts'
import { ConfigRefused, readConfig } from '../server/config.ts'
import { makeDataFolder } from '../server/data-folder.ts'
import { importIssues } from './import-issues.ts'

const HELP = `用法 Usage: npm run cli -- <命令 command>

  import issues FILE.jsonl [--service ID] [--source NAME]
      收一份诉求，一行一件：{"n": 1, "title": "…", "content": "…", "reply": "…"}
      Imports appeals, one JSON object a line. Bad lines are told by number and skipped.
      --service  事项，默认 other（别的） · service they belong to, default other
      --source   来源，默认文件名 · where they come from, default the file's name;
                 同一来源同一个n只收一次 · source and n together are imported once
      退出码 exit code: 0 全收 all taken, 1 有坏行 some lines were bad, 2 没收成 nothing could be done

  help
      就是这一页 · this page

数据库和服务器用同一套设置（DATA_DIR、DATABASE_URL、DATABASE_TOKEN）；服务器开着也能用。
The database comes from the server's own settings; the server may run meanwhile.
`

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`${line}\n`)

/** Runs one command; gives the exit code. */
async function run(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { service: { type: 'string' }, source: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  const [verb, noun, file] = positionals
  if (values.help || verb === 'help' || verb === undefined) {
    process.stdout.write(HELP)
    return verb === undefined && !values.help ? 2 : 0
  }
  if (verb !== 'import' || noun !== 'issues' || !file || positionals.length > 3) {
    complain(`不认识的命令 · unknown command: ${positionals.join(' ')}\n\n${HELP}`)
    return 2
  }
  return importFile(file, values)
}

async function importFile(file: string, options: { service?: string; source?: string }): Promise<number> {
  const isTerminal = process.stderr.isTTY
  const config = readConfig()
  makeDataFolder(config.dataDir)
  complain(`数据库 database: ${config.database.url}`)
  const totals = await importIssues(config, {
    ...options,
    file,
    now: Date.now(),
    say: complain,
    progress: (line) => void process.stderr.write(isTerminal ? `\r${line}` : `${line}\n`),
  })
  if (!totals) return 2
  if (isTerminal) process.stderr.write('\n')
  const { lines, imported, known, bad } = totals
  say(`共${lines}行：新收${imported}件，早有${known}件，坏${bad.length}行`)
  say(`${lines} lines: ${imported} imported, ${known} known before, ${bad.length} bad`)
  return bad.length > 0 ? 1 : 0
}

/** Words for what a person can mend; anything else is shown whole. */
function wordsFor(error: unknown): string {
  if (error instanceof ConfigRefused) return error.message
  const { code, path, message } = error as { code?: string; path?: string; message?: string }
  if (code === 'ENOENT' && path) return `没有这个文件 · no such file: ${path}`
  if (code?.startsWith('ERR_PARSE_ARGS')) return message ?? ''
  if (faultOf(error) === 'busy')
    return '数据库正被别的程序占着，请过会儿再来 · the database is locked by another program'
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    complain(wordsFor(error))
    process.exitCode = 2
  },
)
