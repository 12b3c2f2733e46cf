import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { AppRouter } from './http/app-env.ts'

const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384,
} as const
/** How long requests under way may take after the last new one, ms. */
const DRAIN_MS = 4_000

export interface Listening {
  port: number
  /** Takes no more, lets what runs finish, then cuts. */
  close(): Promise<void>
}

interface Where {
  port: number
  host: string
  maxConnections: number
}

/** Opens the HTTP port. Rejects when it is taken. */
export async function listen(app: AppRouter, { port, host, maxConnections }: Where): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: LIMITS }) as Server
  server.maxConnections = maxConnections
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
      await closed
      clearTimeout(cut)
    },
  }
}
