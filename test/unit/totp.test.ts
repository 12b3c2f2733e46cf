import { describe, expect, it } from 'vitest'
import { toBase32, totpAddress, totpStep, totpStepsTaken } from '../../server/domain/totp.ts'
import { codeAt, isTotp, newRecoveryCodes, plainCode, recoveryHash, stepOf } from '../../server/http/second-factor.ts'

/** RFC 6238, appendix B: SHA-1, eight digits. */
const SECRET = new TextEncoder().encode('12345678901234567890')
const VECTORS = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
] as const

describe('the second factor', () => {
  it.each(VECTORS)('gives at second %d the code of RFC 6238', (second, code) => {
    expect(codeAt(SECRET, totpStep(second * 1_000), 8)).toBe(code)
    expect(codeAt(SECRET, totpStep(second * 1_000))).toBe(code.slice(2))
  })

  it('takes the step before and after, and none further off: ±30 s yes, ±90 s no', () => {
    const at = 1_000_000_000_000
    const code = (offsetMs: number): string => codeAt(SECRET, totpStep(at + offsetMs))
    expect([0, -30_000, 30_000].map((offset) => stepOf(SECRET, code(offset), at, null))).toEqual([
      totpStep(at),
      totpStep(at) - 1,
      totpStep(at) + 1,
    ])
    expect([-90_000, 90_000].map((offset) => stepOf(SECRET, code(offset), at, null))).toEqual([null, null])
  })

  it('takes no step again, and none before the last one used', () => {
    const now = totpStep(1_000_000_000_000)
    expect(totpStepsTaken(1_000_000_000_000, now)).toEqual([now + 1])
    expect(totpStepsTaken(1_000_000_000_000, now + 1)).toEqual([])
    expect(totpStepsTaken(1_000_000_000_000, now - 2)).toEqual([now, now - 1, now + 1])
  })

  it('writes the secret as RFC 4648 does, and an address that apps read', () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
    expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => toBase32(bytes(text)))).toEqual([
      '',
      'MY',
      'MZXQ',
      'MZXW6',
      'MZXW6YQ',
      'MZXW6YTB',
      'MZXW6YTBOI',
    ])
    expect(totpAddress('明窗 海河区', 'sunzq', 'MZXW6')).toBe(
      'otpauth://totp/%E6%98%8E%E7%AA%97%20%E6%B5%B7%E6%B2%B3%E5%8C%BA:sunzq?secret=MZXW6&issuer=%E6%98%8E%E7%AA%97%20%E6%B5%B7%E6%B2%B3%E5%8C%BA',
    )
  })

  it('reads codes as people type them', () => {
    expect(plainCode(' 123 ４５６ ')).toBe('123456')
    expect([isTotp('123456'), isTotp('12345'), isTotp('12345a')]).toEqual([true, false, false])
    const { codes, hashes } = newRecoveryCodes()
    expect([codes.length, new Set(codes).size]).toEqual([10, 10])
    expect(codes[0]).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){5}[0-9a-hjkmnp-tv-z]{4}$/)
    expect(
      recoveryHash((codes[0] ?? '').toUpperCase().replaceAll('-', ' ').replaceAll('1', 'I').replaceAll('0', 'O')),
    ).toBe(hashes[0])
  })
})
