import type { IssueDetail } from '../wire/issues.ts'
import type { Outcome } from '../wire/refusal.ts'
import type { Asked } from './issue-act.ts'
import type { Viewer } from './viewer.ts'

/** What became of one issue of several; `problem` null: done. */
export interface BulkResult {
  id: string
  number: string | null
  problem: string | null
}

/** The same step on several issues, one after the other: each has its own version, event and outcome. */
export async function inBulk<V extends Viewer>(
  issues: readonly { id: string; version: number }[],
  viewer: V,
  at: number,
  step: (asked: Asked & { viewer: V }) => Promise<Outcome<IssueDetail>>,
): Promise<BulkResult[]> {
  const results: BulkResult[] = []
  for (const { id, version } of issues) {
    const outcome = await step({ id, version, viewer, at })
    results.push({
      id,
      number: outcome.ok ? outcome.value.number : null,
      problem: outcome.ok ? null : outcome.reason,
    })
  }
  return results
}
