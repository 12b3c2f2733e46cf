import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import { bulkAnswer, bulkBody } from '../wire/issue-steps.ts'
import { dispatchBody, type IssueDetail, signatureBody } from '../wire/issues.ts'
import { done, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import { manualNoticeBody } from '../wire/supervision.ts'
import { can, type SignedIn } from './access.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

type Asked = { id: string; viewer: SignedIn; version: number; at: number }
type Run = (asked: Asked) => Promise<Outcome<IssueDetail>>
type BulkAction = z.output<typeof bulkBody>['action']

/** The same step on up to a hundred issues; each has its own version, its own event and its own outcome. */
export function mountIssueBulk(app: AppRouter, deps: Deps): void {
  const stepOf = bulkSteps(deps)
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/issues/bulk',
      id: 'bulkIssues',
      summary: '批量 One step on several issues',
      tag: 'issues',
      may: 'issues.read',
      body: bulkBody,
      answer: bulkAnswer,
    },
    async ({ user, body, at }) => {
      if (!can(user, `issues.${body.action}`)) return refused('forbidden')
      const step = stepOf[body.action](body.body)
      if (!step.ok) return step
      const results = await deps.store.issues.inBulk(body.issues, user, at, step.value)
      deps.live.wake()
      return done({ results })
    },
  )
}

function bulkSteps({ store: { issues, supervision } }: Deps): Record<BulkAction, (body: unknown) => Outcome<Run>> {
  const words =
    <B extends z.ZodType>(schema: B, run: (asked: Asked, body: z.output<B>) => Promise<Outcome<IssueDetail>>) =>
    (given: unknown): Outcome<Run> => {
      const parsed = schema.safeParse(given)
      return parsed.success ? done((asked) => run(asked, parsed.data)) : wrongBody(parsed.error)
    }
  return {
    dispatch: words(dispatchBody, issues.dispatch),
    signature: words(signatureBody, issues.sign),
    notice: words(manualNoticeBody, supervision.remind),
  }
}

const wrongBody = ({ issues }: z.ZodError): Refused =>
  refused('invalid', {
    errors: issues.map(({ path, code, message }) => ({ pointer: ['/body', ...path].join('/'), code, detail: message })),
  })
