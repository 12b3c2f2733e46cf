import { parseArgs } from 'node:util'
import { faultOf } from '../db/errors.ts'
import { ConfigRefused } from '../server/config.ts'
import type { Command, Console } from './command.ts'
import { COMMANDS } from './commands.ts'

const HELP = `用法 Usage: npm run cli -- <命令 command>

${COMMANDS.map(({ help }) => `  ${help}\n`).join('\n')}
  help
      就是这一页 · this page

退出码 exit code: 0 都办成了 all done, 1 有的不对 something was wrong, 2 没办成 nothing could be done
数据库和服务器用同一套设置（DATA_DIR、DATABASE_URL、DATABASE_TOKEN）；服务器开着也能用。
The database comes from the server's own settings; the server may run meanwhile.
`

/** Standard output for results, standard error for the rest; a line of progress is replaced where that can be seen. */
function consoleOf(): Console {
  let isInProgress = false
  const end = (): void => {
    if (isInProgress) process.stderr.write('\n')
    isInProgress = false
  }
  return {
    say: (line) => {
      end()
      process.stdout.write(`${line}\n`)
    },
    complain: (line) => {
      end()
      process.stderr.write(`${line}\n`)
    },
    progress: (line) => {
      isInProgress = process.stderr.isTTY
      process.stderr.write(isInProgress ? `\r${line}` : `${line}\n`)
    },
  }
}

const commandOf = ([verb, noun]: readonly string[]): Command | undefined =>
  COMMANDS.find(({ words }) => words[0] === verb && words[1] === noun)

/** Runs one command; gives the exit code. */
async function run(args: readonly string[], console: Console): Promise<number> {
  const command = commandOf(args)
  if (!command) return withoutCommand(args, console)
  const { positionals, values } = parseArgs({
    args: args.slice(2),
    allowPositionals: true,
    options: { ...command.options, help: { type: 'boolean', short: 'h' } },
  })
  const [least, most] = command.operands
  if (values.help) {
    console.say(command.help)
    return 0
  }
  if (positionals.length < least || positionals.length > most) {
    console.complain(command.help)
    return 2
  }
  return command.run({ operands: positionals, values, console })
}

function withoutCommand(args: readonly string[], console: Console): number {
  const [first] = args
  if (first === 'help' || first === '--help' || first === '-h') {
    process.stdout.write(HELP)
    return 0
  }
  console.complain(`${first === undefined ? '' : `不认识的命令 · unknown command: ${args.join(' ')}\n\n`}${HELP}`)
  return 2
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

const screen = consoleOf()
run(process.argv.slice(2), screen).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    screen.complain(wordsFor(error))
    process.exitCode = 2
  },
)
