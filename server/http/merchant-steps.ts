import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { attachmentQuery, PHOTO_TYPES } from '../wire/attachments.ts'
import { answerBody, type ReportAnswer, type Tracking, tokenBody, trackingSchema } from '../wire/merchant.ts'
import {
  gradeBody,
  mineLinkAnswer,
  mineLinkBody,
  mineOpenAnswer,
  mineOpenBody,
  mineSchema,
  ownAnswerBody,
  ownContactBody,
  ownLeaveBody,
  ownMessageBody,
  ownPhotoBody,
  ownReopeningBody,
  reopenedAnswer,
} from '../wire/merchant-steps.ts'
import { done, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import type { AppContext, AppRouter } from './app-env.ts'
import { bytesSchema, endpoint } from './endpoint.ts'
import { hashOf, newToken } from './link-token.ts'
import { originOf, qrOf } from './qr.ts'
import { fileAnswer, fileFrom } from './upload.ts'

/** What a merchant may do behind a tracking link. Every step answers with the page as it then stands. */
export function mountMerchantSteps(app: AppRouter, deps: Deps): void {
  const { merchant } = deps.store
  const { steps } = merchant
  step(app, deps, 'answer', '说好了没有 Say whether it is solved', answerBody, merchant.answer)
  step(app, deps, 'question', '回话 Answer a question', ownAnswerBody, steps.answerQuestion)
  step(app, deps, 'grade', '打分 Grade', gradeBody, (id, { grade }, at) => steps.grade(id, grade, at))
  step(app, deps, 'missed', '说过期了 Say the promise was missed', tokenBody, (id, _, at) => steps.missed(id, at))
  step(app, deps, 'withdrawal', '撤回 Withdraw', ownLeaveBody, (id, { reason }, at) => steps.leave(id, reason, at))
  step(app, deps, 'contact', '不露姓名 Hide or delete contact', ownContactBody, (id, { choice }, at) =>
    steps.contact(id, choice, at),
  )
  step(app, deps, 'message', '补一句 Add words', ownMessageBody, (id, { text }, at) => steps.message(id, text, at))
  mountReopening(app, deps)
  mountPhotos(app, deps)
  mountMine(app, deps)
}

/** Finds the report by its secret, takes the step, and answers with the page. */
async function after(
  deps: Deps,
  token: string,
  at: number,
  run: (reportId: string) => Promise<Refused | null>,
): Promise<Outcome<Tracking>> {
  const found = await deps.store.merchant.reportBy(hashOf(token))
  if (!found) return refused('link_unknown')
  const failure = await run(found.reportId)
  if (failure) return failure
  deps.live.wake()
  const tracking = await deps.store.merchant.tracking(found.reportId, at)
  return tracking ? done(tracking) : refused('link_unknown')
}

function step<B extends z.ZodType<{ token: string }>>(
  app: AppRouter,
  deps: Deps,
  name: string,
  summary: string,
  body: B,
  run: (reportId: string, body: z.output<B>, at: number) => Promise<Refused | null>,
): void {
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: `/merchant/tracking/${name}`,
      id: `tracking-${name}`,
      summary,
      tag: 'merchant',
      may: 'anyone',
      limit: 'token',
      body,
      answer: trackingSchema,
    },
    ({ body: words, at }) => after(deps, words.token, at, (reportId) => run(reportId, words, at)),
  )
}

function mountReopening(app: AppRouter, deps: Deps): void {
  const { merchant } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/merchant/tracking/reopening',
      id: 'tracking-reopening',
      summary: '又坏了 Take it up again',
      tag: 'merchant',
      may: 'anyone',
      limit: 'token',
      body: ownReopeningBody,
      answer: reopenedAnswer,
    },
    async ({ c, body, at }) => {
      const token = newToken()
      let fresh: ReportAnswer | null = null
      const outcome = await after(deps, body.token, at, async (reportId) => {
        const made = await merchant.reopen(reportId, { ...body, tokenHash: hashOf(token) }, at)
        if (!made.ok) return made
        if (made.value) fresh = { ...made.value, token, isJoined: false, ...linkTo(c, deps, `/m/#k=${token}`) }
        return null
      })
      return outcome.ok ? done({ tracking: outcome.value, fresh }) : outcome
    },
  )
}

const linkTo = (c: AppContext, deps: Deps, trackingPath: string) => ({
  trackingPath,
  qr: qrOf(originOf(c, deps) + trackingPath),
})

/** The link's secret comes in a header: in the address it would stand in logs. */
const TOKEN_HEADER = 'tracking-token'

function mountPhotos(app: AppRouter, deps: Deps): void {
  const { merchant } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/merchant/tracking/photos',
      id: 'addOwnPhoto',
      summary: '加照片 Add a photo',
      tag: 'merchant',
      may: 'anyone',
      limit: 'token',
      query: attachmentQuery,
      isUpload: true,
      answer: trackingSchema,
      status: 201,
    },
    async ({ c, query, at }) =>
      after(deps, c.req.header(TOKEN_HEADER) ?? '', at, async (reportId) => {
        const file = await fileFrom(c, query.name, PHOTO_TYPES)
        return file.ok ? merchant.steps.addPhoto(reportId, file.value, at) : file
      }),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/merchant/tracking/photo',
      id: 'readOwnPhoto',
      summary: '看照片 Look at a photo',
      tag: 'merchant',
      may: 'anyone',
      limit: 'token',
      body: ownPhotoBody,
      answer: bytesSchema,
    },
    async ({ c, body }) => {
      const found = await merchant.reportBy(hashOf(body.token))
      if (!found) return refused('link_unknown')
      const photo = await merchant.photo(found.reportId, body.id)
      return photo ? done(fileAnswer(c, photo)) : refused('not_found')
    },
  )
}

function mountMine(app: AppRouter, deps: Deps): void {
  const { mine, reportBy } = deps.store.merchant
  const link = (c: AppContext, token: string, endsAt: number) => {
    const path = `/m/#mine=${token}`
    return { token, path, endsAt, qr: qrOf(originOf(c, deps) + path) }
  }
  const open = { tag: 'merchant', may: 'anyone', limit: 'token' } as const
  endpoint(
    app,
    deps,
    {
      ...open,
      method: 'post',
      path: '/merchant/tracking/mine-link',
      id: 'makeOwnMineLink',
      summary: '我的全部诉求 A link to all own reports',
      body: tokenBody,
      answer: mineLinkAnswer,
      status: 201,
    },
    async ({ c, body, at }) => {
      const found = await reportBy(hashOf(body.token))
      if (!found) return refused('link_unknown')
      const token = newToken()
      const made = await mine.linkFromTracking(found.reportId, hashOf(token), at)
      return made.ok ? done(link(c, token, made.value.endsAt)) : made
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/issues/{id}/mine-link',
      id: 'makeMineLink',
      summary: '给商户全部诉求的链接 A link to all reports of a merchant',
      tag: 'issues',
      may: 'issues.follow-up',
      params: z.strictObject({ id: z.string().min(1).max(64) }),
      body: mineLinkBody,
      answer: mineLinkAnswer,
      status: 201,
    },
    async ({ c, user, params, body, at }) => {
      const token = newToken()
      const asked = { issueId: params.id, reportId: body.reportId, tokenHash: hashOf(token), viewer: user }
      const made = await mine.linkFromDesk(asked, at)
      return made.ok ? done(link(c, token, made.value.endsAt)) : made
    },
  )
  endpoint(
    app,
    deps,
    {
      ...open,
      method: 'post',
      path: '/merchant/mine',
      id: 'listMine',
      summary: '我的诉求 Own reports',
      body: tokenBody,
      answer: mineSchema,
    },
    async ({ body, at }) => {
      const listed = await mine.list(hashOf(body.token), at)
      return listed ? done(listed) : refused('link_unknown')
    },
  )
  endpoint(
    app,
    deps,
    {
      ...open,
      method: 'post',
      path: '/merchant/mine/open',
      id: 'openMine',
      summary: '打开一件 Open one of them',
      body: mineOpenBody,
      answer: mineOpenAnswer,
      status: 201,
    },
    async ({ body, at }) => {
      const token = newToken()
      const isOpen = await mine.open(hashOf(body.token), body.reportId, hashOf(token), at)
      return isOpen ? done({ token, trackingPath: `/m/#k=${token}` }) : refused('link_unknown')
    },
  )
  endpoint(
    app,
    deps,
    {
      ...open,
      method: 'post',
      path: '/merchant/mine/revocation',
      id: 'revokeMine',
      summary: '收回链接 Revoke the link',
      body: tokenBody,
    },
    async ({ body, at }) => ((await mine.revoke(hashOf(body.token), at)) ? done(undefined) : refused('link_unknown')),
  )
}
