// The built broker and writer thread over one database file: `node ingest.mjs <url> <port> <node>…`.
import { createHash } from 'node:crypto'
import { openReader } from '../../../dist/db/client.js'
import { queriesOver } from '../../../dist/db/drizzle.js'
import { startBroker } from '../../../dist/server/ingest/broker.js'
import { createNodeKeys } from '../../../dist/server/store/node-keys.js'
import { startWriterThread } from '../../../dist/server/writer/client.js'

const [url, port, ...nodes] = process.argv.slice(2)
const writer = await startWriterThread({ url })
await writer.write(
  nodes.map((node) => ({
    sql: 'INSERT INTO nodes (id, display_name, key_hash, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    args: [node, node, createHash('sha256').update(`key-of-${node}`).digest('hex'), Date.now()],
  })),
)
const reader = await openReader({ url })
await startBroker(
  {
    ingest: writer,
    keys: createNodeKeys(queriesOver(reader)),
    trialWrite: () => writer.beat(Date.now()),
    now: Date.now,
  },
  { host: '127.0.0.1', port: Number(port), caps: { messagesPerSecond: 1_000_000 } },
)
process.send({ isReady: true })
