// The way everybody tries first: acknowledge, then insert on the broker's `publish` event. `node naive-ingest.mjs <url> <port>`.
import { createServer } from 'node:net'
import { createClient } from '@libsql/client'
import { Aedes } from 'aedes'

const [url, port] = process.argv.slice(2)
const client = createClient({ url })
await client.execute('PRAGMA journal_mode = WAL')
await client.execute('PRAGMA synchronous = FULL')
await client.execute('CREATE TABLE IF NOT EXISTS records (boot TEXT, sequence INTEGER, PRIMARY KEY (boot, sequence))')
const aedes = await Aedes.createBroker()
aedes.on('publish', (packet) => {
  if (!packet.topic.endsWith('/data')) return
  const { boot, sequence } = JSON.parse(packet.payload.toString())
  void client.execute({ sql: 'INSERT INTO records VALUES (?, ?) ON CONFLICT DO NOTHING', args: [boot, sequence] })
})
createServer(aedes.handle).listen(Number(port), '127.0.0.1', () => process.send({ isReady: true }))
