import type { ReportAnswer, ReportBody } from '../../server/wire/merchant.ts'
import type { Failure, MerchantApi, Outcome } from './merchant-api.ts'
import { newKey } from './report-draft.ts'
import { problemName } from './words-trouble.ts'

/** The receipt, and whether it is that of an earlier try with other words. */
export type Sent = Outcome<ReportAnswer> & { isEarlierTry: boolean }

/**
 * Sends one filled form as often as it takes and never twice: until the server is known to have refused, a retry
 * carries the first try's key. If that try arrived after all and the words have changed since, the first try's
 * receipt is fetched with its own words.
 */
export function createReportSender(api: MerchantApi) {
  let open: { key: string; body: ReportBody } | null = null
  const send = async (body: ReportBody): Promise<Sent> => {
    const first = open ?? { key: newKey(), body }
    open = first
    let outcome = await api.report(body, first.key)
    let isEarlierTry = false
    if (!outcome.ok && problemName(outcome.failure) === 'key-reused') {
      outcome = await api.report(first.body, first.key)
      isEarlierTry = outcome.ok
    }
    if (outcome.ok || isRefusal(outcome.failure)) open = null
    return { ...outcome, isEarlierTry }
  }
  return Object.assign(send, {
    /** What was tried and may have arrived, with its key: whoever sends it goes on with that try. */
    pending: () => open,
    forget: () => {
      open = null
    },
  })
}

/** Whether the server surely did nothing with it, so that the next try may be another report. */
const isRefusal = (failure: Failure): boolean =>
  failure.kind === 'refused' && failure.status < 500 && problemName(failure) !== 'in-progress'
