import { toned } from '../phrase.ts'
import type { review as zh } from '../zh/issue-review.ts'

export const review: typeof zh = {
  title: 'Review',
  of: (title) => `${title}: the whole process`,
  back: 'Back to the issue',
  print: 'Print',
  sentence: ({ total, longest, longestBy, rounds, lateSteps, isOpen }) => [
    isOpen ? `${total} so far` : `${total} in all`,
    rounds > 1 ? `, in ${rounds} rounds` : '',
    longest === null ? '' : `; longest with ${longestBy}, ${longest}`,
    ...(lateSteps > 0
      ? ['; ', toned('late', lateSteps === 1 ? '1 step late' : `${lateSteps} steps late`)]
      : ['; nothing late']),
    '.',
  ],
  asOf: (at) => `Steps still open are counted to ${at}`,
  holders: { desk: 'Desk', agency: 'Agency', reporter: 'Merchant', nobody: 'Elsewhere, or the archive' },
  totals: 'In whose hands, and how long',
  byHolder: (holder, time, share) => `${holder} ${time}, ${share}`,
  rounds: 'Rounds',
  round: (round) => `Round ${round}`,
  roundSaid: ({ from, to, promised, replied, resolved }) =>
    [
      `from ${from}${to === null ? '' : ` to ${to}`}`,
      promised === null ? '' : `promised by ${promised}`,
      replied === null ? 'no reply' : `replied ${replied}`,
      resolved,
    ]
      .filter((part) => part !== '')
      .join('; '),
  resolved: {
    none: 'nothing said about the outcome',
    yes: 'said to be solved',
    partly: 'said to be partly solved',
    planned: 'a date was promised',
    no: 'said to be impossible',
  },
  steps: 'Step by step',
  column: {
    from: 'From',
    state: 'Step',
    holder: 'In hands of',
    working: 'Working time',
    wall: 'By the clock',
    paused: 'Paused',
    clock: 'Clocks',
    what: 'What happened',
  },
  working: (minutes) => {
    const hours = Math.floor(minutes / 60)
    if (minutes < 60) return `${minutes} min`
    return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  },
  still: 'still here',
  noPause: '',
  late: 'late',
  inTime: 'in time',
  running: 'running',
  provisional: 'provisional',
  begunBy: (who) => `by ${who}`,
  pause: (kind, from, to, reason) => `${kind}: ${from} to ${to}${reason === '' ? '' : `, ${reason}`}`,
  notice: (rung, sent, read) => `${rung}, sent ${sent}, ${read === null ? 'not read' : `read ${read}`}`,
  evidence: 'What the sensors said',
  evidenceSaid: { none: 'nothing', supports: 'it agrees', contradicts: 'it disagrees' },
  claims: { problem: 'about the outage', resolution: 'about the reply' },
  noEvidence: 'No confirmed reading has anything to say.',
  counters: 'There and back',
  level: (level) => `Supervision reached: ${level}`,
  noCounters: 'No return, transfer, second handling or reopening.',
}
