import { problemSchema } from '../wire/problem.ts'
import type { Refused } from '../wire/refusal.ts'
import type { AppContext } from './app-env.ts'
import { languageOf } from './language.ts'
import { PROBLEMS } from './problem-words.ts'

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** Renders a refusal as an RFC 9457 problem in the reader's language. Nothing else formats errors. */
export function problem(c: AppContext, refusal: Omit<Refused, 'ok'>, headers: Record<string, string> = {}): Response {
  const { status, zh, en } = PROBLEMS[refusal.reason]
  const language = languageOf(c.req.header('accept-language'))
  const [title, detail] = language === 'zh-CN' ? zh : en
  const body = problemSchema.parse({
    type: `urn:mingchuang:problem:${refusal.reason.replaceAll('_', '-')}`,
    title,
    status,
    detail,
    instance: c.get('requestId') ?? '',
    ...(refusal.errors ? { errors: refusal.errors } : {}),
    ...(refusal.allowed ? { allowed: refusal.allowed } : {}),
    ...(refusal.version === undefined ? {} : { version: refusal.version }),
    ...(refusal.by ? { by: refusal.by } : {}),
  })
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': PROBLEM_TYPE,
      'Content-Language': language,
      'Cache-Control': 'no-store',
      ...retryHeader(status, refusal.retryAfterMs),
      ...headers,
    },
  })
}

function retryHeader(status: number, retryAfterMs: number | undefined): Record<string, string> {
  if (retryAfterMs === undefined && status !== 503 && status !== 429) return {}
  return { 'Retry-After': String(Math.max(1, Math.ceil((retryAfterMs ?? 2_000) / 1_000))) }
}
