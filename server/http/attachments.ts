import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { attachmentQuery, attachmentSchema, attachmentsSchema, moderationBody } from '../wire/attachments.ts'
import { done, refused } from '../wire/refusal.ts'
import { can } from './access.ts'
import type { AppRouter } from './app-env.ts'
import { bytesSchema, endpoint } from './endpoint.ts'
import { fileAnswer, fileFrom } from './upload.ts'

const issueParams = z.strictObject({ id: z.string().min(1).max(64) })
const fileParams = z.strictObject({ id: z.string().min(1).max(64), file: z.string().min(1).max(64) })

/** Photos and papers of an issue, for who may see the issue. */
export function mountAttachments(app: AppRouter, deps: Deps): void {
  const { attachments } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/issues/{id}/attachment',
      id: 'addAttachment',
      summary: '加照片材料 Add a file',
      tag: 'issues',
      may: 'issues.attachment',
      params: issueParams,
      query: attachmentQuery,
      isUpload: true,
      answer: attachmentSchema,
      status: 201,
    },
    async ({ c, user, params, query, at }) => {
      const file = await fileFrom(c, query.name)
      if (!file.ok) return file
      const outcome = await attachments.add(params.id, user, file.value, at)
      if (outcome.ok) deps.live.wake()
      return outcome
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/issues/{id}/attachments',
      id: 'listAttachments',
      summary: '照片材料 Files of an issue',
      tag: 'issues',
      may: 'issues.read',
      params: issueParams,
      answer: attachmentsSchema,
    },
    async ({ user, params }) => {
      const files = await attachments.list(params.id, user)
      return files ? done(files) : refused('not_found')
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/issues/{id}/attachments/{file}',
      id: 'readAttachment',
      summary: '看照片材料 One file',
      tag: 'issues',
      may: 'issues.read',
      params: fileParams,
      answer: bytesSchema,
    },
    async ({ c, user, params }) => {
      const file = await attachments.read(params.id, params.file, user, can(user, 'issues.moderation'))
      return file ? done(fileAnswer(c, file)) : refused('not_found')
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/issues/{id}/attachments/{file}/moderation',
      id: 'moderateAttachment',
      summary: '遮照片 Hide or show a file',
      tag: 'issues',
      may: 'issues.moderation',
      params: fileParams,
      body: moderationBody,
      answer: attachmentSchema,
    },
    async ({ user, params, body, at }) => {
      const outcome = await attachments.moderate(params.id, params.file, user, body, at)
      if (outcome.ok) deps.live.wake()
      return outcome
    },
  )
}
