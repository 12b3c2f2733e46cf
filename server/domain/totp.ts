/** Length of a time step, ms (RFC 6238, 4: X = 30 s). */
export const TOTP_STEP_MS = 30_000
/** Digits of a code (RFC 4226, 5.3). */
export const TOTP_DIGITS = 6
/** Steps tolerated either side, for telephones whose clock is off (RFC 6238, 5.2 advises one). */
const TOLERANCE = 1
/** 160 bits, the length of the HMAC's output (RFC 4226, 4). */
export const TOTP_SECRET_BYTES = 20

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The time step an instant (epoch ms) lies in. */
export const totpStep = (at: number): number => Math.floor(at / TOTP_STEP_MS)

/** The moving factor the HMAC is taken over: the step as eight bytes, big-endian (RFC 4226, 5.1). */
export function totpCounter(step: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(step))
  return bytes
}

/** The code of an HMAC-SHA-1 of 20 bytes by dynamic truncation (RFC 4226, 5.3). */
export function totpCode(hmac: Uint8Array, digits: number = TOTP_DIGITS): string {
  const offset = (hmac.at(-1) ?? 0) & 0x0f
  const value = new DataView(hmac.buffer, hmac.byteOffset).getUint32(offset) & 0x7fffffff
  return String(value % 10 ** digits).padStart(digits, '0')
}

/** Steps whose code is taken at `at`, nearest first; none at or before the last one used, so that a code works once. */
export function totpStepsTaken(at: number, lastUsed: number | null): number[] {
  const now = totpStep(at)
  const near = Array.from({ length: TOLERANCE }, (_, index) => [now - index - 1, now + index + 1]).flat()
  return [now, ...near].filter((step) => lastUsed === null || step > lastUsed)
}

/** Bytes in base 32 without padding (RFC 4648, 6): the form authenticator apps take secrets in. */
export function toBase32(bytes: Uint8Array): string {
  let [text, bits, held] = ['', 0, 0]
  for (const byte of bytes) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[(held >> (bits - 5)) & 31]
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31] : text
}

/** The address authenticator apps read from a QR code (Key Uri Format); the defaults are left out: SHA-1, 6 digits, 30 s. */
export const totpAddress = (issuer: string, account: string, secret: string): string =>
  `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`
