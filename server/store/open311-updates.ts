import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents, issues, services } from '../../db/schema/issues.ts'
import { open311Keys, open311Updates } from '../../db/schema/open311.ts'
import { statement } from '../../db/writer.ts'
import { open311Date } from '../domain/open311-date.ts'
import { fitText } from '../domain/open311-text.ts'
import { maskPersonal, plainText } from '../domain/plain-text.ts'
import {
  type Open311Outcome,
  type Open311Update,
  open311Failure,
  type SentUpdate,
  type UpdateArguments,
} from '../wire/open311.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { issueLiveEvent } from './issue-statements.ts'
import { liveEvent } from './live.ts'
import { eventsAfter, publicEvents, publicly, requestsOf } from './open311-requests.ts'
import { contextOf, standingsOf } from './open311-view.ts'
import type { StorePorts } from './ports.ts'

const STEP = 200
/** The event a sent update leaves on an issue. */
export const SENT_UPDATE = 'external_update'

/** Every public event of a window (epoch ms) as the feed tells it, oldest first, read a step at a time. */
export async function* updatesIn(
  db: Db,
  isTest: boolean,
  window: { fromAt: number; toAt: number },
): AsyncGenerator<Open311Update> {
  for (let place: { at: number; id: number } | null = null; ; ) {
    const step = await eventsAfter(db, isTest, window, place, STEP)
    const ids = [...new Set(step.map(({ issueId }) => issueId))]
    const [rows, events] = ids.length ? await Promise.all([requestsOf(db, isTest, ids), publicEvents(db, ids)]) : []
    const updates = new Map<number, Open311Update>()
    for (const row of rows ?? []) {
      const own = events?.get(row.issue.id) ?? []
      const standings = standingsOf(own, contextOf(row))
      for (const [index, event] of own.entries()) {
        const standing = standings[index]!
        const isSaidBefore = index > 0 && standings[index - 1]!.notes === standing.notes
        updates.set(event.id, {
          update_id: String(event.id),
          service_request_id: row.issue.number,
          updated_datetime: open311Date(event.at),
          status: standing.extended,
          description: isSaidBefore ? null : maskPersonal(standing.notes ?? '') || null,
          media_url: null,
          external_status_code: standing.reasonCode,
          customer_reference: null,
        })
      }
    }
    for (const { id } of step) {
      const update = updates.get(id)
      if (update) yield update
    }
    const last = step.at(-1)
    if (!last || step.length < STEP) return
    place = { at: last.at, id: last.id }
  }
}

/** Keeps a sent update as an event and a task of the desk; it moves nothing. */
export async function receiveUpdate(
  { db, writer }: StorePorts,
  key: { id: string; name: string },
  isTest: boolean,
  given: UpdateArguments,
  at: number,
): Promise<Open311Outcome<string>> {
  const [found] = await db
    .select({ issue: issues })
    .from(issues)
    .innerJoin(services, eq(services.id, issues.serviceId))
    .where(and(publicly(isTest), eq(issues.number, given.number)))
  if (!found) return open311Failure(404, `service_request_id not found: ${given.number}`)
  const { issue } = found
  const body = {
    from: key.name,
    updateId: given.updateId,
    status: given.status,
    updatedAt: given.updatedAt,
    text: maskPersonal(plainText(fitText(given.text))),
  }
  const outcome = await writer.write([
    statement(
      db
        .insert(open311Updates)
        .values({ keyId: key.id, updateId: given.updateId, issueId: issue.id, createdAt: at })
        .onConflictDoNothing(),
      1,
    ),
    statement(
      db.insert(issueEvents).values({
        issueId: issue.id,
        at,
        kind: SENT_UPDATE,
        round: issue.round,
        actorRole: 'reporter',
        body: JSON.stringify(body),
      }),
    ),
    statement(db.update(open311Keys).set({ lastUsedAt: at }).where(eq(open311Keys.id, key.id))),
    issueLiveEvent(db, issue, at),
  ])
  return outcome.ok ? { ok: true, value: given.updateId } : open311Failure(400, 'update_id already exists')
}

const SHOWN = 100

/** Updates nobody of the desk has seen yet, oldest first. */
export async function unseenUpdates(db: Db): Promise<SentUpdate[]> {
  const rows = await db
    .select({ update: open311Updates, from: open311Keys.name, issue: issues })
    .from(open311Updates)
    .innerJoin(open311Keys, eq(open311Keys.id, open311Updates.keyId))
    .innerJoin(issues, eq(issues.id, open311Updates.issueId))
    .where(isNull(open311Updates.seenAt))
    .orderBy(asc(open311Updates.createdAt))
    .limit(SHOWN)
  return Promise.all(
    rows.map(async ({ update, from, issue }) => {
      const told = await db
        .select({ body: issueEvents.body, at: issueEvents.at })
        .from(issueEvents)
        .where(and(eq(issueEvents.issueId, issue.id), eq(issueEvents.kind, SENT_UPDATE)))
      const bodies = told.map(({ body }) => JSON.parse(body) as Record<string, unknown>)
      const own = bodies.find((body) => body.updateId === update.updateId && body.from === from)
      return {
        id: `${update.keyId}.${update.updateId}`,
        from,
        issue: { id: issue.id, number: issue.number, title: maskPersonal(issue.title) },
        at: update.createdAt,
        status: String(own?.status ?? ''),
        text: String(own?.text ?? ''),
      }
    }),
  )
}

/** An update is seen: no task any more. `id` as the list gives it. */
export async function markUpdateSeen({ db, writer }: StorePorts, id: string, at: number): Promise<Outcome<null>> {
  const [keyId = '', ...rest] = id.split('.')
  const outcome = await writer.write([
    statement(
      db
        .update(open311Updates)
        .set({ seenAt: at })
        .where(
          and(
            eq(open311Updates.keyId, keyId),
            eq(open311Updates.updateId, rest.join('.')),
            isNull(open311Updates.seenAt),
          ),
        ),
      1,
    ),
    liveEvent({ at, kind: 'directory', subjectId: keyId }),
  ])
  return outcome.ok ? done(null) : refused('not_found')
}
