import type { SupplyReason } from '../../../server/domain/supply.ts'
import { clockTime } from '../../lib/time.ts'
import type { SiteStory } from '../../sites/site-facts.ts'
import { type Phrase, toned } from '../phrase.ts'
import type { Words } from '../words.ts'
import { many, time } from './time.ts'

const reasons: Record<SupplyReason, string> = {
  no_meter: 'no meter',
  no_data: 'no reading yet',
  silent: 'silent',
  known_dead: 'the node went offline',
  sensor_invalid: 'the meter is faulty',
  meter_present: 'the meter sees voltage',
  meter_zero: 'the meter sees none',
  meter_disagrees: 'instruments disagree',
  phase_lost: 'a phase is lost',
  zero_on_mains: 'no voltage, but the meter lives on it too',
  ups_on_battery: 'the UPS is on battery',
  ups_on_mains: 'the UPS is on mains',
  nodes_silent_together: 'several mains-powered nodes went silent together',
}

function today(f: SiteStory): Phrase {
  if (f.value === 'absent')
    return [
      toned('late', `Without power for ${time.running(f.lastingMs)}`),
      `${f.sinceAt === null ? '' : `, since ${clockTime(f.sinceAt)}`}, \n${f.grade === 'confirmed' ? 'confirmed by the meter' : 'no second witness yet'}.`,
    ]
  if (f.value === 'unknown')
    return f.hasNode
      ? [
          toned('hold', `Supply unknown${f.sinceAt === null ? '' : ` for ${time.running(f.lastingMs)}`}`),
          ', not counted as an outage.',
        ]
      : ['No node here: the supply is not known.']
  if (f.dips > 0) return [toned('attn', `${many(f.dips, 'voltage dip')} today`), ', no interruption.']
  return ['Power on, not interrupted today.']
}

function sentence(f: SiteStory): Phrase {
  const head = today(f)
  if (f.interruptions === 0 || f.value === 'absent') return head
  const stopped = `${many(f.interruptions, 'interruption')} today, ${time.exact(f.interruptedMs)} in all`
  if (f.value === 'present')
    return [
      toned('late', stopped),
      f.backAt === null ? ', power on now.' : `, \nback at ${clockTime(f.backAt)}, power on now.`,
    ]
  return [...head.slice(0, -1), `, not counted as an outage; \n${stopped}.`]
}

export const sites: Words['sites'] = {
  title: 'Power',
  reason: (supply) => (reasons as Record<string, string>)[supply.reason] ?? supply.reason,
  reasons,
  sentence,
  count: (count) => many(count, 'place'),
  merchants: (count) => many(count, 'merchant'),
  nodeLink: (name) => `node: ${name}`,
  line: (name) => name,
  column: {
    supply: 'Now',
    site: 'Place',
    kind: 'Kind',
    since: 'Since',
    issue: 'Issue',
    day: 'Today',
    stopped: 'Interrupted',
    nodes: 'Nodes',
  },
  stopped: (count, duration) => (count === 0 ? '0' : `${count}, ${duration}`),
  emptyTitle: 'No places yet.',
  emptyDo: 'Add one in the settings, then give it a node.',
  emptyGo: 'Add a place',
  voltage: {
    title: 'Voltage by phase',
    note: (f) =>
      `${many(f.interruptions, 'interruption')}, ${many(f.dips, 'dip')}; the grey band is normal, ${f.low} to ${f.high} V`,
    summary: (f) =>
      `Voltage of ${many(f.phases, 'phase')} from ${f.from} to ${f.to}: ${many(f.interruptions, 'interruption')}, ${many(f.dips, 'dip')}`,
    verdict: 'Verdict',
    none: 'No voltage readings in this stretch. ',
    noneWhy: (reason) => `Why: ${reason}.`,
    dip: (volts) => `dip ${volts}`,
    out: (duration) => `out ${duration}`,
    unknown: (duration) => `unknown ${duration}`,
    ranges: { hour: '1 h', quarter: '6 h', day: 'today', full: '24 h' },
    range: 'Stretch',
    column: { at: 'Time', phase: 'Phase', low: 'Lowest', high: 'Highest' },
  },
  lens: {
    shortest: (duration) => `At least ${duration},`,
    longest: (duration) => `at most ${duration}`,
    running: (duration) => `Out for ${duration}, not back yet`,
    note: (period) => `One reading every ${period}: it went and came between two of them. Shorter dips are not seen.`,
    cut: 'Went',
    back: 'Back',
    cutWithin: (duration) => `within these ${duration}`,
    backWithin: (duration) => `within these ${duration}`,
    unbounded: 'out when metering began',
    notYet: 'not back yet',
    picture: (what, from, to) => `${what} between ${from} and ${to}`,
  },
  events: {
    title: 'Interruptions and dips',
    none: 'Neither interruption nor dip in this stretch.',
    column: {
      kind: 'What',
      when: 'When',
      duration: 'How long',
      residual: 'Lowest',
      phase: 'Phase',
      device: 'Meter',
      evidence: 'Evidence',
      issue: 'Issue',
    },
    running: 'running',
    before: (at) => `before ${at}`,
    atMost: (duration) => `at most ${duration}`,
    open: 'open',
  },
  issues: {
    title: 'Issues here',
    open: (count) => `${count} open`,
    none: 'Nothing open here.',
    all: 'All issues',
    recent: 'Closed lately',
  },
  nodes: { title: 'Nodes here', none: 'No node yet.', go: 'Add a node' },
  neighbours: { title: 'On the same line', of: (line) => line, none: 'No other place on this line' },
  poster: {
    title: 'Code for merchants',
    why: 'Hang it in the market: merchants scan it and report, without an account.',
    print: 'Print',
    heading: 'No power? A problem? Scan and tell us',
    steps: 'Three taps and a sentence; no account, no name.',
    orOpen: 'or open',
    picture: (site) => `QR code to report at ${site}`,
  },
}
