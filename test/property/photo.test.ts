import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PaperType, typeOfBytes, withoutMetadata } from '../../server/domain/photo.ts'
import { jpeg, PLACE, png, segment, webp } from '../support/pictures.ts'

const has = (bytes: Uint8Array, words: string): boolean => Buffer.from(bytes).includes(Buffer.from(words))
const clean = (bytes: Uint8Array): Uint8Array => {
  const cleaned = withoutMetadata(bytes, typeOfBytes(bytes)!)
  if (!cleaned) throw new Error('not a whole picture')
  return cleaned
}

describe('a picture without metadata', () => {
  const secret = fc.string({ minLength: 0, maxLength: 40 }).map((words) => `${PLACE}${words}`)
  const pictures = fc.oneof(
    fc.tuple(secret, fc.integer({ min: 1, max: 8 })).map(([words, turned]) => jpeg({ words, orientation: turned })),
    secret.map((words) => png({ words })),
    secret.map((words) => webp({ words })),
  )

  it('says nothing of place, camera and person, whatever stood there', () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        expect(has(picture, PLACE)).toBe(true)
        expect(has(clean(picture), PLACE)).toBe(false)
      }),
    )
  })

  it('stays what it is, and cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        const once = clean(picture)
        expect(typeOfBytes(once)).toBe(typeOfBytes(picture))
        expect(clean(once)).toEqual(once)
      }),
    )
  })

  it('keeps the pixels, the colour profile and the way up', () => {
    for (const orientation of [1, 3, 6, 8]) {
      const cleaned = clean(jpeg({ words: PLACE, orientation }))
      expect(has(cleaned, 'ICC_PROFILE')).toBe(true)
      expect(has(cleaned, 'PIXELS-OF-SCAN')).toBe(true)
      expect(has(cleaned, 'Exif')).toBe(orientation !== 1)
    }
    expect(has(clean(png({ words: PLACE })), 'PIXELS')).toBe(true)
    const image = clean(webp({ words: PLACE }))
    expect(has(image, 'PIXELS')).toBe(true)
    expect([image[20]! & 0x0c, Buffer.from(image).readUInt32LE(4)]).toEqual([0, image.length - 8])
  })

  it('drops what somebody hung behind the end of the picture', () => {
    for (const picture of [jpeg({ words: '' }), png({ words: '' }), webp({ words: '' })]) {
      const withTail = Buffer.concat([picture, Buffer.from(`<script>${PLACE}</script>`)])
      expect(has(clean(withTail), '<script>')).toBe(false)
    }
  })
})

describe('bytes that are no whole picture', () => {
  it('never throw, and give null or a picture of the same kind', () => {
    const types = fc.constantFrom<PaperType>('image/jpeg', 'image/png', 'image/webp')
    const heads: Record<string, number[]> = {
      'image/jpeg': [0xff, 0xd8, 0xff],
      'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
      'image/webp': [0x52, 0x49, 0x46, 0x46, 9, 0, 0, 0, 0x57, 0x45, 0x42, 0x50],
    }
    fc.assert(
      fc.property(types, fc.uint8Array({ maxLength: 200 }), (type, tail) => {
        const cleaned = withoutMetadata(Uint8Array.from([...heads[type]!, ...tail]), type)
        expect(cleaned === null || typeOfBytes(cleaned) === type).toBe(true)
      }),
    )
  })

  it('cut short anywhere never throw', () => {
    const whole = [jpeg({ words: PLACE, orientation: 6 }), png({ words: PLACE }), webp({ words: PLACE })]
    for (const picture of whole)
      for (let length = 12; length < picture.length; length++) {
        const type = typeOfBytes(picture.subarray(0, length))
        if (type) withoutMetadata(picture.subarray(0, length), type)
      }
  })

  it('are known by their bytes and not by their name', () => {
    expect(typeOfBytes(Buffer.from('<svg onload="x">'))).toBe(null)
    expect(typeOfBytes(Buffer.from('GIF89a'))).toBe(null)
    expect(typeOfBytes(Buffer.from('%PDF-1.7'))).toBe('application/pdf')
    expect(typeOfBytes(Buffer.from('XXXX1234WEBPVP8 '))).toBe(null)
    expect(typeOfBytes(segment(0xe1, 'Exif'))).toBe(null)
  })
})
