import { HTTPException } from 'hono/http-exception'
import type { Deps } from '../deps.ts'
import { type Refusal, type Refused, refused } from '../wire/refusal.ts'
import type { AppContext } from './app-env.ts'
import { problem } from './problem.ts'

const OF_STATUS: Readonly<Record<number, Refusal>> = {
  400: 'malformed_body',
  413: 'too_large',
  415: 'unsupported_type',
}
const OF_FAULT = { busy: 'busy', unavailable: 'unavailable', full: 'full', constraint: 'changed_meanwhile' } as const

/** What an exception means to the client. Only what we cannot name is a 500. */
export function refusalOf(error: unknown, faultOf: Deps['faultOf']): Refused {
  if (error instanceof HTTPException) return refused(OF_STATUS[error.status] ?? 'internal')
  const fault = faultOf(error)
  return refused(fault === 'broken' ? 'internal' : OF_FAULT[fault])
}

/** The one place where an exception becomes an answer. Nothing of the exception leaves but its kind. */
export const onFailure =
  (deps: Deps) =>
  (error: Error, c: AppContext): Response => {
    const refusal = refusalOf(error, deps.faultOf)
    const line = { requestId: c.get('requestId'), error, path: c.req.path.slice(0, 200) }
    if (refusal.reason === 'internal') deps.log.error(line, 'a request failed')
    else if (!(error instanceof HTTPException)) deps.log.warn(line, `a request failed: ${refusal.reason}`)
    return problem(c, refusal)
  }
