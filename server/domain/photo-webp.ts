import { joined, textAt, uint32LeAt } from './photo-bytes.ts'

/** Chunks that make the picture (RFC 9649, clause 2.7); Exif, XMP and unknown ones go. */
const PICTURE = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
const HEADER_BYTES = 12
/** Flags of VP8X that announce Exif and XMP. */
const METADATA_FLAGS = 0x08 | 0x04

/** A WebP without Exif, XMP, unknown chunks and what follows its end; null when a chunk is broken. */
export function cleanWebp(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < HEADER_BYTES + 8) return null
  const end = 8 + uint32LeAt(bytes, 4)
  if (end > bytes.length + 1) return null
  const kept: Uint8Array[] = []
  for (let at = HEADER_BYTES; at + 8 <= Math.min(end, bytes.length); ) {
    const name = textAt(bytes, at, 4)
    const size = uint32LeAt(bytes, at + 4)
    if (at + 8 + size > bytes.length) return null
    if (PICTURE.has(name)) kept.push(keptChunk(name, bytes.subarray(at, at + 8 + size)))
    at += 8 + size + (size % 2)
  }
  if (kept.length === 0) return null
  const body = joined(kept)
  const header = Uint8Array.from(bytes.subarray(0, HEADER_BYTES))
  new DataView(header.buffer).setUint32(4, 4 + body.length, true)
  return joined([header, body])
}

function keptChunk(name: string, chunk: Uint8Array): Uint8Array {
  const padded = chunk.length % 2 === 0 ? Uint8Array.from(chunk) : joined([chunk, Uint8Array.of(0)])
  if (name === 'VP8X' && padded.length > 8) padded[8] = padded[8]! & ~METADATA_FLAGS
  return padded
}
