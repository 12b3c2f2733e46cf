import { joined, textAt, uint32At } from './photo-bytes.ts'

/** Ancillary chunks that bear on how pixels look (PNG, third edition, clause 11.3); all others say something else. */
const LOOKS = new Set(
  ['tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'bKGD', 'pHYs', 'cICP'].concat(['acTL', 'fcTL', 'fdAT']),
)
const SIGNATURE_BYTES = 8

/** A PNG without texts, times, Exif, unknown chunks and what follows its end; null when a chunk is broken. */
export function cleanPng(bytes: Uint8Array): Uint8Array | null {
  const kept: Uint8Array[] = [bytes.subarray(0, SIGNATURE_BYTES)]
  for (let at = SIGNATURE_BYTES; at + 12 <= bytes.length; ) {
    const name = textAt(bytes, at + 4, 4)
    const next = at + 12 + uint32At(bytes, at)
    if (!/^[A-Za-z]{4}$/.test(name) || next > bytes.length) return null
    if (kept.length === 1 && name !== 'IHDR') return null
    // A capital first letter: without it there is no picture.
    if (/^[A-Z]/.test(name) || LOOKS.has(name)) kept.push(bytes.subarray(at, next))
    if (name === 'IEND') return joined(kept)
    at = next
  }
  return null
}
