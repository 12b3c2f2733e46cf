import type { deskIssues as zh } from '../zh/issue-desk.ts'
import { forms } from './issue-forms.ts'
import { page } from './issue-page.ts'
import { review } from './issue-review.ts'
import { worklist } from './issue-worklist.ts'

export const deskIssues: typeof zh = { forms, page, review, worklist }
