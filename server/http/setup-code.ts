import { createHash, randomInt, timingSafeEqual } from 'node:crypto'

/** How long a printed code is good, ms. */
export const SETUP_CODE_MS = 30 * 60_000

/** Without the letters that are mistaken for digits: I, L, O, U (Crockford base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export type CodeVerdict = 'right' | 'wrong' | 'expired'

/** The one-time code that makes whoever reads the console the first administrator. Kept as a hash, in memory only. */
export interface SetupCode {
  /** Makes a new code, good for 30 minutes from `at`; give it to the console and forget it. */
  issue(at: number): string
  /** Instant the code ends, or null when none is open. */
  endsAt(): number | null
  check(code: string, at: number): CodeVerdict
  /** The code has done its work. */
  spend(): void
}

/** Case, dashes and spaces do not matter, and the letters people write for digits are read as digits. */
const normalized = (code: string): string =>
  code
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')

const hashOf = (code: string): Buffer => createHash('sha256').update(normalized(code)).digest()

export function createSetupCode(): SetupCode {
  let open: { hash: Buffer; endsAt: number } | null = null
  return {
    issue(at) {
      const letters = Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
      const code = `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`
      open = { hash: hashOf(code), endsAt: at + SETUP_CODE_MS }
      return code
    },
    endsAt: () => open?.endsAt ?? null,
    check(code, at) {
      if (!open || at >= open.endsAt) return 'expired'
      return timingSafeEqual(hashOf(code), open.hash) ? 'right' : 'wrong'
    },
    spend() {
      open = null
    },
  }
}
