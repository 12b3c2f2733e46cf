import type { Logger } from 'pino'

/** A piece of recurring work. It is given the instant, and starts again only after it has ended. */
export interface Job {
  name: string
  everyMs: number
  tick(now: number): Promise<unknown>
}

export interface Schedule {
  /** Starts every job; the first tick of each is at once. */
  start(): void
  /** Starts no more, and waits for what runs. */
  stop(): Promise<void>
}

/** Runs jobs side by side, each never twice at once. A job that throws is logged and runs again at its next time. */
export function createSchedule(jobs: readonly Job[], now: () => number, log: Logger): Schedule {
  const timers: NodeJS.Timeout[] = []
  const running = new Map<string, Promise<void>>()

  function run(job: Job): void {
    if (running.has(job.name)) return
    const work = Promise.resolve()
      .then(() => job.tick(now()))
      .then(
        () => undefined,
        (error: unknown) => log.error({ error, job: job.name }, 'a job failed'),
      )
      .finally(() => running.delete(job.name))
    running.set(job.name, work)
  }

  return {
    start() {
      for (const job of jobs) {
        run(job)
        timers.push(setInterval(() => run(job), job.everyMs))
      }
    },
    async stop() {
      for (const timer of timers.splice(0)) clearInterval(timer)
      await Promise.all(running.values())
    },
  }
}
