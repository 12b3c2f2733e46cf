import { clockTime } from '../../lib/time.ts'
import type { Phrase } from '../phrase.ts'
import { toned } from '../phrase.ts'
import type { IntakeStory, intake as zh } from '../zh/intake.ts'
import { time } from './time.ts'

function sentence(f: IntakeStory): Phrase {
  if (f.stop) return [toned('attn', f.stop.text), ` Send them here: ${f.stop.where}.`]
  if (f.join) {
    const { title, sinceAt, receivedAt } = f.join
    const head = sinceAt === null ? title : `${title}, ${time.running(f.now - sinceAt)}`
    return [toned('late', head), `: taken down at ${clockTime(receivedAt)}, this call joins it.`]
  }
  if (f.planned)
    return [
      `${f.site ?? 'The place'} is in an announced outage: `,
      toned('attn', 'nothing to dispatch'),
      ', read the words aloud.',
    ]
  if (f.service === null) return ['Write down what they say.']
  if (f.best === 'answer') return [`${f.service}: the knowledge base has an answer.`]
  const what = f.site === null ? f.service : `${f.service} at ${f.site}`
  if (f.agency) return [`${what}: nobody reported it yet. A new issue goes to ${f.agency}.`]
  return [`${what}: nobody reported it yet. A new issue waits for the desk.`]
}

const ASK: Record<IntakeStory['toAsk'][number], string> = {
  site: 'Which market and stall are you at?',
  service: 'What is it about?',
  since: 'Since when?',
  neighbours: 'Do your neighbours have power?',
}
const MISSING: Record<IntakeStory['toAsk'][number], string> = {
  site: 'where',
  service: 'what',
  since: 'since when',
  neighbours: 'whether the neighbours have power',
}

function read(f: IntakeStory): Phrase {
  const by = (at: number | null): Phrase =>
    at === null
      ? ['We will ask you when it is done.']
      : ['It will be done by ', toned('calm', time.due(at, f.now)), ', and we will ask you then.']
  if (f.stop) return [f.stop.text, ' ', toned('calm', f.stop.where)]
  if (f.join) {
    const { sinceAt, receivedAt, isDispatched, agency, nth, expectedAt } = f.join
    return [
      ...(sinceAt === null ? [] : ['Your place lost power at ', toned('calm', clockTime(sinceAt)), '. ']),
      isDispatched && agency ? `${agency} was told at ` : 'It was taken down at ',
      toned('calm', clockTime(receivedAt)),
      '. You are number ',
      toned('calm', `${nth}`),
      ', there is no need to call again. ',
      ...by(expectedAt),
    ]
  }
  if (f.planned)
    return [
      'This is an announced outage, ',
      toned('calm', `${clockTime(f.planned.fromAt)} to ${clockTime(f.planned.untilAt)}`),
      `: ${f.planned.reason}. Call again if power is not back by then.`,
    ]
  if (f.toAsk.length > 0) return [f.toAsk.map((code) => ASK[code]).join(' ')]
  if (f.best === 'answer' && f.entryWords) return [f.entryWords]
  return ['It is written down', f.agency ? ` and goes to ${f.agency} now. ` : '. ', ...by(f.expectedAt)]
}

const units = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

export const intake: typeof zh = {
  title: 'New issue',
  sentence,
  read,
  channels: { telephone: 'Telephone', window: 'Window', web: 'Web' },
  channel: 'How it came in',
  text: 'What the caller says',
  textHint: 'In their own words',
  counted: (left) => `${left} characters left`,
  asked: (codes) =>
    codes.length === 0 ? 'Nothing left to ask' : `Still worth asking: ${codes.map((code) => MISSING[code]).join(', ')}`,
  secret: 'Secret',
  test: 'A test, counted nowhere',
  how: { chosen: 'chosen', typed: 'heard', caller: 'from an earlier call', none: '' },
  opens: (at, now) =>
    `Outside hours; the desk opens ${time.due(at, now)}. Urgent matters are taken and sent all the same`,
  who: {
    label: 'Who',
    nobody: 'No name given',
    telephone: 'Telephone to call back',
    name: 'Name',
    none: 'No telephone',
    earlier: (count) => (count === 0 ? 'First call' : units(count, 'earlier report')),
  },
  where: {
    label: 'Where',
    site: 'Market or place',
    place: 'Stall or shop',
    nowhere: 'Not heard yet',
    none: 'No particular place',
    line: (line, others) =>
      others.length === 0 ? line : `${line}, with ${others[0]}${others.length > 1 ? ' and others' : ''}`,
    noLine: 'No supply line on record',
  },
  what: { label: 'What', service: 'Service', nothing: 'Not heard yet', kind: (kind, limit) => `${kind}, ${limit}` },
  limit: (rule, amount) =>
    rule === 'A'
      ? units(amount, 'working day')
      : rule === 'C' && amount % 60 === 0
        ? units(amount / 60, 'hour')
        : units(amount, 'minute'),
  since: {
    label: 'Since',
    time: 'Since when',
    unknown: 'Not said',
    rough: (at) => `about ${at}`,
    meter: 'seen by a meter',
    agrees: (said) => `They say ${said}: it agrees`,
    differs: (said) => `They say ${said}: it does not agree`,
    said: 'as they say',
    together: 'Neighbours too',
    alone: 'Only they',
    noNeighbours: 'Neighbours not asked',
  },
  similar: {
    title: 'Open',
    count: (all, same) =>
      all === 0
        ? 'nothing open here'
        : same === 0
          ? `${all} close by, none the same`
          : `${all} close by, ${same} probably the same`,
    relation: (relation, reports) =>
      ({
        same: `same place and matter, ${reports}`,
        same_line: 'same supply line, elsewhere',
        same_place: 'same place, another matter',
        recent: 'closed in the last 14 days',
      })[relation] ?? '',
  },
  planned: {
    title: 'Planned outages',
    none: (site) => (site === null ? 'known once the place is' : `none at ${site} in 30 days`),
    some: (count) => `${count} in 30 days`,
    span: (fromAt, untilAt, now) => `${time.due(fromAt, now)} to ${clockTime(untilAt)}`,
    whole: (line) => `all of ${line}`,
  },
  supply: {
    title: (site) => `${site} now`,
    absent: (at) => `without power since ${at}`,
    present: 'with power',
    noMeter: 'no meter, not known',
    unknown: 'the meter is silent, not known',
    picture: (site, from, words) => `${from} until now, ${site}: ${words}`,
  },
  knowledge: {
    title: 'Knowledge',
    none: 'no entry on this matter yet',
    expired: 'Expired: not to be answered from',
    reviewDue: (on) => `Was to be reviewed on ${on}`,
    use: 'Answer from it',
    open: 'Full text and law',
  },
  rule: {
    head: (place, what) => `A new issue fires line ${place}: ${what}`,
    version: (version) => `catalogue version ${version}, first match wins`,
    place: (place) => `Line ${place}`,
    to: {
      agency: (name) => `to ${name}`,
      answer: 'answer at once',
      desk: 'the desk decides',
      as: 'look up as another service',
    },
    automatic: 'automatic',
    hit: (why) => `matches${why === '' ? '' : `: ${why}`}`,
    missed: (why) => `no match: ${why}`,
    notReached: 'not reached',
    rest: (target) => `whatever is left: ${target}`,
    empty: 'Who gets it is known once the matter is',
    yes: {
      kind: 'kind',
      service: 'service',
      area: 'place',
      channel: 'channel',
      hours: 'hours',
      days: 'day',
      words: 'words',
      planned_outage: 'planned outage',
      evidence: 'meter',
    },
    no: {
      kind: 'another kind',
      service: 'another service',
      area: 'another place',
      channel: 'another channel',
      hours: 'another time of day',
      days: 'another kind of day',
      words: 'none of the words',
      planned_outage: 'planned outage differs',
      evidence: 'the meter says otherwise',
    },
  },
  readTo: 'Read out',
  ways: {
    title: 'How it ends',
    join: (number) => `Join ${number}`,
    joinWhy: (nth) => `Kept as report ${nth} in their own words; they are asked themselves when it is done.`,
    answer: 'Answer directly',
    answerWhy: (entry) =>
      entry
        ? `Answered from ${entry}, sent to nobody, followed up within 1 working day. For questions only.`
        : 'Answered here and sent to nobody; the words become a proposed entry.',
    dispatch: (agency) => `New issue for ${agency}`,
    keep: 'New issue for the desk',
    dispatchWhy: (place, expected) =>
      `${place === null ? '' : `By line ${place} of the catalogue. `}${expected === null ? '' : `Counted from now, due ${expected}.`}`,
    elsewhere: 'Another agency',
    sending: 'Writing it down',
  },
  answering: {
    text: 'The answer',
    title: 'No entry fits: a title for the new one',
    plannedTitle: 'What to say in a planned outage',
    send: 'Answered, write it down',
    back: 'Do not answer',
  },
  elsewhere: {
    agency: 'Which agency',
    reason: 'Why not by the catalogue',
    pick: 'Choose an agency',
    send: 'Dispatch',
    back: 'By the catalogue',
  },
  guide: {
    stop: 'This belongs elsewhere',
    where: (where) => `Send them here: ${where}`,
    anyway: 'It can be taken down all the same',
    risk: 'Danger first',
    promise: 'What is promised',
    questions: 'Also ask',
    yes: 'Yes',
  },
  repeat: (number) => `Replied to within 90 days: ${number}. It will count as a repeat.`,
  call: {
    title: 'This call',
    spent: (seconds) => (seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`),
    left: (seconds) => `${seconds} s of reading left`,
    picture: (spent) => `The call has lasted ${spent}`,
    start: 'answered',
    now: 'now',
    minute: (minutes) => `${minutes} min`,
    place: 'place known',
    found: 'same one found',
    reading: 'read',
  },
  drafts: {
    title: (count) => `${units(count, 'unfinished draft')}`,
    open: (words, at) => `${words || 'Telephone only'}, ${at}`,
    saved: (at) => `Draft kept at ${at}`,
    none: 'Kept as a draft once written',
    drop: 'Discard',
  },
  bar: {
    used: (spent) => `${spent} used`,
    promised: (at) => `promised ${at}`,
    picture: (from, to) => `${from} to ${to}`,
  },
  keys: {
    to: 'to',
    change: 'correct',
    best: 'end the first way',
    another: 'join another',
    secret: 'secret',
    leave: 'keep draft and leave',
  },
  change: (pane) => `Correct: ${pane}`,
  need: {
    service: 'Say what it is about',
    place: 'Give the market or the stall',
    text: 'Write one sentence of theirs',
    title: 'Give the entry a title',
    reason: 'Say why',
    agency: 'Choose an agency',
    question: 'This one must be answered',
  },
  progress: (row) => row.number.slice(-4),
  quoted: (words) => `“${words}”`,
}
