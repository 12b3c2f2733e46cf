import type { Deps } from '../deps.ts'
import { auditPageSchema, auditQuery } from '../wire/audit.ts'
import { done } from '../wire/refusal.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

export function mountAudit(app: AppRouter, deps: Deps): void {
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/audit',
      id: 'listAudit',
      summary: '操作记录 The audit log',
      tag: 'audit',
      may: 'audit.read',
      query: auditQuery,
      answer: auditPageSchema,
    },
    async ({ query }) => done(await deps.store.audit.list(query)),
  )
}
