// Writes rows one after the other and says which it believes to be stored: `node guarded-writer.mjs <url> <rows> guarded|unguarded`.
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@libsql/client'
import { startWriterThread } from '../../../dist/server/writer/client.js'

const [url, rows, way] = process.argv.slice(2)
const sql = 'INSERT INTO settings (key, value, changed_at) VALUES (?, ?, ?)'
const write = way === 'guarded' ? await guarded() : unguarded()

async function guarded() {
  const writer = await startWriterThread({ url })
  return (n) => writer.write([{ sql, args: [`row-${n}`, 'x', n] }])
}

/** One connection as the driver gives it, with the retry everybody writes first. */
function unguarded() {
  const client = createClient({ url, concurrency: 1, timeout: 50 })
  return async (n) => {
    for (;;) {
      try {
        return await client.execute({ sql, args: [`row-${n}`, 'x', n] })
      } catch (error) {
        if (!String(error.code).startsWith('SQLITE_BUSY')) throw error
        await sleep(20)
      }
    }
  }
}

process.send({ isReady: true })
await new Promise((resolve) => process.once('message', resolve))
for (let n = 0; n < Number(rows); n++) {
  await write(n)
  process.send({ stored: n })
  await sleep(2)
}
process.send({ isDone: true })
setInterval(() => undefined, 1_000)
