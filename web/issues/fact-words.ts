import { FINAL_STATES } from '../../server/domain/issue.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import { type Phrase, toned } from '../words/phrase.ts'
import type { Words } from '../words/words.ts'
import { answersOf } from './issue-facts.ts'

export type Said = { phrase: Phrase; note: string }

export function resolvedSaid({ facts, state }: IssueDetail, words: Words): Said {
  const { facts: w } = words.issue
  const { value } = facts.resolved
  const isFinal = FINAL_STATES.some((final) => final === state)
  const note = value === 'none' ? w.resolvedNote.none : isFinal ? w.resolvedNote.final : w.resolvedNote.other
  return { phrase: [w.resolvedValue[value] ?? value], note }
}

/** What the merchants said, counted; who did not answer has not agreed. */
export function confirmedSaid({ facts, reports }: IssueDetail, words: Words): Said {
  const { facts: w } = words.issue
  const counts = answersOf(reports)
  if (counts.asked === 0 && facts.confirmed.value === 'not_asked')
    return { phrase: [w.notAsked], note: w.notAskedWhy(counts.all) }
  if (counts.yes + counts.no === 0) return { phrase: [w.waitingAnswer], note: w.noAnswer(counts.silent) }
  const yes = counts.yes > 0 ? w.yes(counts.yes) : ''
  const no = counts.no > 0 ? [toned('attn', w.no(counts.no))] : []
  return {
    phrase: [yes, yes !== '' && no.length > 0 ? words.common.comma : '', ...no],
    note: w.noAnswer(counts.silent),
  }
}

/** What the meters say about the reply, or for now about the supply alone. */
export function evidencedSaid({ facts, powerEvent }: IssueDetail, now: number, words: Words): Said {
  const { facts: w } = words.issue
  if (!powerEvent) return { phrase: [w.noEvidence], note: w.noEvidenceWhy }
  const supply = powerEvent.endMaxAt === null ? w.stillOut : w.back(words.time.instant(powerEvent.endMaxAt, now))
  const device = words.common.list([w.grade(powerEvent.deviceName), words.common.evidence[powerEvent.evidence]])
  const { value } = facts.evidenced
  if (value === 'contradicts')
    return { phrase: [toned('attn', supply)], note: words.common.list([w.contradicts, device]) }
  if (value === 'supports') return { phrase: [supply], note: words.common.list([w.supports, device]) }
  return { phrase: [supply], note: words.common.list([facts.replied.is ? w.noEvidence : w.notYet, device]) }
}
