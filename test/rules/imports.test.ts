import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sourcesOf } from '../support/sources.ts'

interface Layer {
  folder: string
  /** Folders, packages (`node:*` = all of Node) or single files it may import. */
  may: readonly string[]
  /** As types only. */
  types?: readonly string[]
}

/** Who may import whom. The most exact folder counts. This is the only place where the table stands. */
const LAYERS: readonly Layer[] = [
  { folder: 'server/domain', may: [] },
  { folder: 'server/wire', may: ['server/domain', 'zod'] },
  { folder: 'db/schema', may: ['server/domain', 'drizzle-orm'] },
  { folder: 'db/seed', may: [], types: ['server/domain'] },
  { folder: 'db', may: ['node:*', '@libsql/client', 'drizzle-orm'] },
  {
    folder: 'server/store',
    may: ['db', 'server/wire', 'server/domain', 'drizzle-orm', 'node:crypto', 'node:module'],
    types: ['server/live/port.ts', 'server/ingest/port.ts', '@libsql/client'],
  },
  {
    folder: 'server/http',
    may: ['server/wire', 'server/domain', 'hono', '@hono/zod-openapi', 'zod', 'node:*', '@node-rs/argon2', 'uqr'],
    types: ['server/deps.ts', 'server/live/port.ts', '@hono/node-server'],
  },
  {
    folder: 'server/ingest',
    may: ['server/wire', 'server/domain', 'node:*', 'aedes', 'mqtt'],
    types: ['server/deps.ts'],
  },
  {
    folder: 'server/jobs',
    may: ['server/wire', 'server/domain'],
    types: ['server/deps.ts', 'server/ingest/port.ts', 'pino'],
  },
  { folder: 'server/live', may: ['server/wire', 'server/domain'], types: ['server/ingest/port.ts', 'pino'] },
  {
    folder: 'server/writer',
    may: ['db', 'server/store', 'server/ingest', 'server/wire', 'server/domain', 'node:*', '@libsql/client'],
  },
  { folder: 'server', may: ['db', 'node:*', 'pino', 'zod', 'hono', '@hono/node-server'] },
  { folder: 'edge/domain', may: ['server/domain', 'server/wire'] },
  { folder: 'edge', may: ['server/wire', 'node:*', 'mqtt', '@libsql/client', 'zod', 'csv-parse', 'pino'] },
  { folder: 'web/lib', may: ['server/wire', 'server/domain', 'solid-js', '@solidjs/router', 'chart.js'] },
  { folder: 'web/m', may: ['server/domain', 'solid-js'], types: ['server/wire'] },
  { folder: 'web', may: ['server/wire', 'server/domain', 'solid-js', '@solidjs/router'] },
]

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'"`;]*?\sfrom\s+'([^']+)'|(?:^|\n)import\s+'([^']+)'|import\('([^']+)'\)/g

interface Import {
  target: string
  isType: boolean
}

function importsOf(path: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map(([, type, from, bare, dynamic]) => {
    const name = from ?? bare ?? dynamic ?? ''
    const target = name.startsWith('.') ? normalize(join(dirname(path), name)) : name
    return { target, isType: type !== undefined }
  })
}

const covers = (allowed: string, target: string): boolean =>
  allowed.endsWith(':*')
    ? target.startsWith(allowed.slice(0, -1))
    : target === allowed || target.startsWith(`${allowed}/`)

function layerOf(path: string): Layer | undefined {
  return LAYERS.find(({ folder }) => path.startsWith(`${folder}/`))
}

function isAllowed(layer: Layer, { target, isType }: Import): boolean {
  // Inside a layer everything may be imported, but not a more exact layer below it by accident.
  const own = layerOf(target)
  if (own === layer) return true
  if (layer.folder === 'server' || layer.folder === 'web' || layer.folder === 'edge' || layer.folder === 'db') {
    if (target.startsWith(`${layer.folder}/`)) return true
  }
  if (layer.folder.startsWith('web/') && target.startsWith('web/')) return true
  return [...layer.may, ...(isType ? (layer.types ?? []) : [])].some((allowed) => covers(allowed, target))
}

describe('the table of who may import whom', () => {
  it.each(LAYERS.map((layer) => [layer.folder, layer] as const))('%s keeps to it', (folder, layer) => {
    const files = sourcesOf(folder).filter(({ path }) => layerOf(path) === layer)
    expect(files.length).toBeGreaterThan(0)
    const strays = files.flatMap(({ path, text }) =>
      importsOf(path, text)
        .filter((one) => !isAllowed(layer, one))
        .map(({ target, isType }) => `${path} → ${isType ? 'type ' : ''}${target}`),
    )
    expect(strays).toEqual([])
  })

  it('sees every way to import', () => {
    const text = `import { a,\n b } from 'x'\nimport type { T } from './y.ts'\nexport * from "../z.ts"\nimport 'w'\nconst m = await import('v')`
    expect(importsOf('server/http/q.ts', text.replaceAll('"', "'"))).toEqual([
      { target: 'x', isType: false },
      { target: 'server/http/y.ts', isType: true },
      { target: 'server/z.ts', isType: false },
      { target: 'w', isType: false },
      { target: 'v', isType: false },
    ])
  })
})
