import { describe, expect, it } from 'vitest'
import { graphemeCount, maskPersonal, maskTelephone, plainText, shortened } from '../../server/domain/plain-text.ts'

describe('plain text', () => {
  it('loses control and direction characters, keeps markup, and is composed', () => {
    expect(plainText(' <b>a\u0000\u009f</b>\u202e\ud83d\u2066\r\nb\tc e\u0301 ')).toBe('<b>a</b>\nb\tc é')
  })

  it('is counted and cut as a person counts', () => {
    expect(graphemeCount('👨‍👩‍👧‍👦🇨🇳é停')).toBe(4)
    expect(shortened('👨‍👩‍👧‍👦停电了', 3)).toBe('👨‍👩‍👧‍👦停…')
    expect(shortened('停电了', 3)).toBe('停电了')
  })
})

describe('masking', () => {
  it('hides the middle of mobile and identity numbers, and touches no other digits', () => {
    expect(maskPersonal('打13812345678或19987654321')).toBe('打138****5678或199****4321')
    expect(maskPersonal('12010119900101123x')).toBe('1201**********123x')
    for (const text of ['138 1234 5678', '138-1234-5678', '8613812345678', '+86 138-12345678'])
      expect(maskPersonal(`打${text}找我`)).toBe('打138****5678找我')
    expect(maskPersonal('１３８１２３４５６７８')).toBe('１３８****５６７８')
    for (const text of ['12812345678', '1381234567', '138123456789', '1791594000000', 'MC-20261010-0037'])
      expect(maskPersonal(text)).toBe(text)
  })

  it('hides any telephone somebody left', () => {
    expect(maskTelephone('13812345678')).toBe('138****5678')
    expect(maskTelephone('022-1234 5678')).toBe('022****5678')
    expect(maskTelephone('110')).toBe('***')
    expect(maskTelephone(null)).toBeNull()
  })
})
