import type { Tracking } from '../../server/wire/merchant.ts'
import { type Language, nameIn } from './language.ts'
import { lastOutage } from './supply-strip.ts'
import { instantWords } from './words-time.ts'
import type { TrackingWords } from './words-tracking-zh.ts'

/** One step of the story: when, what happened, and what was said, which nobody translates. */
export type StepLine = { at: string; what: string; quote: string }
export type Story = { summary: string; lines: StepLine[] }

/** The story so far, oldest first, as told at `now` (epoch ms). */
export function storyWords(w: TrackingWords, language: Language, t: Tracking, now: number): Story {
  const words: Readonly<Record<string, ((agency: string) => string) | undefined>> = w.steps
  const lines = t.steps.map((step) => {
    const agency = step.agency ?? t.agency
    const name = agency ? nameIn(language, agency) : w.anAgency
    return {
      at: instantWords(w, step.at, now),
      what: (words[step.code] ?? w.steps.other)(name),
      quote: step.text ?? '',
    }
  })
  const outageAt = lastOutage(t.spans)?.fromAt
  const firstAt = t.steps[0]?.at ?? t.at
  const summary =
    outageAt !== undefined && outageAt <= firstAt
      ? w.storyOut(instantWords(w, outageAt, now), lines.length)
      : w.story(instantWords(w, firstAt, now), lines.length)
  return { summary, lines }
}
