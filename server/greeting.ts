import { networkInterfaces } from 'node:os'
import type { Config } from './config.ts'
import { SHANGHAI_OFFSET_MS } from './domain/calendar.ts'

/** Addresses a person can open: the public one, or this machine's. */
function addressesOf(config: Config, port: number): string[] {
  if (config.publicOrigin) return [config.publicOrigin]
  if (!['0.0.0.0', '::'].includes(config.host)) return [`http://${config.host}:${port}`]
  const outer = Object.values(networkInterfaces())
    .flat()
    .find((entry) => entry?.family === 'IPv4' && !entry.internal)?.address
  return [`http://localhost:${port}`, ...(outer ? [`http://${outer}:${port}`] : [])]
}

const clockOf = (at: number): string => new Date(at + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16)

/** What the console shows at start; the code is shown here once and nowhere else. */
export function greeting(config: Config, port: number, setup: { code: string; endsAt: number } | null): string {
  const lines = [`明窗已启动 Mingchuang is running: ${addressesOf(config, port).join('  ')}`]
  if (setup)
    lines.push(
      `设置代码 Setup code: ${setup.code}`,
      `${clockOf(setup.endsAt)}前有效，只能用一次 Good until ${clockOf(setup.endsAt)} (UTC+8), once`,
    )
  return `\n${lines.join('\n')}\n\n`
}
