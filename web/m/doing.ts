import { createContext, createSignal, useContext } from 'solid-js'
import type { Tracking } from '../../server/wire/merchant.ts'
import type { Failure } from './merchant-api.ts'
import type { Following } from './tracking.ts'
import type { DoingWords } from './words-doing-zh.ts'

/** What every part of doing something may ask. */
export interface Doing {
  w: () => DoingWords
  t: () => Tracking
  following: Following
}

const DoingContext = createContext<Doing>()
export const DoingProvider = DoingContext.Provider

export function useDoing(): Doing {
  const doing = useContext(DoingContext)
  if (!doing) throw new Error('nothing to do around this part')
  return doing
}

/** One step at a time, and why it was not kept. `late`: it is not needed any more, the page shows how it stands. */
export function createSending() {
  const [isSending, setIsSending] = createSignal(false)
  const [failure, setFailure] = createSignal<Failure | null>(null)
  const [outcome, setOutcome] = createSignal<'saved' | 'late' | null>(null)
  return {
    isSending,
    failure,
    outcome,
    /** True when it is kept. */
    async run(step: () => Promise<Failure | null>): Promise<boolean> {
      if (isSending()) return false
      setIsSending(true)
      setFailure(null)
      const why = await step()
      setIsSending(false)
      const isLate = why?.kind === 'refused' && why.status === 409
      setFailure(isLate ? null : why)
      if (why === null || isLate) setOutcome(isLate ? 'late' : 'saved')
      return why === null
    },
  }
}
