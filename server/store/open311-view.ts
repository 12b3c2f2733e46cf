import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { clockRuns } from '../../db/schema/issues.ts'
import { dateOn } from '../domain/calendar.ts'
import type { IssueState } from '../domain/issue.ts'
import { BULK_STATUS, type PublicEvent, type Standing, type StandingContext, standingAfter } from '../domain/open311.ts'
import { open311Date } from '../domain/open311-date.ts'
import { publicDegrees, streetOf } from '../domain/open311-place.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import type { Open311Extension, Open311Line, Open311Request } from '../wire/open311.ts'
import { factsOf } from './issue-view.ts'
import { type Frozen, guideOf } from './merchant-frozen.ts'
import { type PublicRow, partsOfIssues, publicEvents } from './open311-requests.ts'

/** A request and how it came to stand as it does. */
export interface Told {
  row: PublicRow
  events: readonly PublicEvent[]
  /** How it stood after each event. */
  standings: readonly Standing[]
}

export const contextOf = ({ master }: PublicRow): StandingContext => ({
  duplicateOf: master?.isPublic ? master.number : null,
  dateOf: dateOn,
})

/** How an issue stood after each of its public events. */
export function standingsOf(events: readonly PublicEvent[], context: StandingContext): Standing[] {
  const standings: Standing[] = []
  for (const event of events) standings.push(standingAfter(standings.at(-1) ?? null, event, context))
  return standings
}

/** Rows with their events, in the order of the rows. */
export async function toldOf(db: Db, rows: readonly PublicRow[]): Promise<Told[]> {
  const byIssue = await publicEvents(
    db,
    rows.map(({ issue }) => issue.id),
  )
  return rows.map((row) => {
    const events = byIssue.get(row.issue.id) ?? []
    return { row, events, standings: standingsOf(events, contextOf(row)) }
  })
}

const publicText = (text: string | null): string | null => maskPersonal(text ?? '').trim() || null

/** How an issue stands; one that came without events stands as its row says. */
const standingOf = ({ row, standings }: Told): Standing => {
  const { issue } = row
  const last = standings.at(-1)
  if (last && last.state === issue.state) return last
  const event = { id: 0, at: issue.sinceAt, kind: 'transition', rule: null, actorRole: 'system' }
  const body = { text: issue.replyText ?? '', resolved: issue.resolved }
  return standingAfter(last ?? null, { ...event, toState: issue.state as IssueState, body }, contextOf(row))
}

function placeOf({ site, posted }: PublicRow, district: string) {
  const street = posted ? streetOf(posted.address) : ''
  const parts = site ? [site.nameZh, site.address, district] : [street, district]
  const [lat, long] =
    posted && posted.latitude !== null ? [posted.latitude, posted.longitude] : [site?.latitude, site?.longitude]
  return {
    address: parts.filter(Boolean).join('，') || null,
    address_id: site?.id ?? null,
    lat: typeof lat === 'number' ? publicDegrees(lat) : null,
    long: typeof long === 'number' ? publicDegrees(long) : null,
  }
}

const mediaOf = ({ posted }: PublicRow): string[] => (posted ? (JSON.parse(posted.mediaUrls) as string[]) : [])

/** The promise that stands on an issue, in words. */
export function noticeOf(issue: { frozen: string }): string | null {
  const { promiseZh } = JSON.parse(issue.frozen) as Partial<Frozen>
  return promiseZh || null
}

/** A request as the public sees it: neither name nor shop, the street, no number of a person. */
export function asRequest(told: Told, district: string): Open311Request {
  const { row, events } = told
  const { issue, service, agency } = row
  const { status, notes } = standingOf(told)
  const { address, address_id, lat, long } = placeOf(row, district)
  const updatedAt = status === 'closed' ? issue.closedAt : events.at(-1)?.at
  return {
    service_request_id: issue.number,
    status,
    status_notes: publicText(notes),
    service_name: service.nameZh,
    service_code: service.id,
    description: publicText(issue.text),
    agency_responsible: agency?.nameZh ?? null,
    service_notice: noticeOf(issue),
    requested_datetime: open311Date(issue.receivedAt),
    updated_datetime: open311Date(updatedAt ?? issue.sinceAt),
    expected_datetime: issue.expectedAt === null ? null : open311Date(issue.expectedAt),
    address,
    address_id,
    zipcode: null,
    lat,
    long,
    media_url: mediaOf(row)[0] ?? null,
  }
}

/** A line of the bulk file. */
export function asLine(told: Told, district: string): Open311Line {
  const { issue } = told.row
  const request = asRequest(told, district)
  return {
    request,
    closedAt: request.status === 'closed' && issue.closedAt !== null ? open311Date(issue.closedAt) : null,
    statusDescription: BULK_STATUS[issue.state as IssueState],
    source: issue.channel,
  }
}

/** What `extensions=true` adds to each request, in the order of the rows. */
export async function extensionsOf(db: Db, all: readonly Told[]): Promise<Open311Extension[]> {
  const ids = all.map(({ row }) => row.issue.id)
  if (ids.length === 0) return []
  const [parts, provisional] = await Promise.all([
    partsOfIssues(db, ids),
    db
      .select({ issueId: clockRuns.issueId })
      .from(clockRuns)
      .where(and(inArray(clockRuns.issueId, ids), isNull(clockRuns.stoppedAt), eq(clockRuns.isProvisional, true))),
  ])
  const uncertain = new Set(provisional.map(({ issueId }) => issueId))
  return all.map((told) => {
    const { issue } = told.row
    const { extended, reasonCode } = standingOf(told)
    const { replied, resolved, confirmed, evidenced } = factsOf(issue)
    return {
      attributes: attributesOf(told.row),
      extended_attributes: {
        channel: issue.channel,
        photos: mediaOf(told.row),
        state: issue.state,
        round: issue.round,
        facts: {
          replied: replied.is,
          resolved: resolved.value,
          confirmed: confirmed.value,
          evidenced: evidenced.value,
        },
        reason_code: reasonCode,
        provisional: uncertain.has(issue.id),
        extended_status: extended,
      },
      notes: notesOf(
        told,
        parts.filter(({ parentId }) => parentId === issue.id),
      ),
    }
  })
}

/** Answers to questions with a list; what somebody wrote in free words stays with the desk. */
function attributesOf({ issue, service }: PublicRow): Open311Extension['attributes'] {
  const { answers = [] } = JSON.parse(issue.frozen) as Partial<Frozen>
  const { questions } = guideOf(service)
  return answers.flatMap(({ labelZh, answer }) => {
    const question = questions.find((one) => one.labelZh === labelZh && (one.kind === 'one' || one.kind === 'many'))
    return question ? [{ code: question.id, label: labelZh, value: maskPersonal(answer) }] : []
  })
}

type Part = { receivedAt: number; closedAt: number | null }
type Note = Open311Extension['notes'][number]

function notesOf({ events, standings }: Told, parts: readonly Part[]): Note[] {
  const timed: { at: number; note: Note }[] = events.map((event, index) => {
    const standing = standings[index]!
    const notes = standing.notes === standings[index - 1]?.notes ? null : publicText(standing.notes)
    const type = typeOf(index, standing, standings[index - 1])
    return { at: event.at, note: noteAt(event.at, type, event.toState ?? event.kind, notes, standing) }
  })
  for (const { receivedAt, closedAt } of parts) {
    const at = (when: number) => standings[events.findLastIndex((event) => event.at <= when)] ?? standings[0]
    for (const [when, type] of [[receivedAt, 'follow_on_created'] as const, [closedAt, 'follow_on_closed'] as const]) {
      const standing = when === null ? undefined : at(when)
      if (when !== null && standing) timed.push({ at: when, note: noteAt(when, type, type, null, standing) })
    }
  }
  return timed.sort((a, b) => a.at - b.at).map(({ note }) => note)
}

function typeOf(index: number, standing: Standing, before: Standing | undefined): Note['type'] {
  if (index === 0) return 'submitted'
  if (standing.status === 'closed') return before?.status === 'closed' ? 'activity' : 'closed'
  return before?.status === 'closed' ? 'opened' : 'activity'
}

const noteAt = (
  at: number,
  type: Note['type'],
  summary: string,
  description: string | null,
  { extended, reasonCode }: Standing,
): Note => ({
  datetime: open311Date(at),
  type,
  summary,
  description,
  extended_attributes: { extended_status: extended, reason_code: reasonCode },
})
