import { readConfig } from '../server/config.ts'
import type { Call, Command } from './command.ts'
import { withStore } from './with-store.ts'

const command = (flag: '--dry-run' | '--apply', help: string): Command => ({
  words: ['retention', flag],
  help,
  options: {},
  operands: [0, 0],
  run: (call) => run(call, flag === '--dry-run'),
})

/** What has outlived its term: counted, or removed. */
export const retentionCommands: readonly Command[] = [
  command(
    '--dry-run',
    `retention --dry-run
      数一数到期该清的，什么也不动
      Counts what has outlived its term; changes nothing.`,
  ),
  command(
    '--apply',
    `retention --apply
      清掉到期的：联系方式、正文、照片；编号、时间、状态和计数都留着，指标不变。断了再跑就接着清
      Removes it: contact data, texts, files. Numbers, instants, states and counters stay, so no figure
      changes. A run that was cut off is continued by the next.`,
  ),
]

async function run({ console: { say, complain } }: Call, isDryRun: boolean): Promise<number> {
  const config = readConfig()
  complain(`数据库 database: ${config.database.url}`)
  const now = Date.now()
  const by = { id: null, role: 'console' }
  const outcome = await withStore(config, now, ({ retention }) => retention.run(isDryRun, by, now))
  if (!outcome.ok) {
    complain(`没跑成 · not done: ${outcome.reason}`)
    return 2
  }
  const { contacts, refusedIssues, handledIssues, attachments } = outcome.value
  const [zh, en] = isDryRun ? ['该清', 'due'] : ['清了', 'removed']
  say(`${zh}：联系方式${contacts}份，撤单和不予受理${refusedIssues}件，办过的${handledIssues}件，附件${attachments}个`)
  say(
    `${en}: ${contacts} contacts, ${refusedIssues} withdrawn or refused, ${handledIssues} handled, ${attachments} files`,
  )
  return 0
}
