import { describe, expect, it } from 'vitest'
import { type Connect, publishBytes } from '../../bench/mqtt-bytes.ts'
import type { Ingest } from '../../server/ingest/port.ts'
import { topicOf } from '../../server/wire/node-protocol.ts'
import { birth, record } from '../support/node-messages.ts'
import { PUBACK, type RawMqtt, sayConnect } from '../support/raw-mqtt.ts'
import { type RunningBroker, runBroker } from '../support/running-broker.ts'
import { keyOf } from '../support/telemetry-database.ts'
import { waitFor } from '../support/wait-for.ts'

/** A writer whose commits can be held back or made to fail. */
function faultyWriter(real: Ingest) {
  let gate: Promise<void> = Promise.resolve()
  let fault: Error | null = null
  const batches: number[] = []
  return {
    batches,
    ingest: {
      async commit(messages) {
        batches.push(messages.length)
        await gate
        if (fault) throw fault
        return real.commit(messages)
      },
    } satisfies Ingest,
    trialWrite: async () => {
      if (fault) throw fault
    },
    hold(): () => void {
      let release = (): void => undefined
      gate = new Promise((resolve) => {
        release = resolve
      })
      return release
    },
    break: (error: Error | null) => {
      fault = error
    },
  }
}

const claim: Connect = { clientId: 'node-1', username: 'node-1', password: keyOf('node-1') }
const message = (channel: 'birth' | 'data', body: unknown, id: number): Buffer =>
  publishBytes({ topic: topicOf('node-1', channel), payload: JSON.stringify(body), id })
const acknowledged = (raw: RawMqtt): number[] =>
  raw.received.filter(({ head }) => head === PUBACK).map(({ body }) => body.readUInt16BE(0))

async function withFaults(
  work: (running: RunningBroker, faults: ReturnType<typeof faultyWriter>) => Promise<void>,
  queue = {},
): Promise<void> {
  let faults: ReturnType<typeof faultyWriter> | undefined
  const running = await runBroker({ queue }, ({ ingest }) => {
    faults = faultyWriter(ingest)
    return { ingest: faults.ingest, trialWrite: faults.trialWrite }
  })
  await running.db.addNode('node-1')
  try {
    await work(running, faults!)
  } finally {
    await running.stop()
  }
}

describe('a PUBACK', () => {
  it('leaves after the commit, never before', async () => {
    await withFaults(async ({ broker, db }, faults) => {
      const { raw } = await sayConnect(broker.port, claim)
      const release = faults.hold()
      raw.send(message('birth', birth(), 1))
      raw.send(message('data', record(1, [['main-meter/l1.volts', Date.now(), 230]]), 2))
      await waitFor(() => faults.batches.length > 0, { what: 'a commit under way' })
      expect(acknowledged(raw)).toEqual([])
      expect(await db.query('SELECT * FROM samples')).toEqual([])
      release()
      await waitFor(() => acknowledged(raw).length === 2, { what: 'both PUBACKs' })
      expect(acknowledged(raw)).toEqual([1, 2])
      expect(await db.query('SELECT sequence FROM samples')).toEqual([{ sequence: 1 }])
      raw.end()
    })
  })

  it('does not leave when the commit fails: the connection closes, CONNACK is 3 until a trial write succeeds', async () => {
    await withFaults(async ({ broker, notices }, faults) => {
      const { raw } = await sayConnect(broker.port, claim)
      faults.break(Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' }))
      raw.send(message('birth', birth(), 1))
      await raw.closed()
      expect(acknowledged(raw)).toEqual([])
      expect((await sayConnect(broker.port, claim)).code).toBe(3)
      expect(broker.isStoring()).toBe(false)
      faults.break(null)
      await waitFor(() => broker.isStoring(), { what: 'a trial write that succeeds' })
      const again = await sayConnect(broker.port, claim)
      expect(again.code).toBe(0)
      again.raw.send(message('birth', birth(), 1))
      await again.raw.packet(PUBACK)
      expect(notices.filter((notice) => /commit_failed|storing_again/.test(notice))).toEqual([
        'commit_failed',
        'storing_again',
      ])
      again.raw.end()
    })
  })

  it('does not leave when a commit takes too long', async () => {
    await withFaults(
      async ({ broker }, faults) => {
        const { raw } = await sayConnect(broker.port, claim)
        const release = faults.hold()
        raw.send(message('birth', birth(), 1))
        await raw.closed()
        expect(acknowledged(raw)).toEqual([])
        release()
      },
      { commitWithinMs: 100 },
    )
  })

  it('waits while the queue is full, and nothing is dropped', async () => {
    await withFaults(
      async ({ broker, db }, faults) => {
        const { raw } = await sayConnect(broker.port, claim)
        raw.send(message('birth', birth(), 1))
        await raw.packet(PUBACK)
        const release = faults.hold()
        faults.batches.length = 0
        for (let sequence = 1; sequence <= 60; sequence++)
          raw.send(message('data', record(sequence, [['main-meter/l1.volts', Date.now(), 230]]), sequence + 1))
        await waitFor(() => faults.batches.length > 0, { what: 'a commit under way' })
        release()
        await waitFor(() => acknowledged(raw).length === 61, { what: 'all PUBACKs' })
        expect(Math.max(...faults.batches)).toBeLessThanOrEqual(10)
        expect(acknowledged(raw)).toEqual(Array.from({ length: 61 }, (_, n) => n + 1))
        expect(await db.query('SELECT count(*) AS n FROM samples')).toEqual([{ n: 60 }])
        raw.end()
      },
      { maxMessages: 10 },
    )
  })
})
