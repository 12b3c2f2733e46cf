import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { openReader } from '../db/client.ts'
import { queriesOver } from '../db/drizzle.ts'
import { faultOf } from '../db/errors.ts'
import { projectRoot } from '../db/migrate.ts'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { isDiskNearlyFull, isOnNetwork, makeDataFolder } from './data-folder.ts'
import type { Deps } from './deps.ts'
import { createBroker } from './fleet.ts'
import { greeting } from './greeting.ts'
import { isIn } from './http/address.ts'
import { createRateLimits } from './http/rate-limit.ts'
import { createSetupCode } from './http/setup-code.ts'
import { createSealer, readInstallationKey } from './installation-key.ts'
import { monthlyJob } from './jobs/callbacks.ts'
import { createCanary } from './jobs/canary.ts'
import { evidenceJob } from './jobs/evidence.ts'
import { followUpJob } from './jobs/follow-up.ts'
import { indexIssuesJob } from './jobs/index-issues.ts'
import { issueFromPowerJob } from './jobs/issue-from-power.ts'
import { kpisJob } from './jobs/kpis.ts'
import { ladderJob } from './jobs/ladder.ts'
import { pruneJob } from './jobs/prune.ts'
import { recountJob } from './jobs/recount.ts'
import { referralJob } from './jobs/referrals.ts'
import { retentionJob } from './jobs/retention.ts'
import { createSchedule } from './jobs/schedule.ts'
import { sealAuditJob } from './jobs/seal-audit.ts'
import { silenceJob } from './jobs/silence.ts'
import { listen } from './listen.ts'
import { createHub } from './live/hub.ts'
import { createStore } from './store/store.ts'
import { checkCanary } from './writer/canary.ts'
import { startWriterThread } from './writer/client.ts'

export interface RunningServer {
  /** For the console, once: addresses, and the setup code where one is needed. */
  greeting: string
  port: number
  stop(): Promise<void>
}

/** The one clock of the process. */
const now = (): number => Date.now()

/** Config → writer → store → app → broker → jobs → listen. What was started is undone in reverse, also when a later step fails. */
export async function startServer(config: Config, log: Logger): Promise<RunningServer> {
  const undo: (() => unknown)[] = []
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse())
      await Promise.resolve()
        .then(step)
        .catch((error: unknown) => log.error({ error }, 'a part did not stop cleanly'))
  }
  try {
    return { ...(await build(config, log, undo)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function build(config: Config, log: Logger, undo: (() => unknown)[]): Promise<Omit<RunningServer, 'stop'>> {
  makeDataFolder(config.dataDir)
  if (await isOnNetwork(config.dataDir)) log.warn('DATA_DIR is on a network file system: databases there get damaged')
  const writer = await startWriterThread(config.database)
  undo.push(() => writer.close())
  writer.onFailure((error) => log.error({ error }, 'the writer died and is started again'))
  const reader = await openReader(config.database)
  undo.push(() => reader.close())
  const store = createStore({ db: queriesOver(reader), writer })

  const { sharedAddresses, ...caps } = config.streams
  const isShared = (address: string): boolean => isIn(sharedAddresses, address)
  const hub = createHub({ events: store.live, now, log, caps: { ...caps, isShared } })
  await hub.start()

  const canary = createCanary((at) => checkCanary(writer, config.database, at), log)
  const broker = createBroker(config, log, { writer, keys: store.nodeKeys, hub, now })
  let isBrokerUp = false
  let isDraining = false
  const deps: Deps = {
    config,
    now,
    log,
    store,
    live: hub,
    fleet: { disconnect: (nodeId) => broker.revoke(nodeId) },
    setupCode: createSetupCode(),
    limits: createRateLimits(config),
    sealer: createSealer(readInstallationKey(config)),
    health: {
      faults: async () => [
        ...(isDraining ? ['draining'] : []),
        ...(isBrokerUp ? [] : ['broker']),
        ...(broker.isStoring() ? [] : ['storage']),
        ...(canary.isAlive() ? [] : ['canary']),
        ...((await isDiskNearlyFull(config.dataDir)) ? ['disk'] : []),
      ],
    },
    faultOf,
    webRoot: webRoot(),
  }
  const app = createApp(deps)

  await broker.start()
  undo.push(() => broker.stop())
  isBrokerUp = true

  const silence = silenceJob(writer, () => hub.wake())
  const jobs = [
    canary.job,
    silence,
    issueFromPowerJob(deps),
    evidenceJob(deps),
    followUpJob(deps),
    kpisJob(deps),
    ladderJob(deps),
    monthlyJob(deps),
    pruneJob(deps),
    referralJob(deps),
    sealAuditJob(deps),
    retentionJob(deps),
    recountJob(deps),
    indexIssuesJob(deps),
  ]
  const schedule = createSchedule(jobs, now, log)
  schedule.start()
  undo.push(() => schedule.stop())

  const listening = await listen(app, config)
  undo.push(() => listening.close())
  undo.push(() => {
    isDraining = true
    hub.stop()
  })
  return { port: listening.port, greeting: greeting(config, listening.port, await newCode(deps)) }
}

/** A setup code while nobody administers this installation. */
async function newCode({ store, setupCode }: Deps): Promise<{ code: string; endsAt: number } | null> {
  if (await store.people.isClaimed()) return null
  const code = setupCode.issue(now())
  return { code, endsAt: setupCode.endsAt() ?? 0 }
}

/** The built pages, beside the built server. */
function webRoot(): string | null {
  const path = join(projectRoot(), 'dist', 'web')
  return existsSync(join(path, 'index.html')) ? path : null
}
