import { z } from 'zod'
import type { Deps } from '../deps.ts'
import {
  closingBody,
  contradictionBody,
  correctionBody,
  directAnswerBody,
  exclusionBody,
  explanationBody,
  laterDateBody,
  noteBody,
  partBody,
  questionBody,
  questionEndBody,
  refusalBody,
  reopeningBody,
  resumptionBody,
  returnBody,
  secrecyBody,
  serviceChangeBody,
  supervisionBody,
  withdrawalBody,
} from '../wire/issue-steps.ts'
import {
  confirmationBody,
  contactBody,
  dispatchBody,
  followUpBody,
  type IssueDetail,
  issueDetailSchema,
  mergeBody,
  replyBody,
  signatureBody,
} from '../wire/issues.ts'
import type { Outcome } from '../wire/refusal.ts'
import type { Action, SignedIn } from './access.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

export const idParams = z.strictObject({ id: z.string().min(1).max(64) })
export const versionOf = ({ version }: { version: number }): number => version

/** Tells open screens when something was written. */
export function woken<T>(deps: Deps, outcome: Outcome<T>): Outcome<T> {
  if (outcome.ok) deps.live.wake()
  return outcome
}

/** Every step of an issue: a resource created under it. */
export function mountIssueSteps(app: AppRouter, deps: Deps): void {
  mountDeskSteps(app, deps)
  mountAgencySteps(app, deps)
  mountSupervisorSteps(app, deps)
}

function mountDeskSteps(app: AppRouter, deps: Deps): void {
  const { issues } = deps.store
  step(app, deps, 'issues.dispatch', 'dispatch', '派单 Dispatch', dispatchBody, issues.dispatch)
  step(app, deps, 'issues.answer', 'answer', '直接答复 Answer directly', directAnswerBody, issues.answerDirectly)
  step(app, deps, 'issues.refusal', 'refusal', '不予受理 Not accepted', refusalBody, issues.refuse)
  step(app, deps, 'issues.withdrawal', 'withdrawal', '撤单 Withdraw', withdrawalBody, issues.withdraw)
  step(app, deps, 'issues.explanation', 'explanation', '再解释 Explain anew', explanationBody, issues.explain)
  step(app, deps, 'issues.service', 'service', '改类别 Change the service', serviceChangeBody, issues.changeService)
  step(app, deps, 'issues.part', 'part', '分一部分 Add a part', partBody, issues.addPart)
  step(app, deps, 'issues.follow-up', 'follow-up', '回访 Follow up', followUpBody, issues.followUp)
  step(app, deps, 'issues.confirmation', 'confirmation', '商户回话 Confirmation', confirmationBody, issues.confirm)
  step(app, deps, 'issues.merge', 'merge', '并案 Merge', mergeBody, issues.merge)
  step(app, deps, 'issues.secrecy', 'secrecy', '保密 Secrecy', secrecyBody, issues.setSecrecy)
  step(app, deps, 'issues.note', 'note', '内部备注 Note', noteBody, issues.note)
}

function mountAgencySteps(app: AppRouter, deps: Deps): void {
  const { issues } = deps.store
  step(app, deps, 'issues.signature', 'signature', '签收 Sign for it', signatureBody, issues.sign)
  step(app, deps, 'issues.contact', 'contact', '联系商户 First contact', contactBody, issues.contact)
  step(app, deps, 'issues.reply', 'reply', '答复 Reply', replyBody, issues.reply)
  step(app, deps, 'issues.return', 'return', '退单 Return', returnBody, issues.return)
  step(app, deps, 'issues.question', 'question', '问商户 Ask the merchant', questionBody, issues.ask)
  step(app, deps, 'issues.question', 'question-end', '记下回答 End a question', questionEndBody, issues.endAsking)
  step(app, deps, 'issues.extension', 'extension', '申请延期 Extension', laterDateBody, issues.requestExtension)
  step(app, deps, 'issues.suspension', 'suspension', '申请挂起 Suspension', laterDateBody, issues.requestSuspension)
  step(app, deps, 'issues.resumption', 'resumption', '接着办 Resume', resumptionBody, issues.resume)
  step(app, deps, 'issues.correction', 'correction', '更正答复 Correct a reply', correctionBody, issues.correct)
}

function mountSupervisorSteps(app: AppRouter, deps: Deps): void {
  const { issues } = deps.store
  step(app, deps, 'issues.closing', 'closing', '申请归档 Ask to close', closingBody, issues.requestClosing)
  step(app, deps, 'issues.exclusion', 'exclusion', '申请剔除 Ask to exclude', exclusionBody, issues.requestExclusion)
  step(app, deps, 'issues.reopening', 'reopening', '重开 Reopen', reopeningBody, issues.reopen)
  step(
    app,
    deps,
    'issues.contradiction',
    'contradiction',
    '按佐证退回 Contradict',
    contradictionBody,
    issues.contradict,
  )
  step(app, deps, 'issues.supervision', 'supervision', '督办级别 Level', supervisionBody, issues.setSupervision)
}

interface Asked {
  id: string
  viewer: SignedIn
  version: number
  at: number
}

/** A step of an issue is a resource that is created under it, on the version it was decided on. */
function step<B extends z.ZodType>(
  app: AppRouter,
  deps: Deps,
  may: Action,
  name: string,
  summary: string,
  body: B,
  run: (asked: Asked, body: z.output<B>) => Promise<Outcome<IssueDetail>>,
): void {
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: `/issues/{id}/${name}`,
      id: `issue-${name}`,
      summary,
      tag: 'issues',
      may,
      params: idParams,
      body,
      answer: issueDetailSchema,
      isVersioned: true,
      versionOf,
    },
    async ({ user, params, version, at, body: words }) =>
      woken(deps, await run({ id: params.id, viewer: user, version, at }, words)),
  )
}
