/** What a failed database call means to its caller; nothing else branches on driver codes. */
export type DatabaseFault = 'busy' | 'unavailable' | 'constraint' | 'full' | 'broken'

interface Coded {
  code?: unknown
  message?: unknown
  cause?: unknown
}

/** Every error of a chain of causes: drizzle wraps the driver's error, the code sits in a cause. */
function* chainOf(error: unknown): Generator<Coded> {
  for (let e = error as Coded | undefined, n = 0; e && typeof e === 'object' && n < 8; e = e.cause as Coded, n++)
    yield e
}

/** True when a lock was held by somebody else; the connection that saw it must be dropped (see GuardedWriter). */
export const isBusy = (error: unknown): boolean => faultOf(error) === 'busy'

/** Maps every error of the driver, on a file, over http or ws, or through a replica, to one of five faults. */
export function faultOf(error: unknown): DatabaseFault {
  for (const e of chainOf(error)) {
    const code = typeof e.code === 'string' ? e.code : ''
    const message = typeof e.message === 'string' ? e.message : ''
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'busy'
    if (code.startsWith('SQLITE_FULL') || message.includes('database or disk is full')) return 'full'
    if (code.startsWith('SQLITE_CONSTRAINT') || /constraint failed/i.test(message)) return 'constraint'
    if (/fetch failed|ECONNREFUSED|ECONNRESET|EPIPE|WriteDelegation|stream not found/i.test(message))
      return 'unavailable'
    if (code === 'HRANA_WEBSOCKET_ERROR' || code === 'SERVER_ERROR') return 'unavailable'
  }
  return 'broken'
}
