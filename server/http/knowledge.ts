import { z } from 'zod'
import type { Deps } from '../deps.ts'
import {
  type EntryDetail,
  entryBody,
  entryDetailSchema,
  entryListSchema,
  entryQuery,
  newEntryBody,
  publicationBody,
  retirementBody,
} from '../wire/knowledge.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { reachOf, type SignedIn } from './access.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

const idParams = z.strictObject({ id: z.string().regex(/^K-\d{4,9}$/) })
const versionOf = ({ version }: { version: number }): number => version

const keeperOf = (user: SignedIn) => ({
  userId: user.id,
  reach: reachOf(user, 'knowledge.manage'),
  agencyId: user.agencyId,
})

/** Knowledge entries: what the desk may answer from, whose it is, and until when. */
export function mountKnowledge(app: AppRouter, deps: Deps): void {
  const { knowledge } = deps.store
  const tag = 'knowledge'

  /** The entry as it stands after a change, for who made it. */
  async function shown(outcome: Outcome<string>, user: SignedIn, at: number): Promise<Outcome<EntryDetail>> {
    if (!outcome.ok) return outcome
    deps.live.wake()
    const entry = await knowledge.read(outcome.value, user, keeperOf(user), at)
    return entry ? done(entry) : refused('not_found')
  }

  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/knowledge',
      id: 'listKnowledge',
      summary: '知识条目 Knowledge entries',
      tag,
      may: 'knowledge.read',
      query: entryQuery,
      answer: entryListSchema,
    },
    async ({ user, query, at }) => done(await knowledge.list(query, keeperOf(user), at)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/knowledge',
      id: 'addKnowledge',
      summary: '提一条知识 Propose an entry',
      tag,
      may: 'knowledge.manage',
      body: newEntryBody,
      answer: entryDetailSchema,
      status: 201,
      versionOf,
    },
    async ({ user, body, at }) => shown(await knowledge.add(body, keeperOf(user), at), user, at),
  )
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/knowledge/{id}',
      id: 'readKnowledge',
      summary: '一条知识 One entry',
      tag,
      may: 'knowledge.read',
      params: idParams,
      answer: entryDetailSchema,
    },
    async ({ c, user, params, at }) => {
      const entry = await knowledge.read(params.id, user, keeperOf(user), at)
      if (!entry) return refused('not_found')
      // Dates pass and uses are counted without a new version: the tag is for If-Match alone.
      c.header('ETag', `"${entry.version}"`)
      return done(entry)
    },
  )
  const changes = {
    tag,
    may: 'knowledge.manage',
    params: idParams,
    answer: entryDetailSchema,
    isVersioned: true,
  } as const
  const asked = ({
    user,
    params,
    version,
    at,
  }: {
    user: SignedIn
    params: { id: string }
    version: number
    at: number
  }) => ({
    id: params.id,
    version,
    keeper: keeperOf(user),
    at,
  })
  endpoint(
    app,
    deps,
    {
      ...changes,
      method: 'put',
      path: '/knowledge/{id}',
      id: 'changeKnowledge',
      summary: '改一条知识 Change an entry',
      body: entryBody,
      versionOf,
    },
    async (call) => shown(await knowledge.edit(asked(call), call.body), call.user, call.at),
  )
  endpoint(
    app,
    deps,
    {
      ...changes,
      method: 'post',
      path: '/knowledge/{id}/publication',
      id: 'publishKnowledge',
      summary: '发布，或复核过了 Publish, or find it still holds',
      body: publicationBody,
      versionOf,
    },
    async (call) => shown(await knowledge.publish(asked(call), call.body), call.user, call.at),
  )
  endpoint(
    app,
    deps,
    {
      ...changes,
      method: 'post',
      path: '/knowledge/{id}/retirement',
      id: 'retireKnowledge',
      summary: '停用 Retire an entry',
      body: retirementBody,
      versionOf,
    },
    async (call) => shown(await knowledge.retire(asked(call), call.body), call.user, call.at),
  )
}
