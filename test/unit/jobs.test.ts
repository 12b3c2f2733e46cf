import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCanary } from '../../server/jobs/canary.ts'
import { createSchedule, type Job } from '../../server/jobs/schedule.ts'

const lines: { level: number; msg: string }[] = []
const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
beforeEach(() => {
  lines.length = 0
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

const scheduleOf = (...jobs: Job[]) => createSchedule(jobs, () => Date.now(), log)

describe('the schedule', () => {
  it('starts each job at once and at its times, and gives it the instant', async () => {
    const ticks: number[] = []
    const schedule = scheduleOf({ name: 'tick', everyMs: 1_000, tick: async (now) => ticks.push(now) })
    schedule.start()
    await vi.advanceTimersByTimeAsync(3_000)
    await schedule.stop()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(ticks).toEqual([0, 1_000, 2_000, 3_000])
  })

  it('never runs a job twice at once, and waits for it when it stops', async () => {
    const ticks: number[] = []
    let ended = 0
    const tick = async (now: number) => {
      ticks.push(now)
      await new Promise((resolve) => setTimeout(resolve, 2_500))
      ended++
    }
    const schedule = scheduleOf({ name: 'slow', everyMs: 1_000, tick })
    schedule.start()
    await vi.advanceTimersByTimeAsync(3_200)
    const stopped = schedule.stop()
    await vi.advanceTimersByTimeAsync(10_000)
    await stopped
    expect([ticks, ended]).toEqual([[0, 3_000], 2])
  })

  it('bad input 46: logs a job that throws, in whatever way, and runs it and the others again', async () => {
    const ticks: string[] = []
    const broken = (name: string, fail: () => Promise<never>): Job => ({
      name,
      everyMs: 1_000,
      tick: () => {
        ticks.push(name)
        return fail()
      },
    })
    const schedule = scheduleOf(
      broken('throws', () => {
        throw new Error('at once')
      }),
      broken('rejects', () => Promise.reject(new Error('later'))),
    )
    schedule.start()
    await vi.advanceTimersByTimeAsync(1_000)
    await schedule.stop()
    expect(ticks).toEqual(['throws', 'rejects', 'throws', 'rejects'])
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual(Array.from({ length: 4 }, () => [50, 'a job failed']))
  })
})

describe('the canary', () => {
  it('is dead while a confirmed write cannot be read back or nothing answers, and comes back', async () => {
    const answers: (() => Promise<boolean>)[] = [
      async () => true,
      async () => false,
      async () => true,
      () => Promise.reject(new Error('gone')),
      async () => true,
    ]
    const canary = createCanary(() => answers.shift()?.() ?? Promise.resolve(true), log)
    const seen = [canary.isAlive()]
    while (answers.length > 0) {
      await Promise.resolve(canary.job.tick(0)).catch(() => undefined)
      seen.push(canary.isAlive())
    }
    expect(seen).toEqual([true, true, false, true, false, true])
    expect(lines.map(({ level, msg }) => [level, msg.slice(0, 9)])).toEqual([[60, 'DATA LOSS']])
  })
})
