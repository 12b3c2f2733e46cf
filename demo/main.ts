import { randomInt } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join, resolve } from 'node:path'
import { AGENCIES, DISTRICT, PEOPLE, SITES } from './district.ts'
import { HttpClient } from './http-client.ts'
import { configurationOf, NODES } from './nodes.ts'
import { Children, portFrom, program, ready } from './processes.ts'
import { seedDistrict } from './seed.ts'
import { OUTAGE, playOutage } from './story.ts'

const say = (line = ''): void => void process.stdout.write(`${line}\n`)
const clock = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(11, 19)

/** A password one can read out and type: `lattice-4821`. */
const newPassword = (): string => `lattice-${String(randomInt(10_000)).padStart(4, '0')}-${randomInt(10, 100)}`

/** An empty folder; only one this program made before is cleared. */
function emptyFolder(folder: string): void {
  const mark = join(folder, 'demonstration.json')
  if (existsSync(folder) && !existsSync(mark))
    throw new Error(`${folder} exists and is no demonstration: move it away.`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'nodes'), { recursive: true })
  writeFileSync(mark, JSON.stringify({ madeAt: Date.now() }))
}

/** Address of this machine in the local network, for a telephone; localhost where there is none. */
function lanAddress(): string {
  for (const list of Object.values(networkInterfaces()))
    for (const one of list ?? []) if (one.family === 'IPv4' && !one.internal) return one.address
  return 'localhost'
}

async function main(children: Children): Promise<void> {
  const folder = resolve(process.env.DATA_DIR ?? 'data/demo')
  emptyFolder(folder)
  const port = await portFrom(Number(process.env.PORT ?? 8080))
  const mqttPort = await portFrom(Number(process.env.MQTT_PORT ?? 1883))
  const url = `http://127.0.0.1:${port}`
  const password = process.env.DEMO_PASSWORD ?? newPassword()

  say(`明窗 · ${DISTRICT.nameZh}：${SITES.length}处场所，${AGENCIES.length}家单位，${NODES.length}个节点`)
  const seeded = await seedDistrict({ dataDir: folder, password, now: Date.now() })
  const stop = new AbortController()
  const end = async (): Promise<void> => {
    stop.abort()
    await children.stop()
    process.exit(0)
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)

  const log = join(folder, 'server.log')
  const environment = { DATA_DIR: folder, PORT: String(port), MQTT_PORT: String(mqttPort) }
  const server = children.start('server', [program('server', 'main.js')], environment, log)
  await ready(url, server, log)
  server.once('exit', (code) => {
    if (stop.signal.aborted) return
    process.stderr.write(`The server ended (${code}); its log: ${log}\n`)
    void end()
  })
  const scenarioStartAt = Date.now()
  for (const [index, node] of NODES.entries()) {
    const base = join(folder, 'nodes', node.id)
    writeFileSync(`${base}.key`, seeded.keys.get(node.id) ?? '', { mode: 0o600 })
    const place = { server: `mqtt://127.0.0.1:${mqttPort}`, keyFile: `${node.id}.key`, dataDir: node.id }
    const configuration = configurationOf(node, { ...place, scenarioStartAt, seed: index + 1 })
    writeFileSync(`${base}.json`, JSON.stringify(configuration, null, 2))
    children.start(node.id, [program('edge', 'main.js'), '--config', `${base}.json`], {}, `${base}.log`)
  }

  say()
  say(`  工作台 desk      http://localhost:${port}/`)
  say(`  登录 sign in     ${PEOPLE.map((p) => p.login).join(' · ')}   口令 password  ${password}`)
  say('                   (管理员 administrator sunzq · 受理员 operator wangxl · 供电公司 power company zhaojg)')
  say(`  商户手机 phone   http://${lanAddress()}:${port}/m/`)
  say()
  say(`${clock()} 两分钟内：南岸农贸市场停电、立单、上报、派单、来电、答复、确认 · watch the overview · Ctrl-C ends`)

  const officer = new HttpClient(url)
  await officer.post('/session', { login: 'zhaojg', password })
  const issue = await playOutage(
    url,
    seeded.siteIds.get(OUTAGE.site) ?? '',
    officer,
    (line) => say(`${clock()} ${line}`),
    stop.signal,
  )
  const { replied, resolved, confirmed, evidenced } = issue.facts
  say(
    `${clock()} 四件事 · four facts  答复 ${replied.is ? '有' : '无'}  办结 ${resolved.value}  确认 ${confirmed.value}  佐证 ${evidenced.value}`,
  )
  say(`${clock()} ${url}/issues/${issue.id}`)
}

const children = new Children()
main(children).catch(async (error: unknown) => {
  if (error instanceof Error && error.name === 'AbortError') return
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  await children.stop()
  process.exit(1)
})
