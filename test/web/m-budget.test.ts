// @vitest-environment node
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Rollup } from 'vite'
import { describe, expect, test, vi } from 'vitest'

const LIMIT_BYTES = 20_000

async function chunksOf(mode: string): Promise<Rollup.OutputChunk[]> {
  const configFile = resolve(import.meta.dirname, '../../vite.config.ts')
  vi.stubEnv('NODE_ENV', 'production')
  const built = (await build({ configFile, mode, logLevel: 'error', build: { write: false } })) as Rollup.RollupOutput
  vi.unstubAllEnvs()
  return built.output.filter((file) => file.type === 'chunk')
}

/** What a visit loads: the entry, one screen and its words, and whatever those import at once; gzipped bytes by file. */
function visit(chunks: readonly Rollup.OutputChunk[], names: readonly string[]): Map<string, number> {
  const loaded = new Map<string, number>()
  const load = (chunk: Rollup.OutputChunk | undefined) => {
    if (!chunk || loaded.has(chunk.fileName)) return
    loaded.set(chunk.fileName, gzipSync(chunk.code, { level: 9 }).length)
    for (const fileName of chunk.imports) load(chunks.find((one) => one.fileName === fileName))
  }
  for (const name of names) load(chunks.find((chunk) => chunk.name === name))
  return loaded
}

describe('the merchant’s JavaScript', async () => {
  const chunks = await chunksOf('merchant')
  const names = new Set(chunks.map((chunk) => chunk.name))

  for (const [screen, words] of [
    ['Report', 'words-report'],
    ['Tracking', 'words-tracking'],
    ['Spot', 'words-spot'],
    ['Mine', 'words-mine'],
    ['Party', 'words-party'],
  ] as const) {
    for (const language of ['zh', 'en']) {
      test(`${screen} in ${language} weighs at most 20 kB`, () => {
        const parts = ['merchant', screen, `words-${language}`, `${words}-${language}`]
        expect(parts.filter((name) => !names.has(name))).toEqual([])
        const loaded = visit(chunks, parts)
        const total = [...loaded.values()].reduce((sum, bytes) => sum + bytes, 0)
        console.info(`/m/ ${screen} ${language}: ${total} bytes gzipped in ${loaded.size} files`)
        expect(total).toBeLessThanOrEqual(LIMIT_BYTES)
      })
    }
  }
  // What a screen loads after it stands: read on a slow line while it is on its way.
  for (const [part, words] of [
    ['Saying', 'words-saying'],
    ['Doing', 'words-doing'],
  ] as const) {
    test(`${part} adds at most 12 kB`, () => {
      const before = visit(chunks, ['merchant', 'Report', 'Tracking', 'words-zh'])
      const added = [...visit(chunks, [part, `${words}-zh`])].filter(([file]) => !before.has(file))
      const total = added.reduce((sum, [, bytes]) => sum + bytes, 0)
      console.info(`/m/ ${part}: ${total} bytes gzipped in ${added.length} files`)
      expect(total).toBeGreaterThan(2_000)
      expect(total).toBeLessThanOrEqual(12_000)
    })
  }
  test('brings no router, no schema library and no charts', () => {
    const modules = chunks.flatMap((chunk) => chunk.moduleIds).filter((id) => id.includes('node_modules'))
    const packages = modules.map((id) => id.replace(/^.*node_modules\/((@[^/]+\/)?[^/]+).*$/, '$1'))
    expect([...new Set(packages)]).toEqual(['solid-js'])
  })
})
