import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient, type InStatement } from '@libsql/client'
import { Aedes } from 'aedes'
import { type DataRecord, parseTopic } from '../../server/wire/node-protocol.ts'

/**
 * What many put together in an afternoon, and the control of the tests that count: a broker that inserts on its
 * `publish` event. It stores in batches, in transactions, in the same kind of file; only, the PUBACK does not wait.
 */
const PAUSE_MS = 20
const TABLES = [
  'CREATE TABLE IF NOT EXISTS boots (id INTEGER PRIMARY KEY, boot TEXT NOT NULL UNIQUE)',
  'CREATE TABLE IF NOT EXISTS samples (boot_id INTEGER NOT NULL, sequence INTEGER NOT NULL, metric TEXT, at INTEGER, value REAL)',
  'CREATE TABLE IF NOT EXISTS reports (number TEXT)',
]
const client = createClient({ url: `file:${join(process.env.DATA_DIR ?? '', 'mingchuang.db')}` })
await client.execute('PRAGMA journal_mode = WAL')
await client.batch(TABLES, 'write')

const pending: InStatement[] = []
const aedes = await Aedes.createBroker()
aedes.on('publish', (packet, from) => {
  if (!from || parseTopic(packet.topic)?.channel !== 'data') return
  const { boot, sequence, values } = JSON.parse(packet.payload.toString()) as DataRecord
  pending.push({ sql: 'INSERT OR IGNORE INTO boots (boot) VALUES (?)', args: [boot] })
  for (const [metric, at, value] of values)
    pending.push({
      sql: 'INSERT INTO samples SELECT id, ?, ?, ?, ? FROM boots WHERE boot = ?',
      args: [sequence, metric, at, Number(value), boot],
    })
})

async function storeOnAndOn(): Promise<never> {
  for (;;) {
    const batch = pending.splice(0)
    if (batch.length > 0) await client.batch(batch, 'write')
    await sleep(PAUSE_MS)
  }
}

createServer(aedes.handle).listen(Number(process.env.MQTT_PORT), process.env.MQTT_HOST)
await storeOnAndOn()
