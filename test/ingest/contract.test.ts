import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { queriesOver } from '../../db/drizzle.ts'
import { type NodeBroker, startBroker } from '../../server/ingest/broker.ts'
import { OutsideBroker } from '../../server/ingest/outside-broker.ts'
import { createNodeKeys } from '../../server/store/node-keys.ts'
import { isWithoutMosquitto, type Mosquitto, startMosquitto } from '../support/mosquitto.ts'
import { type OutboxNode, outboxNode } from '../support/outbox-node.ts'
import { freePort } from '../support/server-process.ts'
import { keyOf, openTelemetryDatabase, type TelemetryDatabase } from '../support/telemetry-database.ts'
import { waitFor } from '../support/wait-for.ts'

/** Where nodes connect, and how our side of it is started. */
interface Kind {
  url: string
  serve(db: TelemetryDatabase): Promise<NodeBroker>
  end(): Promise<void>
}

const portsOver = (db: TelemetryDatabase) => ({
  ingest: { commit: (messages: Parameters<typeof db.writer.commit>[0]) => db.writer.commit(messages) },
  trialWrite: () => db.writer.beat(Date.now()),
  now: Date.now,
})
const caps = { messagesPerSecond: 10_000 }

async function embedded(): Promise<Kind> {
  const port = await freePort()
  return {
    url: `mqtt://127.0.0.1:${port}`,
    serve: (db) =>
      startBroker(
        { ...portsOver(db), keys: createNodeKeys(queriesOver(db.reader)) },
        { host: '127.0.0.1', port, caps },
      ),
    end: async () => undefined,
  }
}

let mosquitto: Mosquitto | undefined
async function outside(): Promise<Kind> {
  const own = await startMosquitto()
  mosquitto = own
  return {
    url: own.url,
    async serve(db) {
      const broker = new OutsideBroker(portsOver(db), createNodeKeys(queriesOver(db.reader)), {
        url: own.url,
        username: null,
        password: null,
      })
      await broker.start()
      return broker
    },
    end: () => own.stop(),
  }
}

const KINDS: [string, () => Promise<Kind>, boolean][] = [
  ['the embedded broker', embedded, false],
  ['Mosquitto as the outside broker', outside, isWithoutMosquitto()],
]

const upFrom = (from: number, count: number): number[] => Array.from({ length: count }, (_, n) => from + n)
const storedIn = async (db: TelemetryDatabase): Promise<number[]> =>
  (await db.query('SELECT value FROM samples ORDER BY sequence')).map((row) => Number(row.value))

describe.each(KINDS)('%s', (_name, make, isSkipped) => {
  describe.skipIf(isSkipped)('keeps the contract:', () => {
    let kind: Kind
    let db: TelemetryDatabase
    let broker: NodeBroker
    let node: OutboxNode
    beforeEach(async () => {
      kind = await make()
      db = await openTelemetryDatabase()
      await db.addNode('node-1')
      broker = await kind.serve(db)
      node = outboxNode(kind.url, 'node-1', keyOf('node-1'))
    })
    afterEach(async () => {
      await node.stop()
      await broker.stop()
      await db.close()
      await kind.end()
    })
    const emptied = () =>
      waitFor(() => node.held() === 0, {
        what: 'the outbox is empty',
        withinMs: 20_000,
        detail: () => `${node.held()} held`,
      })

    it('a birth is answered, every record is stored once, and the receipt covers them', async () => {
      node.append(upFrom(0, 200))
      node.start()
      await emptied()
      expect(await storedIn(db)).toEqual(upFrom(0, 200))
      expect(node.receipts.at(-1)).toMatchObject({ boot: node.boot, upTo: 200, highest: 200, missing: [] })
      const promises = node.receipts.map(({ upTo }) => upTo)
      expect(promises).toEqual([...promises].sort((a, b) => a - b))
    })

    it('what a node sends while our side is away is there after it comes back', async () => {
      node.start()
      node.append(upFrom(0, 50))
      await emptied()
      await broker.stop()
      node.append(upFrom(50, 50))
      await db.reopen()
      broker = await kind.serve(db)
      await emptied()
      expect(await storedIn(db)).toEqual(upFrom(0, 100))
      expect(await db.query("SELECT outcome FROM gaps WHERE outcome <> 'filled'")).toEqual([])
    })

    it('a command reaches the node, and one that is away does not get it', async () => {
      const command = {
        v: 1 as const,
        id: 'c-1',
        kind: 'identify' as const,
        expiresAt: Date.now() + 60_000,
        arguments: {},
      }
      node.start()
      await waitFor(() => node.receipts.length > 0, { what: 'the birth is answered' })
      expect(broker.publishCommand('node-1', command)).toBe(true)
      expect(broker.publishCommand('node-2', command)).toBe(false)
      await waitFor(() => node.commands.length > 0, { what: 'a command' })
      expect(node.commands).toMatchObject([{ id: 'c-1', kind: 'identify' }])
    })

    it('a node that sends something unknown is asked to be born again', async () => {
      await db.writer.write([])
      node.start()
      node.append([1])
      await emptied()
      await db.writer.write([{ sql: "UPDATE metrics SET name = 'heads' WHERE name = 'people'", args: [] }])
      node.append([2])
      await waitFor(() => node.commands.some(({ kind: asked }) => asked === 'rebirth'), { what: 'a rebirth command' })
      expect(await db.query('SELECT reason FROM quarantined')).toEqual([{ reason: 'unknown_metric' }])
    })

    it('a connection that breaks makes the node known dead', async () => {
      node.start()
      await waitFor(() => node.receipts.length > 0, { what: 'the birth is answered' })
      await node.stop()
      await waitFor(async () => (await db.query('SELECT 1 FROM nodes WHERE died_at IS NOT NULL')).length > 0, {
        what: 'a death',
      })
    })
  })
})

describe.skipIf(isWithoutMosquitto())('an outside broker that forgets what it acknowledged', () => {
  it('costs nothing: what it lost is still in the outbox', async () => {
    const kind = await outside()
    const db = await openTelemetryDatabase()
    await db.addNode('node-1')
    const broker = await kind.serve(db)
    const node = outboxNode(kind.url, 'node-1', keyOf('node-1'))
    try {
      node.start()
      let made = 0
      for (let kill = 0; kill < 2; kill++) {
        for (const from = made; made < from + 300; made += 20) {
          node.append(upFrom(made, 20))
          await new Promise((done) => setImmediate(done))
        }
        await waitFor(() => node.held() < 290, { what: 'records are under way' })
        await mosquitto?.kill()
        await mosquitto?.restart()
      }
      await waitFor(() => node.held() === 0, { what: 'the outbox is empty', withinMs: 30_000 })
      expect(await storedIn(db)).toEqual(upFrom(0, made))
    } finally {
      await node.stop()
      await broker.stop()
      await db.close()
      await kind.end()
    }
  })
})
