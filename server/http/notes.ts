import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { newNoteBody, noteListSchema, noteQuery, noteSchema, ownNoteBody } from '../wire/notes.ts'
import { done } from '../wire/refusal.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'

const idParams = z.strictObject({ id: z.string().min(1).max(64) })

/** A person's own notes; somebody else's are not there. */
export function mountNotes(app: AppRouter, deps: Deps): void {
  const { notes } = deps.store
  const own = { tag: 'knowledge', may: 'notes.own' } as const
  endpoint(
    app,
    deps,
    {
      ...own,
      method: 'get',
      path: '/notes',
      id: 'listNotes',
      summary: '我的便签 My notes',
      query: noteQuery,
      answer: noteListSchema,
    },
    async ({ user, query }) => done(await notes.list(user, query.q)),
  )
  endpoint(
    app,
    deps,
    {
      ...own,
      method: 'post',
      path: '/notes',
      id: 'addNote',
      summary: '记一张便签 Keep a note',
      body: newNoteBody,
      answer: noteSchema,
      status: 201,
    },
    async ({ user, body, at }) => notes.add(body, user, at),
  )
  endpoint(
    app,
    deps,
    {
      ...own,
      method: 'put',
      path: '/notes/{id}',
      id: 'changeNote',
      summary: '改便签 Change a note',
      params: idParams,
      body: ownNoteBody,
      answer: noteSchema,
    },
    async ({ user, params, body, at }) => notes.change(params.id, body.text, user, at),
  )
  endpoint(
    app,
    deps,
    {
      ...own,
      method: 'delete',
      path: '/notes/{id}',
      id: 'removeNote',
      summary: '删便签 Delete a note',
      params: idParams,
    },
    async ({ user, params }) => notes.remove(params.id, user),
  )
}
