import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  TOTP_DIGITS,
  TOTP_SECRET_BYTES,
  toBase32,
  totpAddress,
  totpCode,
  totpCounter,
  totpStepsTaken,
} from '../domain/totp.ts'

/** 24 characters of 5 bits: 120 bits, enough for a plain SHA-256. */
const RECOVERY_LENGTH = 24
const RECOVERY_COUNT = 10
/** Crockford's letters: nothing that is read as something else. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'

export const newSecret = (): Uint8Array => randomBytes(TOTP_SECRET_BYTES)

/** What the sealed secret of a person is bound to. */
export const purposeOf = (userId: string): string => `second factor of ${userId}`

/** How an authenticator app takes a secret: to type, and to scan. */
export function secretToShow(secret: Uint8Array, issuer: string, login: string): { typed: string; address: string } {
  const typed = toBase32(secret)
  return { typed, address: totpAddress(issuer, login, typed) }
}

/** Code of a step, RFC 6238 over HMAC-SHA-1. */
export const codeAt = (secret: Uint8Array, step: number, digits = TOTP_DIGITS): string =>
  totpCode(createHmac('sha1', secret).update(totpCounter(step)).digest(), digits)

/** The step whose code this is, or null; none that was used, or is too far from now. */
export function stepOf(secret: Uint8Array, code: string, at: number, lastUsed: number | null): number | null {
  const given = Buffer.from(code)
  const steps = totpStepsTaken(at, lastUsed).filter((step) => {
    const right = Buffer.from(codeAt(secret, step))
    return right.length === given.length && timingSafeEqual(right, given)
  })
  return steps[0] ?? null
}

/** A code as people type it: without spaces and dashes, full-width digits as plain ones, lower case. */
export const plainCode = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/[\s-]/g, '')
export const isTotp = (code: string): boolean => /^\d{6}$/.test(code)

const readable = (code: string): string => (code.match(/.{4}/g) ?? []).join('-')

/** Ten new recovery codes and their hashes. */
export function newRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const plain = Array.from({ length: RECOVERY_COUNT }, () =>
    [...randomBytes(RECOVERY_LENGTH)].map((byte) => LETTERS[byte % 32]).join(''),
  )
  return { codes: plain.map(readable), hashes: plain.map(recoveryHash) }
}

/** Letters people mix up are taken as the ones that are meant. */
export const recoveryHash = (code: string): string =>
  createHash('sha256').update(plainCode(code).replaceAll(/[il]/g, '1').replaceAll('o', '0')).digest('hex')
