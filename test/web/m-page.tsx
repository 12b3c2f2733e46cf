import { cleanup, render } from '@solidjs/testing-library'
import { App, type Screen } from '../../web/m/App.tsx'
import type { Language } from '../../web/m/language.ts'
import type { ScreenWords } from '../../web/m/page.ts'

export type Asked = { path: string; key: string | null; body: Record<string, unknown> | null }
type Reply = Response | 'lost' | 'hangs' | object

export const problem = (
  status: number,
  type: string,
  more: object = {},
  headers: Record<string, string> = {},
): Response =>
  new Response(JSON.stringify({ type: `urn:mingchuang:problem:${type}`, status, instance: 'req-7F3K', ...more }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })

/** The network between the page and a server that answers as told, by path; what it was asked is kept. */
export function createNetwork(replies: Record<string, (asked: Asked) => Reply>) {
  const asked: Asked[] = []
  const fetcher = async (url: unknown, init?: RequestInit): Promise<Response> => {
    const path = String(url).replace('/api/v1/merchant/', '')
    const one = {
      path,
      key: new Headers(init?.headers).get('idempotency-key'),
      body: typeof init?.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : null,
    }
    asked.push(one)
    const reply = replies[path]?.(one) ?? 'lost'
    if (reply === 'hangs') return new Promise(() => {})
    if (reply === 'lost') throw new TypeError('network')
    return reply instanceof Response ? reply : new Response(JSON.stringify(reply))
  }
  return { asked, replies, fetch: fetcher as typeof fetch }
}

/** Opens a screen of the merchant's page over that network. */
export async function openPage<W extends ScreenWords>(
  screen: Screen,
  network: { fetch: typeof fetch },
  loadWords: (language: Language) => Promise<W>,
  token = '',
): Promise<W> {
  cleanup()
  Element.prototype.scrollIntoView = () => {}
  const words = await loadWords('zh')
  render(() => (
    <App
      fetch={network.fetch}
      uptime={() => 0}
      language="zh"
      words={words}
      loadWords={loadWords}
      screen={screen}
      token={token}
    />
  ))
  return words
}
