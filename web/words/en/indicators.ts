import type { Exclusion, Rate } from '../../../server/domain/kpi.ts'
import type { Figure, StageTime } from '../../../server/wire/kpis.ts'
import type { Mark, Phrase } from '../phrase.ts'
import { toned } from '../phrase.ts'
import type { indicators as zh } from '../zh/indicators.ts'

const percent = (share: number): string => `${Math.round(share * 100)}%`

const reasons: Record<Exclusion, string> = {
  test: 'test issues',
  imported: 'imported old ones',
  not_accepted: 'not accepted',
  merged: 'merged',
  withdrawn: 'withdrawn',
  returned: 'returned',
  redispatched: 'sent elsewhere unsigned',
  direct_answer: 'answered directly',
  provisional: 'due date provisional',
  no_promise: 'promise not on record',
  co_handling: 'co-handling',
  no_answer: 'no answer',
  not_asked: 'could not be asked',
  not_graded: 'not graded',
  two_persons: 'left out by two persons',
  me_too: '“me too” reports',
  stale: 'no usable reading',
  unreachable: 'not reached',
  running: 'still running',
}

const names: Record<Rate, string> = {
  received: 'Received',
  direct_handle: 'Answered directly',
  'direct_handle.consult': 'Answered directly: questions',
  'direct_handle.help': 'Answered directly: requests for help',
  'direct_handle.complaint': 'Answered directly: complaints',
  'direct_handle.report': 'Answered directly: reports',
  'direct_handle.suggestion': 'Answered directly: suggestions',
  direct_back: 'Came back after a direct answer',
  sign_on_time: 'Signed in time',
  handle_on_time: 'Handled in time',
  'handle_on_time.raw': 'Handled in time, pauses counted',
  'handle_on_time.supply': 'Handled in time, by the return of supply',
  handle_agency: 'Handled in time, by each agency’s own limit',
  'handle_agency.raw': 'By own limit, pauses counted',
  completion: 'Completed',
  response: 'Contacted',
  unreached: 'Called in vain',
  resolution: 'Solved',
  satisfaction: 'Satisfied',
  grade_five: 'Full marks',
  follow_up_answer: 'Follow-ups answered',
  return: 'Returned',
  retransfer: 'Transferred again',
  transfer_twice: 'Transferred twice or more',
  rework: 'Handled again',
  repeat: 'Repeated',
  evidence_conflict: 'Evidence disagrees',
  identical: 'Identical replies',
  last_moment: 'Last-moment replies',
  paused: 'Pauses',
  seven_day: 'Back within 7 days',
  withdrawal_check: 'Withdrawals checked',
  exclusion_share: 'Left out',
  entry_come_back: 'Answered from knowledge, came back',
}

const counted: Partial<Record<Rate, (n: number, of: number) => string>> = {
  direct_handle: (n, of) => `${n} of ${of} taken up were answered without dispatch`,
  direct_back: (n, of) => `${n} of ${of} direct answers were not enough`,
  sign_on_time: (n, of) => `${n} of ${of} dispatches were signed in time`,
  handle_on_time: (n, of) => `${n} of ${of} first replies came in time`,
  handle_agency: (n, of) => `${n} of ${of} signed issues were replied to within the agency’s limit`,
  completion: (n, of) => `${n} of ${of} to be handled were answered by the cut-off`,
  response: (n, of) => `${n} of ${of} dispatched were contacted by a person in time`,
  resolution: (n, of) => `${n} of ${of} merchants who answered say it is solved`,
  satisfaction: (n, of) => `${n} of ${of} grades are “fair” or better`,
  follow_up_answer: (n, of) => `${n} of ${of} asked have answered`,
  return: (n, of) => `${n} of ${of} dispatches were given back`,
  retransfer: (n, of) => `${n} of ${of} dispatched issues moved to another agency`,
  rework: (n, of) => `${n} of ${of} answered issues were handled again`,
  repeat: (n, of) => `${n} of ${of} received came again within 90 days; less is better`,
  entry_come_back: (n, of) => `${n} of ${of} answers from a knowledge entry were not enough`,
}

const bases: Record<Figure['basis'], string> = {
  receipt: 'by receipt',
  dispatch: 'by dispatch',
  reply: 'by reply',
  answer: 'by answer',
  sending: 'by sending',
  call_back: 'by call-back',
  stop: 'by stop',
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const month = (name: string): string => MONTHS[Number(name.slice(5, 7)) - 1] ?? ''
const monthDay = (on: string): string => `${Number(on.slice(8))} ${month(on)}`

function period(from: string, to: string, year: string): string {
  const isYear = from.endsWith('-01-01') && to.endsWith('-12-31') && from.slice(0, 4) === to.slice(0, 4)
  if (isYear) return from.slice(0, 4) === year ? 'this year' : from.slice(0, 4)
  if (from.slice(0, 7) === to.slice(0, 7) && from.endsWith('-01') && Number(to.slice(8)) >= 28)
    return from.slice(0, 4) === year ? month(from) : `${month(from)} ${from.slice(0, 4)}`
  return `${monthDay(from)} to ${monthDay(to)}`
}

export const indicators: typeof zh = {
  title: 'Indicators',
  percent,
  names,
  reasons,
  bases,
  period,
  month,
  counted: (kpi, n, of) => counted[kpi]?.(n, of) ?? `${n} of ${of}`,
  overdue: (count) => `; ${count} open and overdue at its end are in`,
  before: (rate) => `before: ${rate}`,
  leftOut: (items) => `Left out: ${items.map(({ reason, count }) => `${count} ${reasons[reason]}`).join(', ')}`,
  interval: (low, high) => `${Math.round(low * 100)}–${Math.round(high * 100)}`,
  few: (n, of) => `${n} of ${of}`,
  fewNote: 'too few for a rate',
  noData: 'nothing to count',
  open: 'Open these issues',
  openShort: 'Open',
  head: {
    rate: 'Rate',
    how: 'How it is counted',
    trend: (from, to, isLike) => `${from} to ${to}, ${isLike ? 'each 40 points high' : 'each with its floor'}`,
    other: 'The other side',
  },
  sentence: (f) => {
    if (f.of === 0) return ['Nothing was due in this period.']
    if (f.isFew || f.rate === null) return [`${f.n} of ${f.of} were handled in time: too few for a rate.`]
    const turn: (string | Mark)[] = []
    if (f.lastMoment !== null && f.lastMoment >= 0.08)
      turn.push(toned('attn', `but ${percent(f.lastMoment)} of the replies came at the last moment`))
    if (f.raw !== null && f.rate - f.raw >= 0.015)
      turn.push(
        turn.length > 0
          ? `; with pauses counted it is ${percent(f.raw)}`
          : toned('attn', `with pauses counted it is ${percent(f.raw)}`),
      )
    return turn.length > 0
      ? [`${percent(f.rate)} handled in time, `, ...turn, '.']
      : [`${percent(f.rate)} handled in time, and nothing looks made up.`]
  },
  ask: { see: 'Show', issues: 'issues, compared with', compare: '.', end: '' },
  pick: {
    period: 'Period',
    service: 'Service',
    agency: 'Agency',
    site: 'Site',
    compare: 'Compare with',
    allServices: 'all services',
    allAgencies: 'the district',
    allSites: 'all sites',
    comparisons: {
      since_january: 'the months before',
      previous: 'the period before',
      last_year: 'a year before',
      none: 'nothing',
    },
    thisYear: 'this year',
    lastYear: 'last year',
  },
  scope: (received, cutOff, tests) =>
    `${received} received, counted up to ${cutOff}${tests > 0 ? `; ${tests} test issues are out` : ''}. Small figures and grey bands are 95 % ranges.`,
  waiting: (count) => `${count} records are still to be counted; that happens by itself.`,
  trend: (name, months) =>
    `${name}: ${months.map((m) => `${month(m.month)} ${m.rate === null ? `${m.n} of ${m.of}` : percent(m.rate)}`).join(', ')}`,
  rawLine: 'dashed: pauses counted',
  other: {
    raw: (rate) => `With pauses counted, only ${rate}`,
    supply: (rate) => `By the return of supply: ${rate}`,
    lastMoment: (count) => `${count} replies at the last moment`,
    notReached: (asked, silent) => `${asked} asked, ${silent} did not answer`,
    conflict: (count) => `${count} called solved, the meter says no`,
    fullMarks: (name, count) => `${name}: all ${count} grades are 5`,
    unreached: (count) => `${count} called in vain count as not contacted`,
    again: (count, rate) => `${count} back within 7 days${rate ? `, ${rate}` : ''}`,
    returned: (returned, moved) => `${returned} returned, ${moved} transferred twice or more`,
    back: (count) => `${count} came back after a direct answer`,
    most: (name, count) => `Most at one place: ${name}, ${count}`,
    before: (rate) => `Before: ${rate}`,
  },
  agencies: {
    sentence: (count, lower, higher) => {
      if (count === 0) return ['No agency has 30 issues: who is better cannot be said.']
      const said: (string | Mark)[] = [
        ...(lower.length > 0 ? [toned('attn', `${lower.join(', ')} really below the district`)] : []),
        ...(higher.length > 0 ? [`${lower.length > 0 ? '; ' : ''}${higher.join(', ')} really above it`] : []),
      ]
      return said.length > 0
        ? [`Of ${count} agencies with 30 issues: `, ...said, '; the rest cannot be told apart.']
        : [`${count} agencies have 30 issues; they cannot be told apart.`]
    },
    column: { name: 'By number', onTime: 'In time', range: 'Rate; the line is its range', verdict: 'To the district' },
    verdicts: { few: 'too few', same: 'no difference', lower: 'below', higher: 'above' },
    fewRow: 'Below 30',
    few: (items) => `${items.map(({ name, n, of }) => `${name} ${n} of ${of}`).join(', ')}. Too few for a rate.`,
    district: (share) => `district ${Math.round(share * 100)}`,
    raw: (rate) => `pauses counted ${rate}`,
    note: 'Where the line crosses the district’s dashed one, nothing can be said. Agencies get different matters, so there are no ranks. Each by its own limit; what it gave back is out.',
    none: 'No agency replied in this period.',
  },
  checks: {
    sentence: (count) =>
      count > 0
        ? ['Were these figures made? ', toned('attn', `${count} things to look at`), '.']
        : ['Were these figures made? Nothing shows it.'],
    column: { what: 'Checked', found: 'Found', count: 'Count' },
    lastMoment: (count, most) =>
      `${count} replies in the last 5 % of the limit${most ? `, ${most.count} of them by ${most.name}` : ''}`,
    identical: (count) => `${count} word for word the reply to another issue`,
    conflict: (count) => `${count} called solved while the sensor says no`,
    paused: (count, beyond) => `${count} had their clock stopped; ${beyond} would be late without`,
    again: (count) => `${count} dissatisfied or reopened after the reply`,
    withdrawal: (asked, pressed) => `${asked} reached, ${pressed} say they were talked into it`,
    exclusion: 'Two persons must agree, each with a reason',
    provisional: 'Due date not official yet; not in the denominator',
    provisionalName: 'Provisional dues',
    items: (count) => `${count}`,
    note: 'Which rule, who looked at it and what was decided: open them.',
  },
  more: {
    title: 'The other rates',
    column: { rate: 'Rate', counted: 'How it is counted', percent: 'Share', before: 'Before' },
  },
  stages: {
    sentence: (f) =>
      f === null
        ? ['No clock has stopped in this period.']
        : [`From signature to reply: half within ${f.median}, nine of ten within ${f.p90}.`],
    names: {
      'stage.accept': 'Accept',
      'stage.sign': 'Sign',
      'stage.handle': 'Handle',
      'stage.follow_up': 'Follow up',
      'stage.all': 'All together',
    } satisfies Record<StageTime['kpi'], string>,
    column: {
      clock: 'Clock',
      median: 'Half within',
      p90: '9 of 10 within',
      count: 'Stopped',
      running: 'Running',
      before: 'Half, before',
    },
    note: 'Counted by each clock’s own rule: working days of 24 hours, opening minutes, or every minute for the 2 h and 24 h classes; pauses are out.',
    minutes: (minutes) => {
      if (minutes < 60) return `${minutes} min`
      if (minutes < 1_440) return `${Math.round(minutes / 6) / 10} h`
      return `${Math.round(minutes / 144) / 10} days`
    },
  },
  empty: 'No issues in this period.',
  emptyDo: 'Choose another period, or wait for the first issue.',
  csv: 'Download table',
  print: 'Print',
  numbers: 'Month by month',
  how: 'How each figure is computed',
  rows: {
    title: (name) => `${name}: the issues behind it`,
    sentence: (name, part): Phrase => [`${name}: ${part}.`],
    parts: { numerator: 'counted', rest: 'not counted', denominator: 'all', excluded: 'left out' },
    column: { issue: 'Issue', on: 'Counts on', agency: 'Agency', state: 'Step', why: 'How', number: 'Number' },
    yes: 'counted',
    no: 'not counted',
    overdue: 'open and overdue at the end',
    minutes: (text) => `took ${text}`,
    running: 'running',
    empty: 'There are no such issues.',
    own: 'Only issues you may see are listed; the figure is the district’s.',
    back: 'Back to indicators',
    next: 'Next page',
    first: 'First page',
  },
}
