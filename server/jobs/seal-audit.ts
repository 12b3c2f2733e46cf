import type { Deps } from '../deps.ts'
import type { Job } from './schedule.ts'

/** Chains new rows of the audit log. */
export function sealAuditJob({ store }: Pick<Deps, 'store'>): Job {
  return { name: 'seal-audit', everyMs: 3_000, tick: () => store.audit.seal() }
}
