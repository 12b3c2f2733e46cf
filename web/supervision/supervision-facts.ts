import type { Named } from '../../server/wire/common.ts'
import type { Supervision, SupervisionRow } from '../../server/wire/supervision.ts'
import type { Mark, Tone } from '../words/phrase.ts'
import { toned } from '../words/phrase.ts'
import type { SupervisionWords } from './words.ts'

/** The whole in a few numbers; `worst` = whoever holds most that is late. */
export interface Story {
  late: number
  unsigned: number
  near: number
  worst: string | null
  worstCount: number
}

/** Sums of the loads of all agencies. */
export function storyOf({ agencies }: Pick<Supervision, 'agencies'>, nameOf: (agency: Named | null) => string): Story {
  const sum = (of: (load: Supervision['agencies'][number]) => number) =>
    agencies.reduce((total, load) => total + of(load), 0)
  const [first] = agencies
  const worstCount = first ? first.late + first.signOverdue : 0
  return {
    late: sum(({ late }) => late),
    unsigned: sum(({ signOverdue }) => signOverdue),
    near: sum(({ nearlyLate }) => nearlyLate),
    worst: worstCount > 0 && agencies.length > 1 ? nameOf(first!.agency) : null,
    worstCount,
  }
}

export const toneOf = ({ late, unsigned, near }: Story): Tone =>
  late + unsigned > 0 ? 'late' : near > 0 ? 'attn' : 'calm'

/** The agency that has to move; null: the desk, which decides and asks. */
export const holderOf = ({ clock, agency }: SupervisionRow['issue']): Named | null =>
  clock === 'accept' || clock === 'follow_up' ? null : agency

/** The newest notice of a row as a state: waiting to leave, sent and not read, or read; null without any. */
export function noticeMark(
  { notices }: Pick<SupervisionRow, 'notices'>,
  words: SupervisionWords,
  day: (at: number) => string,
): Mark | null {
  const last = notices.at(-1)
  if (!last) return null
  const rung = words.rungs[last.rung]
  if (last.sentAt === null) return toned('hold', words.noticeWaits(rung, day(last.sendAt)))
  return last.readAt === null
    ? toned('attn', words.noticeUnread(rung, day(last.sentAt)))
    : toned('calm', words.noticeRead(rung))
}
