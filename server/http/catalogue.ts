import { z } from 'zod'
import type { Deps } from '../deps.ts'
import {
  catalogueChange,
  catalogueSchema,
  catalogueVersionSchema,
  dryRunBody,
  dryRunSchema,
  restorationBody,
  suggestionDecision,
} from '../wire/catalogue.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { can } from './access.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

const versionOf = ({ version }: { version: number }): number => version
const versionParams = z.strictObject({ version: z.coerce.number().int().min(1).max(1_000_000) })
const idParams = z.strictObject({ id: z.string().min(1).max(64) })

/** The dispatch catalogue: ordered lines, versions, a dry run, and what returns taught. */
export function mountCatalogue(app: AppRouter, deps: Deps): void {
  const { catalogue } = deps.store
  const woken = <T>(outcome: Outcome<T>): Outcome<T> => {
    if (outcome.ok) deps.live.wake()
    return outcome
  }
  const reads = { tag: 'catalogue', may: 'rules.read' } as const
  const writes = {
    tag: 'catalogue',
    may: 'catalogue.manage',
    isVersioned: true,
    versionOf,
    answer: catalogueSchema,
  } as const
  endpoint(
    app,
    deps,
    {
      ...reads,
      method: 'get',
      path: '/catalogue',
      id: 'readCatalogue',
      summary: '派单目录 Dispatch catalogue',
      answer: catalogueSchema,
    },
    async ({ c, user, at }) => {
      const read = await catalogue.read(at, can(user, 'catalogue.manage'))
      // Uses and suggestions move without a new version, so the tag is for If-Match only.
      c.header('ETag', `"${read.version}"`)
      return done(read)
    },
  )
  endpoint(
    app,
    deps,
    {
      ...writes,
      method: 'put',
      path: '/catalogue',
      id: 'changeCatalogue',
      summary: '改派单目录 Change the catalogue',
      body: catalogueChange,
    },
    async ({ body: { lines, reason }, version, user, at }) =>
      woken(await catalogue.put(lines, { version, reason, by: user, at })),
  )
  endpoint(
    app,
    deps,
    {
      ...reads,
      method: 'get',
      path: '/catalogue/versions/{version}',
      id: 'readCatalogueVersion',
      summary: '目录旧版 An older version',
      params: versionParams,
      answer: catalogueVersionSchema,
    },
    async ({ params }) => {
      const found = await catalogue.version(params.version)
      return found ? done(found) : refused('not_found')
    },
  )
  endpoint(
    app,
    deps,
    {
      ...writes,
      method: 'post',
      path: '/catalogue/versions/{version}/restoration',
      id: 'restoreCatalogueVersion',
      summary: '回到旧版 Restore a version',
      params: versionParams,
      body: restorationBody,
    },
    async ({ params, body: { reason }, version, user, at }) =>
      woken(await catalogue.restore(params.version, { version, reason, by: user, at })),
  )
  endpoint(
    app,
    deps,
    {
      ...reads,
      method: 'post',
      path: '/catalogue/dry-run',
      id: 'tryCatalogue',
      summary: '试一试 Try the catalogue',
      body: dryRunBody,
      answer: dryRunSchema,
    },
    ({ body, user, at }) => catalogue.tryOut(body, user, at),
  )
  endpoint(
    app,
    deps,
    {
      ...writes,
      method: 'post',
      path: '/catalogue/suggestions/{id}/decision',
      id: 'decideSuggestion',
      summary: '退单建议 Decide a suggestion',
      params: idParams,
      body: suggestionDecision,
    },
    async ({ params, body, version, user, at }) =>
      woken(await catalogue.decide(params.id, body.decision, { version, by: user, at })),
  )
}
