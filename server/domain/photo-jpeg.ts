import { joined, textAt } from './photo-bytes.ts'

const [SOI, EOI, SOS, APP0, APP1, APP2, APP14, APP15, COM] = [0xd8, 0xd9, 0xda, 0xe0, 0xe1, 0xe2, 0xee, 0xef, 0xfe]
const END = Uint8Array.of(0xff, EOI)

/**
 * A JPEG (ITU-T T.81) without Exif, XMP, IPTC, comments, thumbnails and what follows its end. Kept: the frame, the JFIF
 * density, the ICC profile, Adobe's colour transform, and of Exif the orientation alone. Null when a segment is broken.
 */
export function cleanJpeg(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return null
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  let orientation = 1
  let at = 2
  let hasScan = false
  while (at < bytes.length) {
    if (bytes[at] !== 0xff) return null
    while (bytes[at + 1] === 0xff) at++
    const marker = bytes[at + 1]
    if (marker === undefined || marker === 0) return null
    if (marker === EOI) return hasScan ? withOrientation(kept, orientation) : null
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
    const next = at + 2 + length
    if (length < 2 || next > bytes.length) return null
    const segment = bytes.subarray(at, next)
    if (marker === APP1) orientation = orientationOf(segment) ?? orientation
    const keeps = keptSegment(marker, segment)
    if (keeps) kept.push(keeps)
    at = next
    if (marker !== SOS) continue
    hasScan = true
    const scanEnd = endOfScan(bytes, at)
    kept.push(bytes.subarray(at, scanEnd))
    at = scanEnd
  }
  // Cut off at the end: what is there can be shown.
  return hasScan ? withOrientation(kept, orientation) : null
}

function keptSegment(marker: number, segment: Uint8Array): Uint8Array | null {
  if (marker === COM) return null
  if (marker < APP0 || marker > APP15) return segment
  if (marker === APP0 && textAt(segment, 4, 5) === 'JFIF\0' && segment.length >= 18) return withoutThumbnail(segment)
  if (marker === APP2 && textAt(segment, 4, 12) === 'ICC_PROFILE\0') return segment
  return marker === APP14 && textAt(segment, 4, 5) === 'Adobe' ? segment : null
}

/** JFIF carries a thumbnail of its own: width and height 0, no pixels. */
function withoutThumbnail(segment: Uint8Array): Uint8Array {
  const short = Uint8Array.from(segment.subarray(0, 18))
  short.set([0, 16], 2)
  short.set([0, 0], 16)
  return short
}

/** Coded data ends at a marker that is neither a stuffed 0xff nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length - 1; at++) {
    const next = bytes[at + 1]!
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  return bytes.length
}

/** Tag 0x0112 of the first directory of an Exif segment (1–8), or null. */
function orientationOf(segment: Uint8Array): number | null {
  const TIFF = 10
  if (textAt(segment, 4, 6) !== 'Exif\0\0' || segment.length < TIFF + 8) return null
  const view = new DataView(segment.buffer, segment.byteOffset, segment.length)
  const isLittle = textAt(segment, TIFF, 2) === 'II'
  const directory = TIFF + view.getUint32(TIFF + 4, isLittle)
  if (directory + 2 > segment.length) return null
  const count = view.getUint16(directory, isLittle)
  for (let n = 0; n < count; n++) {
    const entry = directory + 2 + n * 12
    if (entry + 12 > segment.length) return null
    if (view.getUint16(entry, isLittle) !== 0x0112) continue
    const value = view.getUint16(entry + 8, isLittle)
    return value >= 1 && value <= 8 ? value : null
  }
  return null
}

/** Exif with one entry: the orientation. */
const orientationSegment = (value: number): Uint8Array =>
  Uint8Array.of(
    ...[0xff, APP1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0],
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0],
    ...[0, 0, 0, 0],
  )

function withOrientation(kept: Uint8Array[], orientation: number): Uint8Array {
  const [start, ...rest] = kept
  const isJfif = rest[0]?.[1] === APP0
  const turned = orientation === 1 ? [] : [orientationSegment(orientation)]
  return joined([start!, ...(isJfif ? [rest[0]!] : []), ...turned, ...(isJfif ? rest.slice(1) : rest), END])
}
