// Another program that holds the write lock of a database for 200 ms at a time: `node lock-holder.mjs <url>`.
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@libsql/client'

const client = createClient({ url: process.argv[2], concurrency: 1, timeout: 5_000 })
let times = 0
for (;;) {
  const transaction = await client.transaction('write')
  await transaction.execute("UPDATE settings SET changed_at = changed_at WHERE key = 'none'")
  times++
  if (times === 1) process.send({ isHolding: true })
  await sleep(200)
  await transaction.rollback()
  await sleep(60)
}
