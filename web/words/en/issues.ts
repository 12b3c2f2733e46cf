import type { IssueRow } from '../../../server/wire/issues.ts'
import { type Due, farFromDue } from '../../lib/due.ts'
import { type Mark, toned } from '../phrase.ts'
import type { Words } from '../words.ts'
import { common } from './common.ts'
import { many, time } from './time.ts'

const agencyOf = (row: Pick<IssueRow, 'agency'>): string => row.agency?.nameEn ?? 'the agency'

function progress(row: Pick<IssueRow, 'state' | 'agency' | 'channel'>): string {
  const agency = agencyOf(row)
  switch (row.state) {
    case 'received':
      return row.channel === 'edge' ? 'opened by the meter, not dispatched' : 'not dispatched'
    case 'dispatched':
      return `sent to ${agency}, not signed`
    case 'returned':
      return `returned by ${agency}`
    case 'signed':
      return `signed by ${agency}`
    case 'handling':
      return `${agency} is on it`
    case 'waiting_reporter':
      return 'waiting for the merchant'
    case 'suspended':
      return 'suspended by approval'
    case 'answered':
      return 'answered, to be followed up'
    case 'replied':
      return `${agency} replied`
    case 'follow_up':
      return 'merchant asked, no answer yet'
    case 'dissatisfied':
      return 'merchant says not solved'
    case 'confirmed':
      return 'merchant says solved'
    default:
      return common.states[row.state]
  }
}

function due(row: Due, now: number): Mark {
  if (row.state === 'waiting_reporter') return toned('hold', 'paused')
  if (row.state === 'suspended') return toned('hold', 'suspended')
  const far = farFromDue(row, now)
  if (!far) return toned('calm', 'no limit')
  const amount = far.days === null ? time.running(far.ms) : many(far.days, 'working day')
  if (row.dueAt !== null && far.isLate) return toned('late', `late ${amount}`)
  const tone = row.dueAt === null ? 'calm' : row.light >= 3 ? 'late' : row.light === 2 ? 'attn' : 'calm'
  return toned(tone, `${far.isLate ? time.running(0) : amount} left`)
}

export const issues: Words['issues'] = {
  title: 'Issues',
  progress,
  due,
  dueOn: (at, now) => `due ${time.due(at, now)}`,
  turn: (who) =>
    ({
      desk: 'The desk’s turn',
      agency: 'The agency’s turn',
      reporter: 'Waiting for the merchant',
      system: 'Waiting for the system',
      nobody: 'Nothing left to do',
    })[who],
  sentence: (f) => {
    if (f.count === 0) return ['There are no such issues.']
    const parts: (string | Mark)[] = []
    if (f.late > 0) parts.push(toned('late', `${f.late} late`), ', ')
    if (f.near > 0) parts.push(toned('attn', `${f.near} close`), ', ')
    if (f.desk > 0) parts.push(`${f.desk} for the desk to decide, `)
    return [...parts, f.hasMore ? `${f.count} on this page.` : `${f.count} in all.`]
  },
  ask: { see: 'Show ', of: '', at: ', ', sorted: ', ', end: '.' },
  filter: {
    state: 'State',
    site: 'Place',
    service: 'Service',
    agency: 'Agency',
    sort: 'Order',
    anySite: 'every place',
    anyService: 'every service',
    anyAgency: 'every agency',
    inState: (state) => state,
    states: { open: 'open', late: 'late', all: 'all' },
    sorts: { due: 'soonest due first', received: 'newest first' },
  },
  column: {
    due: 'Clock',
    used: 'Used',
    dueOn: 'Due',
    issue: 'Issue',
    facts: 'Facts',
    state: 'State',
    agency: 'Agency',
    reports: 'Merchants',
    number: 'Number',
    received: 'Received',
  },
  usedShare: (percent) => `${percent}% of the limit used`,
  toDispatch: 'to dispatch',
  reports: (count) => many(count, 'merchant'),
  next: 'Next page',
  first: 'First page',
  empty: 'No issues yet. The first will come from one of these:',
  emptyFiltered: 'There are no such issues. Try other words.',
  clear: 'Show what is open',
  from: {
    telephone: 'Telephone',
    telephoneHow: 'press n during the call; one sentence is enough',
    telephoneGo: 'Record one',
    phone: 'Phone page',
    phoneHow: 'merchants scan the code in their market',
    phoneGo: 'Print a code',
    meter: 'Meter',
    meterHow: 'an outage opens an issue by itself',
    meterGo: 'See the nodes',
  },
  legend: 'top: replied, resolved · bottom: confirmed, evidence · stroke: they disagree',
  legendKeys: { move: 'move', open: 'open' },
}
