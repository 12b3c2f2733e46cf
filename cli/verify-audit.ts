import { readConfig } from '../server/config.ts'
import { type Call, type Command, textOf } from './command.ts'
import { withStore } from './with-store.ts'

export const verifyAuditCommand: Command = {
  words: ['verify', 'audit'],
  help: `verify audit [--anchor ID:HASH]
      把操作记录从头算一遍；哪一行对不上就说哪一行
      Recomputes the chain of the audit log and names the first row that does not fit.
      --anchor  以前从“操作记录”页抄下的行号和指纹 · row and hash noted from the page earlier
      退出码 exit code: 0 对得上 it fits, 1 对不上 it does not`,
  options: { anchor: { type: 'string' } },
  operands: [0, 0],
  run,
}

const WHY = {
  hash: ['这一行或它前面的一行被改过、删过', 'this row, or the one before it, was changed or taken out'],
  unsealed: ['它前面有一行的指纹被抹掉了', 'a row before it lost its seal'],
  missing: ['最后几行不见了', 'the last rows are missing'],
  anchor: ['跟抄下的指纹不一样：整份记录被重做过', 'it differs from the noted hash: the log was made anew'],
} as const

function anchorIn(text: string | undefined): { id: number; hash: string } | null | 'bad' {
  if (text === undefined) return null
  const [, id, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text.trim()) ?? []
  return id && hash ? { id: Number(id), hash: hash.toLowerCase() } : 'bad'
}

async function run(call: Call): Promise<number> {
  const { say, complain } = call.console
  const noted = anchorIn(textOf(call, 'anchor'))
  if (noted === 'bad') {
    complain('--anchor 要写成 行号:64位指纹 · must be ROW:HASH of 64 hexadecimal digits')
    return 2
  }
  const config = readConfig()
  complain(`数据库 database: ${config.database.url}`)
  const { rows, unsealed, last, broken } = await withStore(config, Date.now(), ({ audit }) => audit.verify(noted))
  if (broken) {
    const [zh, en] = WHY[broken.why]
    say(`第${broken.id}行对不上：${zh}`)
    say(`row ${broken.id} does not fit: ${en}`)
    return 1
  }
  say(`${rows}行都对得上，${unsealed}行还没封；最后一行 ${last ? `${last.id}:${last.hash}` : '没有'}`)
  say(`${rows} rows fit, ${unsealed} not sealed yet; last ${last ? `${last.id}:${last.hash}` : 'none'}`)
  return 0
}
