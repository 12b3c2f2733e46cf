import { cleanJpeg } from './photo-jpeg.ts'
import { cleanPng } from './photo-png.ts'
import { cleanWebp } from './photo-webp.ts'

/** Pictures a merchant may send. */
export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const
/** What staff may attach: pictures, and papers as PDF. */
export const PAPER_TYPES = [...PHOTO_TYPES, 'application/pdf'] as const
export type PaperType = (typeof PAPER_TYPES)[number]

/** Bytes of one file at most. */
export const PHOTO_BYTES_MAX = 5 * 1024 * 1024
/** Files of one report at most; staff's files count by issue. */
export const PHOTOS_PER_REPORT = 8

const MAGIC: readonly { type: PaperType; at: number; bytes: readonly number[] }[] = [
  { type: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  { type: 'application/pdf', at: 0, bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
]

/** What bytes are, by their first ones, whatever the sender calls them; null for anything else. */
export function typeOfBytes(bytes: Uint8Array): PaperType | null {
  const found = MAGIC.find(({ at, bytes: magic }) => magic.every((byte, n) => bytes[at + n] === byte))
  if (found?.type === 'image/webp' && !isRiff(bytes)) return null
  return found?.type ?? null
}

const isRiff = (bytes: Uint8Array): boolean => [0x52, 0x49, 0x46, 0x46].every((byte, n) => bytes[n] === byte)

/**
 * The picture without what it says about place, time, camera and person; null when its structure is broken. Pixels,
 * colour profile and orientation stay. A PDF is returned as it is.
 */
export function withoutMetadata(bytes: Uint8Array, type: PaperType): Uint8Array | null {
  if (type === 'image/jpeg') return cleanJpeg(bytes)
  if (type === 'image/png') return cleanPng(bytes)
  return type === 'image/webp' ? cleanWebp(bytes) : bytes
}
