import { parseArgs } from 'node:util'
import type { Agent } from './agent.ts'
import { startAgent } from './agent.ts'
import type { EdgeConfig } from './config.ts'
import { readConfig } from './config.ts'
import { createLog, messageOf } from './log.ts'

const USAGE = 'usage: edge --config FILE [--config FILE …]   (each file is one node)'
/** sysexits: something is configured wrongly, so starting again will not help. */
const EXIT_CONFIG = 78
const STOP_WITHIN_MS = 3_000

interface Node {
  agent: Agent | null
  isStopping: boolean
}

const nodes: Node[] = []

main().catch((error) => {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exit(1)
})

async function main(): Promise<void> {
  const paths = configPaths()
  const configs = paths.map((path) => ({ path, result: readConfig(path) }))
  const problems = configs.flatMap(({ path, result }) =>
    result.ok ? [] : result.problems.map((text) => `${path}: ${text}`),
  )
  if (problems.length > 0) {
    process.stderr.write(`The configuration cannot be used:\n${problems.map((text) => `  ${text}\n`).join('')}`)
    process.exit(EXIT_CONFIG)
  }
  process.once('SIGTERM', () => void stopAll())
  process.once('SIGINT', () => void stopAll())
  await Promise.all(configs.flatMap(({ path, result }) => (result.ok ? [runNode(path, result.config)] : [])))
}

function configPaths(): string[] {
  try {
    const { values } = parseArgs({ options: { config: { type: 'string', multiple: true }, help: { type: 'boolean' } } })
    if (values.config && !values.help) return values.config
    process.stdout.write(`${USAGE}\n`)
    process.exit(values.help ? 0 : EXIT_CONFIG)
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n${USAGE}\n`)
    process.exit(EXIT_CONFIG)
  }
}

async function runNode(path: string, config: EdgeConfig): Promise<void> {
  const node: Node = { agent: null, isStopping: false }
  nodes.push(node)
  await launch(node, path, config)
}

async function launch(node: Node, path: string, config: EdgeConfig): Promise<void> {
  const log = createLog(config.logLevel, { node: config.nodeId }, Date.now, (line) => process.stdout.write(line))
  node.agent = await startAgent({
    config,
    time: { now: Date.now, monotonic: () => performance.now() },
    random: Math.random,
    log,
    onRestart: () => void restart(node, path, config),
  })
  if (node.isStopping) await node.agent.stop()
}

/** Stops a node and starts it again with its configuration file as it is now, or as it was when that cannot be used. */
async function restart(node: Node, path: string, config: EdgeConfig): Promise<void> {
  if (node.isStopping) return
  await node.agent?.stop()
  node.agent = null
  if (node.isStopping) return
  const result = readConfig(path)
  await launch(node, path, result.ok ? result.config : config)
}

async function stopAll(): Promise<void> {
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
  for (const node of nodes) node.isStopping = true
  await Promise.all(nodes.map((node) => node.agent?.stop()))
  process.exit(0)
}
