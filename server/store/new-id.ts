import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** A random id that sorts by time: 48 bits of `now` (epoch ms) and 80 random bits, in lower-case Crockford base 32. */
export function newId(now: number): string {
  let time = ''
  for (let rest = Math.max(0, Math.trunc(now)), n = 0; n < 10; n++, rest = Math.floor(rest / 32))
    time = ALPHABET[rest % 32] + time
  let random = ''
  for (const byte of randomBytes(16)) random += ALPHABET[byte % 32]
  return time + random
}
