import { asc, eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueEvents } from '../../db/schema/issues.ts'
import { agencies } from '../../db/schema/people.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import type { Tracking } from '../wire/merchant.ts'
import type { ReportRecord } from './merchant-load.ts'

/** An event of an issue as the story needs it. */
export interface StoryEvent {
  at: number
  kind: string
  rule: string | null
  toState: string | null
  round: number
  actorRole: string
  agency: { id: string; nameZh: string; nameEn: string } | null
  body: Record<string, unknown>
}

export async function storyEvents(db: Db, issueId: string): Promise<StoryEvent[]> {
  const rows = await db
    .select({ event: issueEvents, agency: { id: agencies.id, nameZh: agencies.nameZh, nameEn: agencies.nameEn } })
    .from(issueEvents)
    .leftJoin(agencies, eq(agencies.id, issueEvents.agencyId))
    .where(eq(issueEvents.issueId, issueId))
    .orderBy(asc(issueEvents.id))
  return rows.map(({ event: { at, kind, rule, toState, round, actorRole, body }, agency }) => ({
    ...{ at, kind, rule, toState, round, actorRole },
    agency: agency?.id ? agency : null,
    body: JSON.parse(body) as Record<string, unknown>,
  }))
}

/** The story in codes: the states entered, and the merchant's own doings. Only replies and own words are quoted. */
export const storyOf = (events: readonly StoryEvent[], report: Pick<ReportRecord, 'number'>): Tracking['steps'] =>
  events.flatMap((event) => {
    const code = codeOf(event, report.number)
    if (code === null) return []
    const said = QUOTED.has(code) ? (event.body.text ?? event.body.answer) : null
    const text = typeof said === 'string' && said !== '' ? maskPersonal(said) : null
    return [{ at: event.at, code, agency: event.agency, text }]
  })

const QUOTED = new Set(['replied', 'answered', 'explained', 'correction', 'message', 'question_answered'])
/** Kinds told to whom they concern: the merchant who did them. */
const OWN = new Set(['joined', 'message', 'attachment', 'promise_missed', 'left', 'contact_hidden', 'contact_erased'])

function codeOf({ kind, rule, toState, actorRole, body }: StoryEvent, own: string): string | null {
  if (OWN.has(kind)) return body.reportNumber === own ? kind : null
  if (kind === 'correction') return kind
  if (rule === 'T14') return questionEnd(actorRole, body, own)
  if (rule === 'T15') return 'resumed'
  if (rule === 'T22') return 'explained'
  return rule === 'T25' ? 'reopened' : toState
}

/** Another merchant's answer is not for everybody to read. */
function questionEnd(actorRole: string, body: Record<string, unknown>, own: string): string {
  if (actorRole === 'system') return 'question_not_received'
  if (typeof body.answer !== 'string') return 'question_dropped'
  return body.reportNumber === own ? 'question_answered' : 'question_ended'
}
