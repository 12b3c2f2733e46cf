import solid from 'vite-plugin-solid'
import { defineConfig } from 'vitest/config'

interface Kind {
  /** Needs the build: `test/support/build.ts` makes it once before the first of these tests. */
  isBuilt?: boolean
  timeoutMs?: number
  /** Real processes, ports or browsers: one file at a time. */
  isAlone?: boolean
}

const KINDS: Record<string, Kind> = {
  unit: {},
  property: { timeoutMs: 30_000 },
  rules: { timeoutMs: 30_000 },
  store: { timeoutMs: 30_000, isBuilt: true },
  api: { timeoutMs: 30_000 },
  ingest: { timeoutMs: 60_000, isAlone: true, isBuilt: true },
  edge: { timeoutMs: 60_000, isAlone: true, isBuilt: true },
  e2e: { timeoutMs: 180_000, isAlone: true, isBuilt: true },
}

const node = Object.entries(KINDS).map(([name, { isBuilt, timeoutMs = 5_000, isAlone }]) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    environment: 'node' as const,
    testTimeout: timeoutMs,
    hookTimeout: Math.max(timeoutMs, 30_000),
    fileParallelism: !isAlone,
    ...(isBuilt ? { globalSetup: ['test/support/build.ts'] } : {}),
  },
}))

const web = {
  plugins: [solid()],
  resolve: { conditions: ['development', 'browser'] },
  test: {
    name: 'web',
    include: ['test/web/**/*.test.{ts,tsx}'],
    environment: 'jsdom' as const,
    testTimeout: 30_000,
    server: { deps: { inline: [/solid-js/, /@solidjs/, /solid-testing-library/] } },
  },
}

export default defineConfig({ test: { projects: [...node, web] } })
