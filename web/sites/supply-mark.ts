import type { Supply } from '../../server/wire/power.ts'
import { type Mark, toned } from '../words/phrase.ts'
import type { Words } from '../words/words.ts'

/** A supply in a word and a shape, with how long it has been so when it is not well. */
export function supplyMark(supply: Supply, now: number, words: Words): Mark {
  const lasting = supply.sinceAt === null ? '' : words.time.running(now - supply.sinceAt)
  if (supply.value === 'absent') return toned('late', words.overview.rowState.out(lasting))
  if (supply.value === 'unknown') return toned('hold', words.overview.rowState.unknown(lasting))
  return toned('calm', words.overview.rowState.present)
}
