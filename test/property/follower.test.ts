import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFollower, type EventLog, QUEUE_MAX, UNREAD_MS } from '../../server/live/follower.ts'
import type { LoggedEvent } from '../../server/live/port.ts'

const event = (id: number): LoggedEvent => ({ id, at: id, kind: 'issue', subjectId: `${id}`, siteId: null, body: {} })

/** A log whose reads take as long as the test wants: each sees the log as it was when it was asked, or when it answers. */
function slowLog(): { rows: LoggedEvent[]; log: EventLog; answerOne(): boolean } {
  const rows: LoggedEvent[] = []
  const waiting: (() => void)[] = []
  let isEarly = false
  const later = <T>(read: () => T): Promise<T> => {
    isEarly = !isEarly
    const early = isEarly ? read() : null
    return new Promise((resolve) => waiting.push(() => resolve(early ?? read())))
  }
  return {
    rows,
    log: {
      since: (id, limit) => later(() => rows.filter((row) => row.id > id).slice(0, limit)),
      range: () => later(() => ({ oldest: rows[0]?.id ?? 1, newest: rows.at(-1)?.id ?? 0 })),
    },
    answerOne() {
      const answer = waiting.shift()
      answer?.()
      return answer !== undefined
    },
  }
}

/** Lets everything that can go on without another answer go on. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

type Step = { append: number } | { tell: number } | { answer: true }
const steps = fc.array(
  fc.oneof(
    fc.record({ append: fc.integer({ min: 1, max: 400 }) }),
    fc.record({ tell: fc.integer({ min: 1, max: 400 }) }),
    fc.constant({ answer: true as const }),
  ),
  { maxLength: 25 },
)

describe('a follower of the event log', () => {
  it('gives every event after the one it was told, once and in order, however reads and news interleave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 450 }), fc.nat({ max: 449 }), steps, async (length, behind, plan) => {
        const { rows, log, answerOne } = slowLog()
        for (let id = 1; id <= length; id++) rows.push(event(id))
        const after = Math.max(0, length - behind)
        // The hub tells of what it has not told yet, in order, in its own time.
        let told = length
        const follower = createFollower({ after, userId: null, address: 'x' }, log, told, () => undefined)
        const seen: (number | string)[] = []
        const reading = (async () => {
          for (let frame = await follower.next(); frame; frame = await follower.next())
            seen.push(frame.id ?? frame.event)
        })()
        const take = async (step: Step): Promise<void> => {
          if ('append' in step) for (let n = 0; n < step.append; n++) rows.push(event(rows.length + 1))
          if ('tell' in step)
            for (let n = 0; n < step.tell && told < rows.length; n++) {
              follower.event(rows[told++] as LoggedEvent)
              // A reader who keeps up: nothing but the replay may lag behind.
              if (n % 100 === 99) await settle()
            }
          if ('answer' in step) answerOne()
          await settle()
        }
        for (const step of plan) await take(step)
        while (answerOne()) await settle()
        await take({ tell: rows.length })
        while (answerOne()) await settle()
        await settle()
        follower.close()
        await reading
        expect(seen).toEqual(rows.filter(({ id }) => id > after).map(({ id }) => id))
      }),
      { numRuns: 300 },
    )
  })

  it('gives up a reader who is further behind than the queue holds, with reset as its last word', async () => {
    const { log } = slowLog()
    let dropped = 0
    const options = { userId: null, address: 'x', onDropped: () => void dropped++ }
    const follower = createFollower(options, log, 0, () => undefined)
    for (let id = 1; id <= QUEUE_MAX; id++) follower.event(event(id))
    expect(dropped).toBe(0)
    follower.event(event(QUEUE_MAX + 1))
    expect(dropped).toBe(1)
    expect([(await follower.next())?.event, await follower.next()]).toEqual(['reset', null])
  })

  it('gives up a reader who leaves a beat untaken for more than 30 s', async () => {
    const { log } = slowLog()
    let dropped = 0
    const options = { userId: null, address: 'x', onDropped: () => void dropped++ }
    const follower = createFollower(options, log, 0, () => undefined)
    follower.beat(1_000)
    follower.beat(1_000 + UNREAD_MS)
    expect(dropped).toBe(0)
    follower.beat(1_001 + UNREAD_MS)
    expect(dropped).toBe(1)
  })

  it('keeps from a reader what the view does not let through', async () => {
    const { log } = slowLog()
    const view = ({ at, subjectId }: LoggedEvent) =>
      subjectId === '2' ? { at, subjectId, siteId: null, body: {} } : null
    const follower = createFollower({ userId: null, address: 'x', view }, log, 0, () => undefined)
    for (const id of [1, 2, 3]) follower.event({ ...event(id), siteId: 'nanan', body: { secret: true } })
    const seen = await follower.next()
    expect(seen).toEqual({ event: 'issue', id: 2, data: { at: 2, subjectId: '2', siteId: null, body: {} } })
    follower.end('bye')
    expect(await follower.next()).toEqual({ event: 'bye', data: {} })
  })
})
