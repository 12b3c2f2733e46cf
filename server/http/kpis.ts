import { createRoute } from '@hono/zod-openapi'
import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import { kpiParams, kpiQuery, kpiRowsQuery, kpiRowsSchema, kpisSchema } from '../wire/kpis.ts'
import { type Outcome, refused } from '../wire/refusal.ts'
import type { Action } from './access.ts'
import type { AppContext, AppRouter } from './app-env.ts'
import { csvFile } from './csv.ts'
import { accessRefusal, endpoint, FAILURE, guardOf } from './endpoint.ts'
import { figureLines, rowLines } from './kpi-csv.ts'
import { languageOf } from './language.ts'
import { problem } from './problem.ts'

export function mountKpis(app: AppRouter, deps: Deps): void {
  const { kpis } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/kpis',
      id: 'readIndicators',
      summary: '指标 Indicators',
      tag: 'kpis',
      may: 'kpis.read',
      query: kpiQuery,
      answer: kpisSchema,
    },
    ({ query, at }) => kpis.read(query, at),
  )
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/kpis/{kpi}/issues',
      id: 'listIndicatorIssues',
      summary: '一个数背后的诉求 Issues behind a figure',
      tag: 'kpis',
      may: 'kpis.read',
      params: kpiParams,
      query: kpiRowsQuery,
      answer: kpiRowsSchema,
    },
    ({ user, params, query, at }) => kpis.rows(user, params.kpi, query, at),
  )
  mountCsv(app, deps)
}

function mountCsv(app: AppRouter, deps: Deps): void {
  const { kpis } = deps.store
  file(app, deps, 'kpis.read', { path: '/kpis.csv', id: 'exportIndicators', name: 'indicators' }, kpiQuery, null, {
    lines: async (c, query) => {
      const read = await kpis.read(query, deps.now())
      return read.ok
        ? { ok: true, value: figureLines(read.value, query, languageOf(c.req.header('accept-language'))) }
        : read
    },
  })
  file(
    app,
    deps,
    'kpis.read',
    { path: '/kpis/{kpi}/issues.csv', id: 'exportIndicatorIssues', name: 'issues' },
    kpiRowsQuery,
    kpiParams,
    {
      lines: async (c, query, params) => {
        const user = c.get('user')
        if (!user || !params) return refused('not_signed_in')
        const at = deps.now()
        const rows = []
        for (let cursor: string | undefined; rows.length < ROWS_MAX; ) {
          const page = await kpis.rows(user, params.kpi, { ...query, limit: PAGE, cursor }, at)
          if (!page.ok) return page
          rows.push(...page.value.rows)
          if (page.value.next === null) break
          cursor = page.value.next
        }
        return { ok: true, value: rowLines(rows, languageOf(c.req.header('accept-language'))) }
      },
    },
  )
}

/** A file of rows ends here; narrow the period for the rest. */
const ROWS_MAX = 10_000
const PAGE = 200

type Lines = (string | number | null)[][]

function file<Q extends z.ZodObject, P extends z.ZodObject>(
  app: AppRouter,
  deps: Deps,
  may: Action,
  { path, id, name }: { path: string; id: string; name: string },
  query: Q,
  params: P | null,
  { lines }: { lines: (c: AppContext, query: z.output<Q>, params: z.output<P> | null) => Promise<Outcome<Lines>> },
): void {
  const route = createRoute({
    method: 'get',
    path,
    operationId: id,
    summary: '表格 CSV',
    tags: ['kpis'],
    ...guardOf(may),
    request: { query, ...(params ? { params } : {}) },
    responses: {
      200: { description: 'RFC 4180', content: { 'text/csv': { schema: { type: 'string' } } } },
      default: FAILURE,
    },
    middleware: [
      async (c: AppContext, next: () => Promise<void>) => {
        const refusal = accessRefusal(c.get('user'), may)
        if (refusal) return problem(c, refusal)
        await next()
      },
    ],
  })
  const handle = async (c: AppContext): Promise<Response> => {
    const valid = c.req as unknown as { valid(target: 'query' | 'param'): unknown }
    const made = await lines(
      c,
      valid.valid('query') as z.output<Q>,
      params ? (valid.valid('param') as z.output<P>) : null,
    )
    if (!made.ok) return problem(c, made)
    await deps.store.audit.tellExport(c.get('user'), id, made.value.length, deps.now())
    return c.body(csvFile(made.value), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}.csv"`,
      'Cache-Control': 'no-store',
    })
  }
  app.openapi(route, handle as never)
}
