import { FINAL_STATES } from '../../server/domain/issue.ts'
import type { ClockRunView, IssueDetail, IssueReport } from '../../server/wire/issues.ts'
import type { PowerEvent, VoltageSeries } from '../../server/wire/power.ts'
import type { Tone } from '../words/phrase.ts'

/** An interruption as the page tells it: observed instants in epoch ms, lengths in ms, running ones until `now`. */
export type Outage = { startAt: number; endAt: number | null; minMs: number; maxMs: number }
export type IssueStory = Pick<
  IssueDetail,
  'state' | 'agency' | 'channel' | 'dueAt' | 'light' | 'rule' | 'amount' | 'share' | 'turn'
> & {
  now: number
  isFinal: boolean
  repliedAt: number | null
  evidenced: 'none' | 'supports' | 'contradicts'
  power: Outage | null
}

export function outageOf(event: PowerEvent, now: number): Outage {
  const running = Math.max(0, now - event.startMaxAt)
  return {
    startAt: event.startMaxAt,
    endAt: event.endMaxAt,
    minMs: event.endMaxAt === null ? running : event.minMs,
    maxMs: event.endMaxAt === null ? running : (event.maxMs ?? event.endMaxAt - event.startMinAt),
  }
}

export function issueStory(issue: IssueDetail, now: number): IssueStory {
  return {
    state: issue.state,
    agency: issue.agency,
    channel: issue.channel,
    dueAt: issue.dueAt,
    light: issue.light,
    rule: issue.rule,
    amount: issue.amount,
    share: issue.share,
    turn: issue.turn,
    now,
    isFinal: FINAL_STATES.some((state) => state === issue.state),
    repliedAt: issue.facts.replied.is ? issue.facts.replied.at : null,
    evidenced: issue.facts.evidenced.value,
    power: issue.powerEvent ? outageOf(issue.powerEvent, now) : null,
  }
}

/** How loud the opening sentence is. */
export function storyTone(story: IssueStory): Tone {
  if (story.isFinal) return 'calm'
  if (story.evidenced === 'contradicts' || story.light >= 3) return 'late'
  if (story.power && story.power.endAt === null) return 'late'
  if (story.light === 2 || story.state === 'dissatisfied' || story.state === 'returned') return 'attn'
  return story.power ? 'attn' : 'calm'
}

/** Merchants by what they answered; `silent` were asked and said nothing. */
export function answersOf(reports: readonly IssueReport[]) {
  const count = (answer: IssueReport['answer']) => reports.filter((report) => report.answer === answer).length
  const silent = count('asked') + count('no_answer')
  return { yes: count('yes'), no: count('no'), silent, asked: count('yes') + count('no') + silent, all: reports.length }
}

/** The reply and the meter disagree: when each of them says power came back. Null when nothing contradicts. */
export function contradiction(issue: IssueDetail): { repliedAt: number; meterAt: number | null } | null {
  const { replied, evidenced } = issue.facts
  if (evidenced.value !== 'contradicts' || replied.at === null) return null
  return { repliedAt: replied.at, meterAt: issue.powerEvent?.endMaxAt ?? null }
}

/** The lowest phase over time: at each point, the least of what every series last said; a hole in one is no value of it. */
export function lowestOf(series: readonly VoltageSeries[]): [at: number, volts: number | null][] {
  const points = series.flatMap(({ points }, index) => points.map(([at, low]) => ({ at, low, index })))
  points.sort((a, b) => a.at - b.at)
  const last: (number | null)[] = series.map(() => null)
  const lowest: [number, number | null][] = []
  for (const { at, low, index } of points) {
    last[index] = low
    const known = last.filter((volts) => volts !== null)
    const volts = known.length > 0 ? Math.min(...known) : null
    const previous = lowest.at(-1)
    if (previous && previous[0] === at) previous[1] = volts
    else lowest.push([at, volts])
  }
  return lowest
}

/** The last known value at or before `at` of a line of points. */
export function valueAt(points: readonly [at: number, volts: number | null][], at: number): number | null {
  let value: number | null = null
  for (const [pointAt, volts] of points) {
    if (pointAt > at) break
    value = volts
  }
  return value
}

/** The first known value after `at` of a line of points. */
export const valueAfter = (points: readonly [at: number, volts: number | null][], at: number): number | null =>
  points.find(([pointAt, volts]) => pointAt > at && volts !== null)?.[1] ?? null

const MINUTE_MS = 60_000
/** The stretch an interruption is looked at in, some time before and after it, in whole minutes so that it rests for one. */
export function windowAround(
  { startAt, endAt }: Outage,
  repliedAt: number | null,
  now: number,
): [from: number, to: number] {
  const last = Math.max(endAt ?? now, Math.min(repliedAt ?? 0, now))
  const pad = Math.min(45 * MINUTE_MS, Math.max(2 * MINUTE_MS, (last - startAt) * 0.35))
  const to = endAt === null ? now : Math.min(now, last + pad / 2)
  const wholeMinutes = (round: (n: number) => number, at: number) => round(at / MINUTE_MS) * MINUTE_MS
  return [wholeMinutes(Math.floor, startAt - pad), wholeMinutes(Math.ceil, Math.max(to, startAt + MINUTE_MS))]
}

/** Lengths of the handle clock by the reply and by the meter, ms from its start; null when it does not apply. */
export function twoReadings(issue: IssueDetail, now: number) {
  const run = issue.clocks.filter(({ clock }) => clock === 'handle').at(-1)
  if (!run || !issue.powerEvent) return null
  const repliedAt = issue.facts.replied.at
  return {
    limitMs: run.dueAt - run.startedAt,
    dueAt: run.dueAt,
    byReplyMs: repliedAt === null ? null : Math.max(0, repliedAt - run.startedAt),
    byMeterMs: Math.max(0, (issue.powerEvent.endMaxAt ?? now) - run.startedAt),
  }
}

/** The run the side panel is about: the one of the running clock, else the newest. */
export function runInView(issue: Pick<IssueDetail, 'clock' | 'clocks'>): ClockRunView | undefined {
  return issue.clocks.find(({ clock, stoppedAt }) => clock === issue.clock && stoppedAt === null) ?? issue.clocks.at(-1)
}
