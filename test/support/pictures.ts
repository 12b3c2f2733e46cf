/** Where the picture was taken: a real picture says it in its Exif. */
export const PLACE = 'N39.1256E117.1902'

const bytesOf = (...parts: (string | number[] | Uint8Array)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part))))
const uint32 = (value: number, isLittle = false): Buffer => {
  const bytes = Buffer.alloc(4)
  if (isLittle) bytes.writeUInt32LE(value)
  else bytes.writeUInt32BE(value)
  return bytes
}

/** A JPEG segment with its marker and length. */
export function segment(marker: number, ...body: (string | number[] | Uint8Array)[]): Buffer {
  const whole = bytesOf(...body)
  const length = whole.length + 2
  return bytesOf([0xff, marker, length >> 8, length & 0xff], whole)
}

const exif = (orientation: number, words: string): Buffer =>
  segment(
    0xe1,
    'Exif\0\0II',
    [42, 0, 8, 0, 0, 0, 1, 0],
    [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0],
    [0, 0, 0, 0],
    words,
  )

/** A small JPEG as a phone writes it: Exif with place, thumbnail, XMP, comment, profile, two scans. */
export const jpeg = ({ words, orientation = 1 }: { words: string; orientation?: number }): Buffer =>
  bytesOf(
    [0xff, 0xd8],
    segment(0xe0, 'JFIF\0', [1, 2, 0, 0, 1, 0, 1, 1, 1], words.slice(0, 3)),
    exif(orientation, words),
    segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', words),
    segment(0xe2, 'ICC_PROFILE\0', [1, 1], 'sRGB'),
    segment(0xed, 'Photoshop 3.0\0', words),
    segment(0xfe, words),
    segment(0xdb, [0, 1, 2, 3]),
    segment(0xc2, [8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
    'PIXELS-OF-SCAN',
    [0xff, 0x00, 0xff, 0xd0, 1, 2],
    segment(0xc4, [0, 1]),
    segment(0xda, [1, 1, 0, 0, 63, 1]),
    [7, 8, 9, 0xff, 0xd9],
  )

const chunk = (name: string, body: string | number[]): Buffer => {
  const whole = bytesOf(body)
  return bytesOf(uint32(whole.length), name, whole, [0, 0, 0, 0])
}
export const png = ({ words }: { words: string }): Buffer =>
  bytesOf(
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    chunk('IHDR', [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]),
    chunk('sRGB', [0]),
    chunk('tEXt', `Author\0${words}`),
    chunk('eXIf', words),
    chunk('iTXt', `XML:com.adobe.xmp\0${words}`),
    chunk('IDAT', 'PIXELS'),
    chunk('tIME', [7, 234, 10, 10, 1, 1, 1]),
    chunk('IEND', []),
  )

const riff = (name: string, body: string | number[]): Buffer => {
  const whole = bytesOf(body)
  return bytesOf(name, uint32(whole.length, true), whole, whole.length % 2 === 1 ? [0] : [])
}
export function webp({ words }: { words: string }): Buffer {
  const body = bytesOf(
    'WEBP',
    riff('VP8X', [0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    riff('VP8 ', 'PIXELS!'),
    riff('EXIF', words),
    riff('XMP ', words),
  )
  return bytesOf('RIFF', uint32(body.length, true), body)
}
