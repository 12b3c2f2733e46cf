import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createClient } from '@libsql/client'
import { parse } from 'csv-parse/sync'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { boxWith } from '../support/agent-box.ts'
import { isWithoutChromium } from '../support/chromium.ts'
import { sees, signIn } from '../support/desk.ts'
import { ADMINISTRATOR, type SmallDistrict, setUpDistrict } from '../support/district.ts'
import { builtProgram, newDataFolder, type ServerProcess } from '../support/server-process.ts'
import { useStage } from '../support/stage.ts'
import { waitFor } from '../support/wait-for.ts'

const stage = useStage()
const recordings = resolve(import.meta.dirname, '..', '..', '..', 'shared', 'data')
const recording = (name: string): string => join(recordings, name)

/** True when tests on real recordings must be left out; says why. With NO_SKIP they run, and fail, instead. */
function isWithoutRecordings(): boolean {
  if (existsSync(recordings) || process.env.NO_SKIP) return false
  console.warn('Skipped: real recordings are not beside this folder (../shared/data).')
  return true
}

const linesOf = (name: string): Record<string, string>[] =>
  parse(readFileSync(recording(name)), { columns: true, skip_empty_lines: true }) as Record<string, string>[]

async function count(server: ServerProcess, from: string, what = '*'): Promise<number> {
  const client = createClient({ url: `file:${join(server.dataDir, 'mingchuang.db')}` })
  const { rows } = await client.execute(`SELECT count(${what}) AS n FROM ${from}`).finally(() => client.close())
  return Number(rows[0]?.n)
}

async function openDesk(server: ServerProcess, path: string): Promise<Page> {
  const page = await stage.open(`${server.url}${path}`)
  await signIn(page, ADMINISTRATOR)
  return page
}

/** Starts an agent whose devices play recordings. */
async function play(district: SmallDistrict, devices: Record<string, unknown>[]): Promise<void> {
  stage.agent({ ...boxWith(await district.addNode('player-1')), devices })
}

describe.skipIf(isWithoutRecordings() || isWithoutChromium())('a real recording', () => {
  it('of 3.6 quiet days of mains arrives whole and makes no power event', async () => {
    const server = await stage.server()
    const district = await setUpDistrict(server)
    const volts = linesOf('voltage.csv').map((line) => Number(line.volts))
    const changes = volts.filter((value, n) => value !== volts[n - 1]).length
    await play(district, [
      {
        id: 'main-meter',
        driver: 'replay',
        declaredVolts: 230,
        phases: ['l1'],
        file: recording('voltage.csv'),
        columns: { volts: { metric: 'l1.volts', unit: 'V' }, watts: { metric: 'watts', unit: 'W' } },
        metrics: { 'l1.volts': { deadband: 0 } },
        speed: 30_000,
      },
    ])
    // A new connection repeats the newest value; an instant counts once.
    const instants = "samples s JOIN metrics m ON m.id = s.metric_id WHERE m.name = 'l1.volts'"
    const stored = () => count(server, instants, 'DISTINCT device_at')
    await waitFor(async () => (await stored()) >= changes, { what: 'every change is stored', withinMs: 60_000 })
    const page = await openDesk(server, `/sites/${district.siteId}`)
    await page.locator('canvas').first().waitFor()
    await sees(page, '有电，今天没断过。')
    await page.getByRole('img', { name: /1相电压：停电0回，骤降0回/ }).waitFor()
    await page.getByRole('button', { name: '表', exact: true }).click()
    await page
      .getByRole('row', { name: /2\d\d\.\d V/ })
      .first()
      .waitFor()
    expect([await stored(), await count(server, 'power_events'), await count(server, 'issues')]).toEqual([
      changes,
      0,
      0,
    ])
    expect(stage.complaints([401])).toEqual([])
  }, 120_000)

  it('of twelve offices’ counters shows who is waiting', async () => {
    const server = await stage.server()
    const district = await setUpDistrict(server)
    const lines = linesOf('queue-counters.csv')
    const offices = [...new Set(lines.map((line) => line.office ?? ''))]
    const last = offices.map((office) => Number(lines.filter((line) => line.office === office).at(-1)?.waiting))
    const page = await openDesk(server, '/')
    await sees(page, '还没有取号机报数')
    const device = (office: string, n: number) => ({
      id: `office-${n + 1}`,
      driver: 'replay',
      file: recording('queue-counters.csv'),
      filter: { column: 'office', equals: office },
      columns: {
        waiting: { metric: 'waiting', unit: 'count' },
        windows_open: { metric: 'windowsOpen', unit: 'count' },
        served_total: { metric: 'servedTotal', type: 'counter', unit: 'count' },
      },
      speed: 1_000,
    })
    await play(district, offices.map(device))
    const most = Math.max(...last)
    const total = last.reduce((sum, waiting) => sum + waiting, 0)
    await sees(page, `${offices.length}个队列共等${total}人`, 30_000)
    await sees(page, `最多的是office-${last.indexOf(most) + 1}，${most}人。`)
    await page.getByRole('link', { name: new RegExp(`等${most}人.*office-${last.indexOf(most) + 1}`) }).waitFor()
  }, 60_000)
})

describe.skipIf(isWithoutRecordings() || isWithoutChromium())('an import of appeals', () => {
  function importFile(server: ServerProcess, file: string) {
    const environment = { PATH: process.env.PATH, DATA_DIR: server.dataDir }
    const command = [builtProgram('cli', 'main.js'), 'import', 'issues', file]
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { env: environment, encoding: 'utf8' })
    return { status, said: stdout.split('\n')[1] ?? '', complaints: stderr }
  }

  it('takes each once while the server runs, and names the lines it cannot take', async () => {
    const server = await stage.server()
    const district = await setUpDistrict(server)
    const page = await openDesk(server, '/issues?state=all')
    const first = importFile(server, recording('appeals.jsonl'))
    expect(first).toMatchObject({ status: 0, said: '1202 lines: 1202 imported, 0 known before, 0 bad' })
    await page.locator('a[data-row]').first().waitFor()
    expect(importFile(server, recording('appeals.jsonl')).said).toBe('1202 lines: 0 imported, 1202 known before, 0 bad')
    const mixed = join(newDataFolder(), 'mixed.jsonl')
    const good = { n: 1, title: '路灯', content: '路灯不亮', reply: '' }
    writeFileSync(mixed, [JSON.stringify(good), '{"n": 2, "title"', '{"n":3}', ''].join('\n'))
    const second = importFile(server, mixed)
    expect([second.status, second.said]).toEqual([1, '3 lines: 1 imported, 0 known before, 2 bad'])
    expect(second.complaints).toMatch(/第2行没收.*not JSON[\s\S]*第3行没收.*content/)
    expect(await count(server, 'issues')).toBe(1_203)
    expect((await district.administrator.get<{ rows: unknown[] }>('/issues?state=all')).rows).toHaveLength(50)
  }, 90_000)
})
