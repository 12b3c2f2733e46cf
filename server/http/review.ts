import type { Deps } from '../deps.ts'
import { done, refused } from '../wire/refusal.ts'
import { reviewSchema } from '../wire/review.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { idParams } from './issue-steps.ts'

/** 复盘: the whole life of an issue, step by step. */
export function mountReview(app: AppRouter, deps: Deps): void {
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/issues/{id}/review',
      id: 'reviewIssue',
      summary: '复盘 Whole-process review',
      tag: 'issues',
      may: 'issues.read',
      params: idParams,
      answer: reviewSchema,
    },
    async ({ user, params, at }) => {
      const review = await deps.store.supervision.review(params.id, user, at)
      return review ? done(review) : refused('not_found')
    },
  )
}
