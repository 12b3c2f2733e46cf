import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { HttpClient } from '../../demo/http-client.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { MerchantSites } from '../../server/wire/merchant.ts'
import type { NodeRow } from '../../server/wire/nodes.ts'
import { builtProgram, end, freePort, isListening, newDataFolder } from '../support/server-process.ts'
import { waitFor } from '../support/wait-for.ts'

/** Ids of the processes that `parent` started and that still run. */
function childrenOf(parent: number): number[] {
  const table = execFileSync('ps', ['-Ao', 'pid=,ppid='], { encoding: 'utf8' })
  const rows = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  return rows.filter(([, ppid]) => ppid === parent).map(([pid]) => pid ?? 0)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

let demo: ChildProcess | undefined
let children: number[] = []
afterEach(async () => {
  if (demo) await end(demo, 'SIGKILL')
  for (const pid of children.filter(isRunning)) process.kill(pid, 'SIGKILL')
})

describe('the demonstration', () => {
  it('plays its story to the end within two minutes, and leaves nothing behind', async () => {
    const [port, mqttPort] = [await freePort(), await freePort()]
    demo = spawn(process.execPath, [builtProgram('demo', 'main.js')], {
      env: {
        PATH: process.env.PATH,
        DATA_DIR: join(newDataFolder(), 'demo'),
        PORT: String(port),
        MQTT_PORT: String(mqttPort),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let printed = ''
    demo.stdout?.on('data', (chunk) => (printed += chunk))
    demo.stderr?.on('data', (chunk) => (printed += chunk))
    const says = (pattern: RegExp, withinMs: number) =>
      waitFor(() => pattern.exec(printed), { what: `it says ${pattern}`, withinMs, detail: () => printed })

    const [, desk = ''] = await says(/desk\s+(http:\S+)/, 60_000)
    const [, login = '', password = ''] = await says(/sign in\s+(\S+) .*password\s+(\S+)/, 1_000)
    const [, phone = ''] = await says(/phone\s+(http:\S+\/m\/)/, 1_000)
    children = childrenOf(demo.pid ?? 0)
    expect([new URL(desk).port, new URL(phone).port, children.length]).toEqual([String(port), String(port), 11])
    const person = new HttpClient(`http://127.0.0.1:${port}`)
    await person.post('/session', { login, password })
    expect((await person.get<MerchantSites>('/merchant/sites')).sites).toHaveLength(12)

    for (const step of [/立单/, /签收/, /并进这一件/, /来电了/, /答复/, /商户说好了/]) await says(step, 120_000)
    const [, id = ''] = await says(/\/issues\/(\S+)/, 10_000)
    const { facts, state, reports, powerEvent } = await person.get<IssueDetail>(`/issues/${id}`)
    expect({
      replied: facts.replied.is,
      resolved: facts.resolved.value,
      confirmed: facts.confirmed.value,
      evidenced: facts.evidenced.value,
      state,
      reports: reports.length,
      isOver: powerEvent?.endMaxAt !== null,
    }).toEqual({
      replied: true,
      resolved: 'yes',
      confirmed: 'yes',
      evidenced: 'supports',
      state: 'confirmed',
      reports: 3,
      isOver: true,
    })
    const nodes = await person.get<NodeRow[]>('/nodes')
    expect(nodes.filter(({ status }) => status === 'online').length).toBeGreaterThanOrEqual(9)

    await end(demo, 'SIGINT')
    expect(demo.exitCode).toBe(0)
    expect(children.filter(isRunning)).toEqual([])
    expect([await isListening(port), await isListening(mqttPort)]).toEqual([false, false])
  }, 180_000)
})
