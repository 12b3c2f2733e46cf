import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { topicOf } from '../../server/wire/node-protocol.ts'
import { connectNativeNode, type NativeNode } from '../support/native-node.ts'
import { type RunningBroker, runBroker } from '../support/running-broker.ts'
import { keyOf } from '../support/telemetry-database.ts'
import { waitFor } from '../support/wait-for.ts'

let running: RunningBroker
const nodes: NativeNode[] = []
beforeEach(async () => {
  running = await runBroker()
  await running.db.addNode('node-1')
})
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.end().catch(() => undefined)
  await running.stop()
})

async function connect(id: string, key = keyOf(id)): Promise<NativeNode> {
  const node = await connectNativeNode(running.url, id, key)
  nodes.push(node)
  return node
}

describe('the embedded broker', () => {
  it('answers a birth with a receipt, stores records and sends receipts for them', async () => {
    const node = await connect('node-1')
    await node.birth()
    await waitFor(() => node.receipts.length >= 1, { what: 'a receipt for the birth' })
    await node.data(1, [['main-meter/l1.volts', Date.now(), 231.4]])
    expect(await running.db.query('SELECT sequence, value FROM samples')).toEqual([{ sequence: 1, value: 231.4 }])
    const last = await waitFor(() => node.receipts.find(({ upTo }) => upTo === 1) ?? null, { what: 'a receipt' })
    expect(last).toMatchObject({ boot: node.boot, highest: 1, missing: [] })
    expect(running.outcomes.flatMap(({ readings }) => readings.map(({ value }) => value))).toEqual([231.4])
  })

  it('ends the connection of a revoked node at once and refuses the next', async () => {
    const node = await connect('node-1')
    await node.birth()
    await running.db.writer.write([{ sql: 'UPDATE nodes SET revoked_at = ? WHERE id = ?', args: [1, 'node-1'] }])
    running.broker.revoke('node-1')
    await waitFor(() => !node.client.connected, { what: 'the connection has ended' })
    await expect(connect('node-1')).rejects.toThrow('Not authorized')
  })

  it('asks a node that sends what it never declared to be born again', async () => {
    const node = await connect('node-1')
    const commands: string[] = []
    node.client.on('message', (topic, payload) => {
      if (topic === topicOf('node-1', 'cmd')) commands.push(JSON.parse(payload.toString()).kind)
    })
    await node.birth()
    await node.data(1, [['main-meter/amps', Date.now(), 3]])
    await waitFor(() => commands.length > 0, { what: 'a command' })
    expect(commands).toEqual(['rebirth'])
  })

  it('makes a node known dead when its connection breaks', async () => {
    const node = await connect('node-1')
    await node.birth()
    node.client.stream.destroy()
    const rows = await waitFor(
      async () => {
        const found = await running.db.query('SELECT death_reason FROM nodes WHERE died_at IS NOT NULL')
        return found.length > 0 ? found : null
      },
      { what: 'a death' },
    )
    expect(rows).toEqual([{ death_reason: 'will' }])
  })

  it('says nothing of the nodes when it is stopped itself', async () => {
    const node = await connect('node-1')
    await node.birth()
    await running.broker.stop()
    expect(await running.db.query('SELECT died_at FROM nodes')).toEqual([{ died_at: null }])
  })
})
