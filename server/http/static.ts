import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { AppContext } from './app-env.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}
const COMPRESSED = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.webmanifest'])

interface StaticFile {
  bytes: Uint8Array<ArrayBuffer>
  gzipped: Uint8Array<ArrayBuffer> | null
  type: string
  etag: string
  caching: string
}

/** First words of the desk's own addresses; other pages are the app's "no such page", with 404. */
const DESK_PAGES =
  /^\/(?:(?:worklist|issues|sites|knowledge|supervision|indicators|nodes|settings|sign-in|setup)(?:\/[\w.-]{1,64}){0,3}\/?)?$/
const MERCHANT_PAGES = /^\/m(?:\/[\w.-]{0,100}){0,3}$/

/** Serves the built pages from memory: what is not in the map cannot be asked for, whatever the path spells. */
export function staticPages(root: string | null): (c: AppContext) => Response | null {
  const files = root === null ? new Map<string, StaticFile>() : load(root)
  return (c) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return null
    const path = new URL(c.req.url).pathname
    const exact = path.endsWith('.html') ? undefined : files.get(path)
    if (exact) return send(c, exact, 200)
    const isPage = (c.req.header('accept') ?? '*/*').match(/text\/html|\*\/\*/) !== null
    if (!isPage || path.startsWith('/api/')) return null
    const page = files.get(MERCHANT_PAGES.test(path) ? '/m/index.html' : '/index.html')
    const isKnown = DESK_PAGES.test(path) || MERCHANT_PAGES.test(path)
    const isForPeople = isKnown || (c.req.header('accept') ?? '').includes('text/html')
    return page && isForPeople ? send(c, page, isKnown ? 200 : 404) : null
  }
}

function load(root: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>()
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    const path = relative(root, join(entry.parentPath, entry.name))
    const parts = path.split(sep)
    const type = TYPES[extname(entry.name)]
    if (!entry.isFile() || !type || parts.some((part) => part.startsWith('.'))) continue
    files.set(`/${parts.join('/')}`, read(join(root, path), type, parts[0] === 'assets'))
  }
  return files
}

function read(path: string, type: string, isHashed: boolean): StaticFile {
  const bytes = new Uint8Array(readFileSync(path))
  return {
    bytes,
    gzipped: COMPRESSED.has(extname(path)) && bytes.length > 500 ? new Uint8Array(gzipSync(bytes, { level: 9 })) : null,
    type,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    caching: isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
}

function send(c: AppContext, file: StaticFile, status: 200 | 404): Response {
  const isGzip = file.gzipped !== null && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
  const headers = { ETag: file.etag, 'Cache-Control': file.caching, Vary: 'Accept-Encoding' }
  if (status === 200 && c.req.header('if-none-match')?.includes(file.etag)) return c.body(null, 304, headers)
  return c.body(isGzip && file.gzipped ? file.gzipped : file.bytes, status, {
    ...headers,
    'Content-Type': file.type,
    ...(isGzip ? { 'Content-Encoding': 'gzip' } : {}),
  })
}
