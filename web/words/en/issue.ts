import type { IssueStory } from '../../issues/issue-facts.ts'
import { clockTime } from '../../lib/time.ts'
import { type Phrase, toned } from '../phrase.ts'
import type { Words } from '../words.ts'
import { actionEffects, actionNames, actionsDone } from './issue-actions.ts'
import { issues } from './issues.ts'
import { many, time } from './time.ts'

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function outage(f: IssueStory, power: NonNullable<IssueStory['power']>): Phrase {
  const agency = f.agency?.nameEn ?? 'The agency'
  const head = power.endAt
    ? `Without power for ${time.between(power.minMs, power.maxMs)}, back at ${clockTime(power.endAt)}; \n`
    : `Without power for ${time.running(power.maxMs)}, not back yet; \n`
  if (f.repliedAt !== null && f.evidenced === 'contradicts')
    return [head, `${agency} replied at ${clockTime(f.repliedAt)}, `, toned('attn', 'the meter says otherwise'), '.']
  if (f.repliedAt !== null && f.evidenced === 'supports')
    return [head, `${agency} replied at ${clockTime(f.repliedAt)}, the meter agrees.`]
  if (f.repliedAt !== null) return [head, `${agency} replied at ${clockTime(f.repliedAt)}.`]
  return [head, `${issues.progress(f)}.`]
}

function sentence(f: IssueStory): Phrase {
  if (f.power) return outage(f, f.power)
  if (f.isFinal) return [`${capital(issues.progress(f))}.`]
  const due = issues.due(f, f.now)
  const word = { ...due, text: capital(due.text) }
  const head = f.dueAt === null ? [] : [due.tone === 'calm' ? word.text : word, '; \n']
  return [...head, `${f.dueAt === null ? capital(issues.progress(f)) : issues.progress(f)}.`]
}

export const issue: Words['issue'] = {
  sentence,
  round: (round) => `round ${round}`,
  handledBy: (agency) => `with ${agency}`,
  notDispatched: 'not dispatched',
  master: (number) => `merged into ${number}`,
  glyph: (said) =>
    [
      said.replied ? 'replied' : 'no reply',
      {
        none: 'resolution not stated',
        yes: 'agency says resolved',
        partly: 'agency says partly',
        planned: 'date promised',
        no: 'agency says impossible',
      }[said.resolved] ?? said.resolved,
      {
        not_asked: 'merchant not asked',
        asked: 'merchant asked',
        yes: 'merchant confirms',
        no: 'merchant denies',
        no_answer: 'no answer',
      }[said.confirmed] ?? said.confirmed,
      { none: 'no evidence', supports: 'evidence agrees', contradicts: 'evidence disagrees' }[said.evidenced] ??
        said.evidenced,
    ].join(', '),
  facts: {
    replied: 'Replied',
    repliedBy: 'the agency says',
    noReply: 'No reply yet',
    noReplyWhy: (agency) => (agency ? `waiting for ${agency}` : 'not dispatched yet'),
    repliedMeta: (agency, round) => `${agency}, round ${round}`,
    resolved: 'Resolved',
    resolvedBy: 'the agency holds',
    resolvedValue: {
      none: 'Not stated',
      yes: '“Resolved”',
      partly: '“Partly resolved”',
      planned: '“Date promised”',
      no: '“Cannot be done”',
    },
    resolvedNote: { none: 'comes with the reply', other: 'the agency’s own word, not closed', final: 'closed' },
    confirmed: 'Confirmed',
    asked: (count) => `${many(count, 'merchant')} asked`,
    notAsked: 'Merchants not asked yet',
    notAskedWhy: (count) => (count > 0 ? `${count} reported it, asked after the reply` : 'no merchant reported it'),
    yes: (count) => `${count} say solved`,
    no: (count) => `${count} say not`,
    noAnswer: (count) => (count > 0 ? `${count} did not answer, which is not a yes` : 'all answered'),
    waitingAnswer: 'Nobody has answered',
    evidenced: 'Evidence',
    noEvidence: 'No evidence',
    noEvidenceWhy: 'no confirmed reading bears on it',
    notYet: 'compared once power is back',
    supports: 'agrees with the reply',
    contradicts: 'disagrees with the reply',
    back: (at) => `Power back at ${at}`,
    stillOut: 'Still without power',
    grade: (device) => `measured by ${device}`,
    claimed: (at) => `Replied ${at}`,
    meterBack: (at) => `Meter: ${at}`,
    meterOut: 'Meter: still out',
    apart: (duration) => `${duration} apart`,
    apartPlain: 'they disagree',
  },
  chart: {
    title: 'Voltage',
    lowest: (phases) => (phases > 1 ? 'The lowest phase' : 'The supply'),
    every: (duration) => `one reading every ${duration}; shorter dips are not seen`,
    cutBetween: (from, to) => `It went between ${from} and ${to}`,
    out: (duration) => `out ${duration}`,
    replied: (at) => `reply ${at}`,
    thenVolts: (volts) => `meter then ${volts} V`,
    dip: (volts) => `dip ${volts}`,
    summary: (f) =>
      `Lowest phase from ${f.from} to ${f.to}: fell at ${f.start}, ${f.end === null ? 'not back' : `back at ${f.end}`}${f.reply === null ? '' : `; reply at ${f.reply}`}`,
    none: 'No voltage readings in this stretch',
  },
  timeline: {
    title: 'What happened',
    roles: {
      reporter: 'Merchant',
      operator: 'Desk',
      agency: 'Agency',
      supervisor: 'Supervisor',
      system: 'System',
      edge: 'Meter',
    },
    stateSaid: {
      received: 'opened',
      answered: 'answered directly',
      dispatched: 'dispatched',
      returned: 'returned',
      signed: 'signed',
      handling: 'merchant contacted, in hand',
      waiting_reporter: 'asked the merchant for more',
      suspended: 'suspended',
      replied: 'replied',
      follow_up: 'follow-up begun',
      dissatisfied: 'says not solved',
      confirmed: 'says solved',
      closed: 'closed',
      not_accepted: 'not accepted',
      merged: 'merged into another issue',
      withdrawn: 'withdrawn',
    },
    kinds: {},
    joined: 'another merchant reported it and joined',
    meterDown: 'no voltage',
    meterBack: 'voltage back',
    contradicts: 'the meter disagrees with the reply',
    supports: 'the meter agrees with the reply',
    answered: (said) => `answered “${said}”`,
    yes: 'solved',
    no: 'not solved',
    dispatchedTo: (agency) => `dispatched to ${agency}`,
    signedBy: (person) => `signed, ${person} in charge`,
    replied: (text) => `replied “${text}”`,
    note: (text) => `: ${text}`,
    late: 'limit reached, not done',
    empty: 'Nothing yet',
  },
  reports: {
    title: 'Merchants on it',
    count: (count) => String(count),
    none: 'No merchant reported it.',
    noneWhy: 'The meter opened this issue; reports will join it.',
    place: 'Stall',
    text: 'Words',
    telephone: 'Telephone',
    answer: 'Answer',
    answers: { not_asked: 'not asked', asked: 'no answer', yes: 'solved', no: 'not solved', no_answer: 'no answer' },
    noPlace: 'no stall given',
    noText: 'no words',
    more: (count) => `${count} more`,
  },
  clocks: {
    title: 'Clocks',
    names: { accept: 'Accept', sign: 'Sign', handle: 'Handle', follow_up: 'Follow up' },
    limit: (rule, amount) =>
      rule === 'B'
        ? `${amount} business min`
        : rule === 'C'
          ? time.duration(amount * 60_000)
          : many(amount, 'working day'),
    limitOf: (clock, limit) => `${clock}: ${limit}`,
    used: (duration) => duration,
    running: 'running',
    due: (at) => `due ${at}`,
    byReply: (duration) => `by the reply ${duration}`,
    byMeter: (duration) => `by the meter ${duration}`,
    provisional: 'provisional, holidays not published yet',
    none: 'No clock runs now',
    promised: (at) => `Merchants were promised ${at}`,
    over: (duration) => `late ${duration}`,
    picture: (text) => `Clock: ${text}`,
  },
  actions: {
    title: 'What you can do',
    names: actionNames,
    effects: actionEffects,
    done: actionsDone,
    none: 'Nothing for you to do now.',
    turn: (who) => `${who}.`,
  },
  dialog: {
    title: (action, about) => `${action}: ${about}`,
    reachedLabel: 'Reached?',
    followUpChoices: { phone_page: 'phone link', telephone: 'telephone', window: 'at the window' },
    agency: 'To whom',
    pickAgency: 'choose an agency',
    reason: 'Why',
    dispatchReason: 'Why this one (not needed when the service says so)',
    person: 'Who is in charge',
    note: 'Whom you reached and what was said',
    reached: 'reached',
    notReached: 'not reached',
    text: 'Words for the merchant',
    resolved: 'Is it solved?',
    resolvedChoices: { yes: 'solved', partly: 'partly', planned: 'date promised', no: 'cannot be done' },
    plannedOn: 'Date promised',
    reasonCode: 'Cause',
    reasonHint: 'a few words, such as “cable joint failed”',
    explanation: 'It disagrees with the meter: say why',
    explanationWhy: 'The meter still shows no power. Without an explanation it is refused.',
    followUpChannel: 'How',
    answer: 'What the merchant says',
    answerChoices: { yes: 'solved', no: 'not solved' },
    answerText: 'In their words',
    master: 'Into which one',
    mergeNone: 'Nothing of the same service is open here',
    required: 'needed',
  },
  clash: {
    sentence: (action) => [toned('attn', 'Somebody was faster'), `; “${action}” has not happened.`],
    opened: 'When you opened it',
    now: 'Now',
    yours: 'As you want it',
    state: 'State',
    agency: 'Agency',
    keep: 'Keep it as it is now',
    again: 'Do it all the same',
    notAllowed: 'This step is no longer open.',
  },
  share: { copy: 'Copy the number' },
}
