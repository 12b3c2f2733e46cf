import type { IssueEvent } from '../../server/wire/issues.ts'
import type { Tone } from '../words/phrase.ts'
import type { Words } from '../words/words.ts'
import { eventText, textIn } from './event-words.ts'

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

function textOf(event: IssueEvent, words: Words): string {
  const { timeline } = words.issue
  const { body } = event
  if (event.toState === null) return eventText(event, words)
  const said = timeline.stateSaid[event.toState]
  switch (event.toState) {
    case 'dispatched':
      return dispatchedText(event, words)
    case 'signed': {
      const person = textIn(body, 'personInCharge')
      return person === '' ? said : timeline.signedBy(person)
    }
    case 'replied':
    case 'answered': {
      const reply = textIn(body, 'reply', 'text', 'explanation')
      return reply === '' ? said : timeline.replied(reply)
    }
    case 'handling':
      return handlingText(event, words)
    case 'received':
      return event.fromState === null ? said : withNote(timeline.reopened, event, words)
    default:
      return withNote(said, event, words)
  }
}

function withNote(said: string, { body }: IssueEvent, words: Words): string {
  const note = textIn(body, 'note', 'text', 'reason', 'whereInstead', 'contactHow', 'whyImpossible', 'question')
  return note === '' ? said : `${said}${words.issue.timeline.note(note)}`
}

function dispatchedText(event: IssueEvent, words: Words): string {
  const { timeline } = words.issue
  if (!event.agency) return withNote(timeline.stateSaid.dispatched, event, words)
  const name = words.common.name(event.agency)
  const isAgain = event.fromState !== null && event.fromState !== 'received'
  return withNote(isAgain ? timeline.redispatched(name) : timeline.dispatchedTo(name), event, words)
}

/** Into handling: by the first contact, an answer, a dropped or unanswered question, or the end of a suspension. */
function handlingText(event: IssueEvent, words: Words): string {
  const { timeline } = words.issue
  const { fromState, body } = event
  if (fromState === 'suspended') return withNote(timeline.resumed, event, words)
  if (fromState !== 'waiting_reporter') return withNote(timeline.stateSaid.handling, event, words)
  const answer = textIn(body, 'answer')
  if (answer !== '') return `${timeline.questionAnswered}${timeline.note(answer)}`
  return body.event === 'dropped' ? timeline.dropped : timeline.answerNotReceived
}

function toneOf({ kind, toState, actorRole, body }: IssueEvent): Tone {
  if (kind === 'evidence') return body.value === 'contradicts' ? 'attn' : 'evid'
  if (toState === 'dissatisfied' || toState === 'returned') return 'attn'
  if (kind === 'promise_missed' || kind === 'bureau_took_over') return 'attn'
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
