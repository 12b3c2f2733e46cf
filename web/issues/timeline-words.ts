import type { IssueEvent } from '../../server/wire/issues.ts'
import type { Tone } from '../words/phrase.ts'
import type { Words } from '../words/words.ts'

export type Said = { who: string; text: string; tone: Tone }
export type Entry = Said & { id: number; at: number }

/** One event of an issue in words: who, what, and whether it needs an eye. Unknown kinds are named as they came. */
export function entryOf(event: IssueEvent, words: Words): Said {
  return { who: whoSaid(event, words), text: textOf(event, words), tone: toneOf(event) }
}

function whoSaid({ kind, actorRole, actorName, agency }: IssueEvent, words: Words): string {
  const { roles } = words.issue.timeline
  // The system only passes on what an instrument saw.
  if (kind === 'evidence') return roles.edge ?? actorRole
  if (actorRole === 'agency' && agency) return words.common.name(agency)
  const role = roles[actorRole] ?? actorRole
  return actorRole === 'operator' && actorName ? `${role}${words.common.space}${actorName}` : role
}

const text = (body: IssueEvent['body'], ...names: string[]): string => {
  for (const name of names) {
    const value = body[name]
    if (typeof value === 'string' && value.trim() !== '') return value
  }
  return ''
}

function textOf(event: IssueEvent, words: Words): string {
  const { timeline } = words.issue
  const { body } = event
  if (event.kind === 'joined') return timeline.joined
  if (event.kind === 'evidence') return evidenceText(body, words)
  if (event.kind === 'answer') return timeline.answered(text(body, 'answer') === 'no' ? timeline.no : timeline.yes)
  if (event.toState === null) return timeline.kinds[event.kind] ?? event.kind
  const said = timeline.stateSaid[event.toState]
  switch (event.toState) {
    case 'dispatched':
      return event.agency ? timeline.dispatchedTo(words.common.name(event.agency)) : said
    case 'signed': {
      const person = text(body, 'personInCharge')
      return person === '' ? said : timeline.signedBy(person)
    }
    case 'replied': {
      const reply = text(body, 'reply', 'text')
      return reply === '' ? said : timeline.replied(reply)
    }
    default: {
      const note = text(body, 'note', 'text', 'reason', 'contactHow', 'whyImpossible', 'question')
      return note === '' ? said : `${said}${timeline.note(note)}`
    }
  }
}

function evidenceText(body: IssueEvent['body'], words: Words): string {
  const { timeline } = words.issue
  if (body.change === 'interruption' || body.claim === 'problem') return timeline.meterDown
  if (body.change === 'supply_returned') return timeline.meterBack
  return body.value === 'contradicts' ? timeline.contradicts : timeline.supports
}

function toneOf({ kind, toState, actorRole, body }: IssueEvent): Tone {
  if (kind === 'evidence') return body.value === 'contradicts' ? 'attn' : 'evid'
  if (toState === 'dissatisfied' || toState === 'returned') return 'attn'
  return actorRole === 'edge' ? 'evid' : 'calm'
}

/** When it was so: a meter's word carries its own instant, epoch ms; a verdict and all else the event's. */
function instantOf({ kind, at, body }: IssueEvent): number {
  const isMeters = kind === 'evidence' && (body.change === 'interruption' || body.change === 'supply_returned')
  return isMeters && typeof body.at === 'number' ? body.at : at
}

/** Every event in words, newest first. */
export const entriesOf = (events: readonly IssueEvent[], words: Words): Entry[] =>
  events
    .map((event) => ({ id: event.id, at: instantOf(event), ...entryOf(event, words) }))
    .sort((a, b) => b.at - a.at || b.id - a.id)
