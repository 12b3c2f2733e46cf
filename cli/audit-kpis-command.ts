import { readConfig } from '../server/config.ts'
import { dayOf } from '../server/domain/kpi-period.ts'
import { auditKpis } from './audit-kpis.ts'
import { type Call, type Command, textOf } from './command.ts'

/** Differences that are written out; more are only counted. */
const SHOWN = 50

export const auditKpisCommand: Command = {
  words: ['audit', 'kpis'],
  help: `audit kpis [--from YYYY-MM-DD] [--to YYYY-MM-DD]
      把页面上的每个数从原始记录另算一遍，全区、各家、各类、各处、各月都对，对不上就列出来
      Counts every shown figure anew from the raw events by a second path, and prints what differs.
      --from --to  哪段时间，默认从第一条记录到今天 · which period, default from the first event to today
      退出码 exit code: 0 都对得上 all agree, 1 有对不上的 some differ`,
  options: { from: { type: 'string' }, to: { type: 'string' } },
  operands: [0, 0],
  run,
}

async function run(call: Call): Promise<number> {
  const { say, complain } = call.console
  const [from, to] = [textOf(call, 'from'), textOf(call, 'to')]
  const isBad = [from, to].some((on) => on !== undefined && dayOf(on) === null) || (from && to && to < from)
  if (isBad) {
    complain('--from、--to要写成2026-09-01这样的日子 · must be dates like 2026-09-01')
    return 2
  }
  const config = readConfig()
  complain(`数据库 database: ${config.database.url}`)
  const audit = await auditKpis(config, { from, to, now: () => Date.now(), say: complain })
  for (const { kpi, view, when, shown, counted } of audit.differences.slice(0, SHOWN))
    say(`${kpi} ${view} ${when}: 显示 shown ${shown}, 数出来 counted ${counted}`)
  const { differences, figures, views, issues } = audit
  say(`${audit.from}到${audit.to}：${issues}件诉求，${views}种看法，${figures}个数，对不上${differences.length}个`)
  say(
    `${audit.from} to ${audit.to}: ${issues} issues, ${views} views, ${figures} numbers, ${differences.length} differ`,
  )
  return differences.length > 0 ? 1 : 0
}
