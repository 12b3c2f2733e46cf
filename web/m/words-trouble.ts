import type { Failure } from './merchant-api.ts'
import type { CommonWords } from './words-zh.ts'

export const problemName = (failure: Failure): string =>
  failure.kind === 'refused' ? failure.type.replace(/^.*:/, '') : ''

/** What went wrong and what to do, in a sentence; `waitMs` is what is left of a refusal's waiting time. */
export function troubleWords(w: CommonWords, failure: Failure, isSending: boolean, waitMs: number): string {
  if (failure.kind === 'unreachable') return isSending ? w.unreachable : w.unreachableRead
  if (problemName(failure) === 'in-progress') return w.stillWorking
  if (failure.status === 429) return w.tooMany(Math.ceil(waitMs / 1_000))
  if (failure.status === 413) return w.tooLarge
  if (failure.status >= 500) return isSending ? w.serverBroken : w.serverBrokenRead
  return isSending ? w.refused : w.serverBrokenRead
}
