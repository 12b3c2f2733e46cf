import type { z } from 'zod'
import type { AppContext } from './app-env.ts'

/** Sends `value` through its schema, so that what the contract does not name never leaves. */
export function reply<S extends z.ZodType>(
  c: AppContext,
  schema: S,
  value: z.input<S>,
  status: 200 | 201 = 200,
): Response {
  return c.body(JSON.stringify(schema.parse(value)), status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  })
}
