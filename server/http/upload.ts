import { createHash } from 'node:crypto'
import { PAPER_TYPES, type PaperType, PHOTO_BYTES_MAX, typeOfBytes, withoutMetadata } from '../domain/photo.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import type { AppContext } from './app-env.ts'

/** Addresses that take a file's bytes as their body. */
const UPLOADS = /^\/api\/v1\/(?:issues\/[^/]+\/attachment|merchant\/tracking\/photos)$/
export const isUpload = (c: AppContext): boolean => c.req.method === 'POST' && UPLOADS.test(c.req.path)

/** A file from the body: what it really is, cleaned; 413 past 5 MB, 415 for what is no picture, or is another kind than said. */
export async function fileFrom(
  c: AppContext,
  name: string,
  allowed: readonly PaperType[] = PAPER_TYPES,
): Promise<Outcome<{ name: string; type: PaperType; bytes: Uint8Array; sha256: string }>> {
  const sent = new Uint8Array(await c.req.arrayBuffer())
  if (sent.length > PHOTO_BYTES_MAX) return refused('file_too_large')
  const type = typeOfBytes(sent)
  const said = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type === null || type !== said || !allowed.includes(type)) return refused('not_a_picture')
  const bytes = withoutMetadata(sent, type)
  if (!bytes) return refused('not_a_picture')
  return done({ name: name || type.replace('/', '.'), type, bytes, sha256: hashOf(bytes) })
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A file as an answer: never run, never sniffed, pictures shown and papers saved. */
export function fileAnswer(c: AppContext, file: { name: string; type: string; bytes: Uint8Array }): Response {
  const how = file.type.startsWith('image/') ? 'inline' : 'attachment'
  return c.body(new Uint8Array(file.bytes), 200, {
    'Content-Type': file.type,
    'Content-Disposition': `${how}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'private, no-store',
  })
}
