// @vitest-environment node
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Rollup } from 'vite'
import { describe, expect, it, vi } from 'vitest'

const FIRST_LOAD_BYTES = 120_000
const CHART_BYTES = 75_000

async function deskChunks(): Promise<Rollup.OutputChunk[]> {
  const configFile = resolve(import.meta.dirname, '../../vite.config.ts')
  vi.stubEnv('NODE_ENV', 'production')
  const built = (await build({ configFile, logLevel: 'error', build: { write: false } })) as Rollup.RollupOutput
  vi.unstubAllEnvs()
  return built.output.filter((file) => file.type === 'chunk')
}

/** Gzipped bytes of a chunk and of all it imports at once. */
function weight(chunks: readonly Rollup.OutputChunk[], first: Rollup.OutputChunk, seen = new Set<string>()): number {
  if (seen.has(first.fileName)) return 0
  seen.add(first.fileName)
  const imported = chunks.filter(({ fileName }) => first.imports.includes(fileName))
  return imported.reduce((sum, chunk) => sum + weight(chunks, chunk, seen), gzipSync(first.code, { level: 9 }).length)
}
const modulesOf = (chunks: readonly Rollup.OutputChunk[]) => chunks.flatMap(({ moduleIds }) => moduleIds)

describe('the desk’s JavaScript', async () => {
  const chunks = await deskChunks()
  const entry = chunks.find(({ isEntry }) => isEntry) as Rollup.OutputChunk
  const charts = chunks.filter(({ moduleIds }) => moduleIds.some((id) => id.includes('/chart.js/')))

  it('weighs at most 120 kB before the first page, without charts', () => {
    const bytes = weight(chunks, entry)
    console.info(`desk, first load: ${bytes} bytes gzipped`)
    expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_BYTES)
  })

  it('keeps chart.js in one lazy chunk of at most 75 kB', () => {
    expect(charts).toHaveLength(1)
    const [chart] = charts as [Rollup.OutputChunk]
    const bytes = gzipSync(chart.code, { level: 9 }).length
    console.info(`desk, chart chunk: ${bytes} bytes gzipped`)
    expect(bytes).toBeLessThanOrEqual(CHART_BYTES)
    expect(chart.isDynamicEntry).toBe(true)
  })

  it('brings no schema library: the server validates', () => {
    expect(modulesOf(chunks).filter((id) => id.includes('/node_modules/zod/'))).toEqual([])
  })
})
