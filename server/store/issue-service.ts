import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { clockRuns } from '../../db/schema/issues.ts'
import { type IssueState, OPEN311_STATUS } from '../domain/issue.ts'
import { plainText } from '../domain/plain-text.ts'
import { done, refused } from '../wire/refusal.ts'
import { type Asked, act } from './issue-act.ts'
import { clockClassOf, serviceOf } from './issue-create.ts'
import { type IssueRecord, planEvent, planServiceChange } from './issue-plan.ts'
import type { StorePorts } from './ports.ts'

/**
 * Another service for an open issue. The handling clock counts anew from its own start under the new rule, its pauses
 * taken; the run that ends stays on record. The promise to the reporter stays.
 */
export const changeService = (ports: StorePorts, asked: Asked, words: { serviceId: string; reason: string }) =>
  act(ports, asked, 'service', async ({ issue, service: before }, plan, by) => {
    const { at } = asked
    if (OPEN311_STATUS[issue.state as IssueState] !== 'open') return refused('not_allowed_now', { allowed: [] })
    const service = await serviceOf(ports.db, words.serviceId)
    const fault = (code: string, detail: string) => [{ pointer: '/serviceId', code, detail }]
    if (!service) return refused('unknown_reference', { errors: fault('unknown', 'There is no such service.') })
    if (service.id === before.id)
      return refused('invalid', { errors: fault('unfit', '已经是这一类 · It is of this service already') })
    const changed = planServiceChange(plan, clockClassOf(service), await roundStartOf(ports.db, issue), at)
    const dueOf = ({ running }: typeof plan) => running.find(({ clock }) => clock === 'handle')?.dueAt ?? null
    return done({
      plan: planEvent(
        changed,
        'service_changed',
        by,
        at,
        {
          fromServiceId: before.id,
          toServiceId: service.id,
          reason: plainText(words.reason),
          dueBeforeAt: dueOf(plan),
          dueAfterAt: dueOf(changed),
        },
        { serviceId: service.id, kind: service.kind },
      ),
    })
  })

/** When the issue's round began: its first clock of the round did. */
async function roundStartOf(db: Db, issue: IssueRecord): Promise<number> {
  const [row] = await db
    .select({ startedAt: clockRuns.startedAt })
    .from(clockRuns)
    .where(and(eq(clockRuns.issueId, issue.id), eq(clockRuns.round, issue.round)))
    .orderBy(asc(clockRuns.startedAt))
    .limit(1)
  return row?.startedAt ?? issue.receivedAt
}
