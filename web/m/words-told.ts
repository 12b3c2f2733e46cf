import type { Tracking } from '../../server/wire/merchant.ts'
import type { Language } from './language.ts'
import type { DoingWords } from './words-doing-zh.ts'
import { deadlineWords, instantWords } from './words-time.ts'
import type { CommonWords } from './words-zh.ts'

type Message = Tracking['messages'][number]

/** A message in words, as said at `now` (epoch ms). A code nobody has words for says that something moved. */
export function toldWords(c: CommonWords, w: DoingWords, language: Language, message: Message, now: number): string {
  const { code, body } = message
  const text = (key: string): string => (typeof body[key] === 'string' ? (body[key] as string) : '')
  const instant = (key: string): string =>
    typeof body[key] === 'number' ? instantWords(c, body[key] as number, now) : ''
  const due = typeof body.expectedAt === 'number' ? deadlineWords(c, body.expectedAt, now) : ''
  const party = (language === 'en' && text('partyEn')) || text('partyZh')
  const told = w.told
  if (code === 'extension' || code === 'suspended') return told[code](instant('untilAt'), text('reason'))
  if (code === 'resumed' || code === 'later_promise' || code === 'reopened') return told[code](due)
  if (code === 'merged') return told.merged(text('number'))
  if (code === 'correction') return told.correction(text('text'))
  if (code === 'closed') return told.closed(text('reason'))
  const plain: Readonly<Record<string, string | ((party: string) => string) | undefined>> = told as unknown as Record<
    string,
    string | ((party: string) => string)
  >
  const words = plain[code] ?? told.other
  return typeof words === 'string' ? words : words(party)
}

/** Why the date moved: one line a pause of this round. */
export function movedWords(c: CommonWords, w: DoingWords, pause: Tracking['pauses'][number], now: number): string {
  if (pause.endedAt === null) return w.movedRunning
  return w.moved[pause.kind](instantWords(c, pause.dueBeforeAt, now), instantWords(c, pause.dueAfterAt, now))
}
