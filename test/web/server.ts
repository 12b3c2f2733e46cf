import { afterEach, beforeEach, vi } from 'vitest'

export type Call = { method: string; path: string; body: unknown; headers: Record<string, string> }
type Answers = (call: Call) => { status?: number; body?: unknown; text?: string } | undefined

/** The outside network in the test's hands: what was asked, and what is answered. */
export function useServer(): { calls: Call[]; answer: (next: Answers) => void } {
  const calls: Call[] = []
  let answers: Answers = () => undefined
  beforeEach(() => {
    calls.length = 0
    vi.stubGlobal('fetch', async (path: string, options: RequestInit) => {
      const call: Call = {
        method: options.method ?? 'GET',
        path: path.replace('/api/v1', ''),
        body: options.body ? JSON.parse(String(options.body)) : undefined,
        headers: options.headers as Record<string, string>,
      }
      calls.push(call)
      const { status = 200, body, text } = answers(call) ?? { status: 404, body: problem(404, '没有这一项') }
      return new Response(status === 204 ? null : (text ?? JSON.stringify(body ?? null)), { status })
    })
  })
  afterEach(() => vi.unstubAllGlobals())
  return {
    calls,
    answer: (next) => {
      answers = next
    },
  }
}

export const problem = (status: number, title: string, over: Record<string, unknown> = {}) => ({
  type: 'urn:mingchuang:problem:x',
  title,
  status,
  detail: '请再看看。',
  instance: '7F3K-20C9',
  ...over,
})
