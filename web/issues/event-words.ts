import type { IssueEvent } from '../../server/wire/issues.ts'
import type { Words } from '../words/words.ts'

type Body = IssueEvent['body']

/** The first of these that says something. */
export function textIn(body: Body, ...names: string[]): string {
  for (const name of names) {
    const value = body[name]
    if (typeof value === 'string' && value.trim() !== '') return value
  }
  return ''
}

const numberIn = (body: Body, name: string): number | null =>
  typeof body[name] === 'number' ? (body[name] as number) : null

/** An event that changes no state, in words; an unknown kind is named as it came. */
export function eventText({ kind, body }: IssueEvent, words: Words): string {
  const { timeline } = words.issue
  const note = (said: string, ...names: string[]) => {
    const text = textIn(body, ...names)
    return text === '' ? said : `${said}${timeline.note(text)}`
  }
  switch (kind) {
    case 'evidence':
      return evidenceText(body, words)
    case 'answer':
      return note(timeline.answered(textIn(body, 'answer') === 'no' ? timeline.no : timeline.yes), 'text')
    case 'requested':
    case 'decided':
      return note(requestText(kind, body, words), 'reason')
    case 'supervision':
      return note(supervisionText(body, words), 'reason')
    case 'consultation':
      return note(timeline.consultation[textIn(body, 'change')] ?? timeline.kinds[kind] ?? kind, 'reason')
    case 'secrecy':
      return note(body.isSecret === true ? timeline.madeSecret : timeline.madeOpen, 'reason')
    case 'grade':
      return typeof body.grade === 'number' ? timeline.graded(body.grade) : (timeline.kinds[kind] ?? kind)
    case 'reminded':
      return typeof body.count === 'number' ? timeline.reminded(body.count) : (timeline.kinds[kind] ?? kind)
    case 'call_back':
      return note(timeline.callBack[textIn(body, 'outcome')] ?? timeline.kinds[kind] ?? kind, 'note')
    default:
      return note(timeline.kinds[kind] ?? kind, 'text', 'reason', 'name', 'number', 'outcome')
  }
}

function evidenceText(body: Body, words: Words): string {
  const { timeline } = words.issue
  if (body.change === 'interruption' || body.claim === 'problem') return timeline.meterDown
  if (body.change === 'supply_returned') return timeline.meterBack
  return body.value === 'contradicts' ? timeline.contradicts : timeline.supports
}

function requestText(kind: 'requested' | 'decided', body: Body, words: Words): string {
  const { timeline } = words.issue
  const what = timeline.requests[textIn(body, 'request')] ?? textIn(body, 'request')
  const untilAt = numberIn(body, 'untilAt')
  const until = untilAt === null ? '' : timeline.until(words.time.day(untilAt))
  if (kind === 'requested') return timeline.requested(what, until)
  return body.isApproved === true ? timeline.approved(what, until) : timeline.refused(what)
}

function supervisionText(body: Body, words: Words): string {
  const { timeline } = words.issue
  const rungs = Array.isArray(body.rungs) ? body.rungs.map((rung) => timeline.rungs[String(rung)] ?? String(rung)) : []
  if (rungs.length > 0) return words.common.list(rungs)
  const level = numberIn(body, 'level') ?? numberIn(body, 'to')
  return level === null ? (timeline.kinds.supervision ?? '') : timeline.level(timeline.levels[level] ?? String(level))
}
