import { randomBytes } from 'node:crypto'
import type { Command, StartReason } from '../server/wire/node-protocol.ts'
import { composeBirth } from './birth.ts'
import { Commands } from './commands.ts'
import type { EdgeConfig } from './config.ts'
import type { FillRate } from './domain/fill-rate.ts'
import { addToRate } from './domain/fill-rate.ts'
import type { RecordKey } from './domain/record.ts'
import type { RememberedStart } from './domain/start-reason.ts'
import { buildDevices } from './drivers/build-devices.ts'
import type { BoxCondition } from './drivers/driver.ts'
import { boxCondition } from './drivers/scenario.ts'
import type { Log } from './log.ts'
import type { TimeSource } from './node-clock.ts'
import { machineStart, NodeClockwork } from './node-clock.ts'
import { Outbox } from './outbox.ts'
import { Recorder } from './recorder.ts'
import { Sampler } from './sampler.ts'
import { Session } from './session.ts'
import type { UplinkState } from './uplink.ts'
import { Uplink } from './uplink.ts'

const WATCH_MS = 200

export interface AgentParts {
  config: EdgeConfig
  time: TimeSource
  /** In [0, 1). */
  random: () => number
  log: Log
  /** Asked for by the server's `restart` command. */
  onRestart: () => void
  /** Told of each PUBACK. */
  onAcknowledged?: (key: RecordKey) => void
}

/** A running node. */
export interface Agent {
  readonly outbox: Outbox
  readonly state: UplinkState
  /** Puts everything on disk, says the death, disconnects and closes the file, within three seconds. */
  stop(): Promise<void>
}

/** Starts a node: drivers, recorder, outbox, connection. Rejects when the outbox or a recording cannot be opened. */
export async function startAgent(parts: AgentParts): Promise<Agent> {
  const { config, log, time } = parts
  const outbox = await Outbox.open({ path: config.outbox.path, pageCap: config.outbox.pageCap, now: time.now })
  if (outbox.putAside) log.error('outbox-damaged', { putAside: outbox.putAside })
  const clock = await wakeClock(parts, outbox)
  const recorder = new Recorder(outbox, clock, log, config.collectMs)
  const devices = buildDevices(config, clock.now(), log)
  const samplers = new Map(
    devices.map((device) => [device.declaration.id, new Sampler(device, recorder, clock, log)] as const),
  )
  let rate: FillRate = { bytes: 0, overMs: 0 }
  const commands = new Commands(outbox, clock, log, {
    samplers,
    birth: () => uplink.birth(),
    restart: parts.onRestart,
    identify: () => log.info('identify', { displayName: config.displayName ?? config.nodeId }),
  })
  await commands.restoreConfigured()

  const present = () => [...samplers.values()].flatMap((sampler) => sampler.presentValues())
  const obey = async (command: Command) => {
    const outcome = await commands.obey(command)
    if (!outcome) return
    recorder.answer(outcome.answer)
    await recorder.flush()
    outcome.follow()
  }
  const uplink = new Uplink({
    link: { server: config.server, node: config.nodeId, key: config.key, keepaliveSeconds: config.keepaliveSeconds },
    reconnect: config.reconnect,
    log,
    random: parts.random,
    newSession: (link, connection) =>
      new Session({
        node: config.nodeId,
        connection,
        link,
        outbox,
        clock,
        log,
        birthTimeoutMs: config.birthTimeoutMs,
        backlogPerSecond: config.backlogPerSecond,
        composeBirth: () => {
          const declarations = [...samplers.values()].map((sampler) => sampler.declaration)
          return composeBirth(outbox, clock, { connection, poweredBy: config.poweredBy, devices: declarations, rate })
        },
        onLive: async () => {
          recorder.urgent(present())
          await recorder.flush()
        },
        onCommand: obey,
        onAcknowledged: parts.onAcknowledged ?? (() => {}),
      }),
  })
  recorder.onNeedsBirth = () => uplink.birth()

  const startedAt = config.simulation.scenarioStartAt ?? clock.now()
  const measured = { bytes: 0, at: clock.monotonic() }
  let condition: BoxCondition = 'up'
  let wasSynced = clock.read().isSynced

  function watch(): void {
    const { scenario, bootMs } = config.simulation
    const next = boxCondition(scenario, config.poweredBy, bootMs, clock.now() - startedAt)
    if (next !== condition) changeCondition(condition, next)
    condition = next
    const { isSynced } = clock.read()
    if (isSynced && !wasSynced) recorder.urgent(present())
    wasSynced = isSynced
    rate = addToRate(rate, outbox.appendedBytes - measured.bytes, clock.monotonic() - measured.at)
    measured.bytes = outbox.appendedBytes
    measured.at = clock.monotonic()
  }

  function changeCondition(was: BoxCondition, is: BoxCondition): void {
    log.info('box', { condition: is })
    uplink.allow(is === 'up')
    if (is === 'dark') loseSupply(samplers, recorder)
    if (was !== 'dark') return
    clock.restart({ id: randomBytes(8).toString('hex'), uptimeMs: config.simulation.bootMs, reason: 'powerOn' })
    for (const sampler of samplers.values()) sampler.start()
  }

  async function stop(): Promise<void> {
    clearInterval(watching)
    for (const sampler of samplers.values()) sampler.stop()
    await recorder.stop()
    await uplink.stop()
    await outbox.query('UPDATE meta SET was_stopped = 1 WHERE id = 1', [])
    await outbox.close()
    log.info('stopped')
  }

  let stopping: Promise<void> | null = null
  const watching = setInterval(watch, WATCH_MS)
  for (const sampler of samplers.values()) sampler.start()
  watch()
  uplink.start()
  log.info('started', { boot: outbox.boot, next: outbox.next, start: clock.start, devices: [...samplers.keys()] })

  return {
    outbox,
    get state() {
      return uplink.state
    },
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}

function loseSupply(samplers: ReadonlyMap<string, Sampler>, recorder: Recorder): void {
  for (const sampler of samplers.values()) {
    sampler.stop()
    sampler.forget()
  }
  recorder.cutPower()
}

async function wakeClock({ config, time }: AgentParts, outbox: Outbox): Promise<NodeClockwork> {
  const { rows } = await outbox.query('SELECT start_id, start_reason, was_stopped FROM meta WHERE id = 1', [])
  const remembered: RememberedStart = {
    id: (rows[0]?.start_id as string | null) ?? null,
    reason: (rows[0]?.start_reason as StartReason | null) ?? null,
    wasStopped: rows[0]?.was_stopped === 1,
  }
  const start = config.start ?? machineStart(remembered)
  await outbox.query('UPDATE meta SET start_id = ?, start_reason = ?, was_stopped = 0 WHERE id = 1', [
    start.id,
    start.reason,
  ])
  return new NodeClockwork(time, config.clock, start)
}
