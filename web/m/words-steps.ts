import type { Tracking } from '../../server/wire/merchant.ts'
import { type Language, nameIn } from './language.ts'
import { lastOutage } from './supply-strip.ts'
import type { DoingWords } from './words-doing-zh.ts'
import { instantWords } from './words-time.ts'
import type { CommonWords } from './words-zh.ts'

/** One step of the story: when, what happened, and what was said, which nobody translates. */
export type StepLine = { at: string; what: string; quote: string }
export type Story = { summary: string; lines: StepLine[] }

/** The story so far, oldest first, people's steps and the meter's together, as told at `now` (epoch ms). */
export function storyWords(c: CommonWords, w: DoingWords, language: Language, t: Tracking, now: number): Story {
  const steps = [...peopleSteps(c, w, language, t), ...meterSteps(w, t)].sort((a, b) => a.at - b.at)
  const firstAt = steps[0]?.at ?? t.at
  const said = instantWords(c, firstAt, now)
  return {
    summary: lastOutage(t.spans)?.fromAt === firstAt ? w.storyOut(said, steps.length) : w.story(said, steps.length),
    lines: steps.map((step) => ({ ...step, at: instantWords(c, step.at, now) })),
  }
}

function peopleSteps(c: CommonWords, w: DoingWords, language: Language, t: Tracking) {
  const words: Readonly<Record<string, ((agency: string) => string) | undefined>> = w.steps
  return t.steps.map(({ at, code, agency, text }) => {
    const named = agency ?? t.agency
    const what = (words[code] ?? w.steps.other)(named ? nameIn(language, named) : c.anAgency)
    return { at, what, quote: text ?? '' }
  })
}

function meterSteps(w: DoingWords, t: Tracking) {
  const outage = lastOutage(t.spans)
  if (!outage) return []
  const back = outage.backAt === null ? [] : [{ at: outage.backAt, what: w.meterBack, quote: '' }]
  return [{ at: outage.fromAt, what: w.meterOut, quote: '' }, ...back]
}
