import { z } from 'zod'
import { PAPER_TYPES, PHOTO_BYTES_MAX, PHOTO_TYPES, PHOTOS_PER_REPORT } from '../domain/photo.ts'
import { attachmentSchema } from './issue-steps.ts'
import { textSchema } from './issue-text.ts'

export { type AttachmentView, attachmentSchema } from './issue-steps.ts'
export { PAPER_TYPES, PHOTO_BYTES_MAX, PHOTO_TYPES, PHOTOS_PER_REPORT }

/** `POST /issues/{id}/attachment?name=…` takes the bytes themselves as its body, with their type as Content-Type. */
export const attachmentQuery = z.strictObject({ name: z.string().trim().max(120).default('') })
export const attachmentsSchema = z.array(attachmentSchema)

/** Hiding takes a file from everybody but moderators, with a reason; the original stays. Showing it again needs one too. */
export const moderationBody = z.strictObject({ isHidden: z.boolean(), reason: textSchema.min(1).max(500) })

/** Where the bytes are read: `/api/v1` + this. */
export const attachmentPath = (issueId: string, attachmentId: string): string =>
  `/issues/${encodeURIComponent(issueId)}/attachments/${encodeURIComponent(attachmentId)}`
