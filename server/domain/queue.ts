/** What a queue's counter gives: people waiting, windows open, people served since the office opened. */
export const QUEUE_COUNTERS = ['waiting', 'windowsOpen', 'servedTotal'] as const
export type QueueCounter = (typeof QUEUE_COUNTERS)[number]

/** Queue and counter a metric's name means, null when it counts no queue: `office-3.waiting`, or `waiting` of a device's only queue, named ''. */
export function queueCounterOf(metric: string): { queue: string; counter: QueueCounter } | null {
  const at = metric.lastIndexOf('.')
  const counter = QUEUE_COUNTERS.find((name) => name === metric.slice(at + 1))
  return counter ? { queue: metric.slice(0, Math.max(at, 0)), counter } : null
}
