import type { Mark } from '../phrase.ts'
import { toned } from '../phrase.ts'
import type { knowledge as zh } from '../zh/knowledge.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const day: (typeof zh)['day'] = (on, year) => {
  const [y, month, date] = on.split('-').map(Number)
  return `${date} ${MONTHS[(month ?? 1) - 1]}${y === year ? '' : ` ${y}`}`
}

const dates: (typeof zh)['dates'] = (entry, year) => {
  if (entry.status === 'proposed') return toned('hold', 'waits for publication')
  if (entry.status === 'retired') return toned('hold', 'retired')
  if (entry.isExpired && entry.validUntilOn)
    return toned('late', `expired ${day(entry.validUntilOn, year)}, not to be answered from`)
  if (entry.isReviewDue && entry.reviewOn) return toned('attn', `review was due ${day(entry.reviewOn, year)}`)
  return toned('calm', entry.reviewOn ? `review by ${day(entry.reviewOn, year)}` : 'no review date')
}

const sentence: (typeof zh)['sentence'] = ({ published, stale, expired, proposed }) => {
  const waiting = proposed > 0 ? [`; ${proposed} waiting for publication`] : []
  if (published === 0 && proposed === 0) return ['No knowledge yet.']
  if (stale === 0 && expired === 0) return [`${published} entries in use, none past its review date`, ...waiting, '.']
  const parts: (string | Mark)[] = []
  if (expired > 0) parts.push(toned('late', `${expired} expired`), ', ')
  if (stale > 0) parts.push(toned('attn', `${stale} due for review`), ', ')
  return [...parts, `${published} in use`, ...waiting, '.']
}

const missing = {
  agencyId: 'an owner agency',
  legalBasis: 'a legal basis',
  reviewOn: 'the next review date',
  validUntilOn: 'a validity that has not passed',
}
const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

export const knowledge: typeof zh = {
  title: 'Knowledge',
  tabs: { label: 'Pages of knowledge', knowledge: 'Knowledge', notes: 'My notes', templates: 'Templates' },
  day,
  dates,
  sentence,
  ask: { see: 'See what is ', of: ', for ', service: ', of ', agency: '.' },
  scope: 'Which ones',
  scopes: {
    published: 'in use',
    stale: 'due for review',
    expired: 'expired',
    proposed: 'proposed',
    retired: 'retired',
    all: 'there at all',
  },
  anyService: 'every service',
  anyAgency: 'every agency',
  service: 'Service',
  agency: 'Agency',
  find: 'Search the knowledge',
  findHint: 'outage, loan, K-0412',
  add: 'Propose an entry',
  none: 'An answer without an entry proposes one; a table is taken by: npm run cli -- import knowledge FILE',
  noneFound: 'No such entry. Use other words, or see all of them.',
  seeAll: 'See all',
  next: 'Next page',
  first: 'First page',
  column: { entry: 'Entry', agency: 'Agency', service: 'Service', dates: 'Review', use: 'Used', id: 'Number' },
  use: (count, back) =>
    count === 0 ? 'never used' : back === 0 ? times(count) : `${times(count)}, came back ${times(back)}`,
  useLong: (count, back) => {
    if (count === 0) return 'Nothing was answered from it yet.'
    if (back === 0) return `Answered from ${times(count)}, none came back.`
    const share = count < 30 ? '' : ` (${Math.round((back / count) * 100)} %)`
    return `Answered from ${times(count)}, ${back} came back${share}: not satisfied, or reopened.`
  },
  entry: {
    back: 'Knowledge',
    plainWords: 'Plain words',
    body: 'Text',
    legalBasis: 'Legal basis',
    duties: 'Who does what',
    validUntil: 'Valid until',
    noEnd: 'no end given',
    review: 'Review',
    source: 'Came from',
    by: (name, at) => `${name}, ${at}`,
    noBody: 'No text.',
    proposed: 'Not published yet: nothing may be answered from it.',
    missing: (fields) => `Before it can be published it needs ${fields.map((field) => missing[field]).join(', ')}.`,
    edit: 'Edit',
    publish: 'Publish',
    reviewed: 'Reviewed',
    retire: 'Retire',
    keep: 'Keep as a note',
    kept: 'Kept in your notes.',
    nextReview: 'Next review',
    reviewTitle: 'Reviewed: it still holds',
    reviewHow: 'Text and basis were checked and have not changed.',
    publishTitle: 'Publish this entry',
    publishHow: 'The desk answers from it once it is published.',
    retireTitle: 'Retire this entry',
    retireHow: 'Nobody can answer from it any more; earlier answers keep their words.',
    reason: 'Why',
    versions: (count) => `Changed ${times(count)}`,
    version: (n, by, at) => `Version ${n}, until ${by} changed it ${at}`,
    somebody: 'the system',
    reasons: { published: 'published', reviewed: 'reviewed' },
  },
  form: {
    newTitle: 'Propose an entry',
    newHow: 'It is published once agency, legal basis and review date are there.',
    editTitle: (id) => `Edit ${id}`,
    title: 'Title in one sentence',
    titleHint: 'As a caller would say it: how do I report an outage',
    plainWords: 'Plain words',
    plainWordsHint: 'Read to the caller: what to do comes first',
    body: 'Text',
    bodyHint: 'Conditions, papers, steps; for the desk',
    legalBasis: 'Legal basis',
    legalBasisHint: 'Which document, which article',
    duties: 'Who does what',
    service: 'Service',
    noService: 'any',
    agency: 'Owner agency',
    noAgency: 'not known yet',
    validUntil: 'Valid until',
    review: 'Next review',
    reason: 'What changed',
    reasonHint: 'So that others understand the versions',
    save: 'Save',
    cancel: 'Leave it',
    saved: 'Saved.',
  },
  notes: {
    sentence: (count) => [count === 0 ? 'No notes yet.' : `${count} notes that only you can see.`],
    none: 'Press s on an entry to keep it; or write one yourself.',
    noneFound: 'No such note.',
    find: 'Search the notes',
    text: 'Write one',
    textHint: 'A telephone, a window, the point of it',
    add: 'Keep',
    edit: 'Edit',
    save: 'Save',
    cancel: 'Leave it',
    remove: 'Delete',
    removed: 'Deleted.',
    undo: 'Keep it after all',
    from: 'From',
  },
  templates: {
    sentence: (count, off) => [
      count === 0
        ? 'No templates yet.'
        : off === 0
          ? `${count} templates.`
          : `${count} templates, ${off} switched off.`,
    ],
    find: 'Search the templates',
    purpose: 'Used for',
    anyPurpose: 'any use',
    purposes: {
      reply: 'reply',
      answer: 'direct answer',
      question: 'question',
      return: 'return',
      not_accepted: 'refusal',
      explanation: 'new explanation',
    },
    outcome: 'It says',
    anyOutcome: 'fits all',
    outcomes: { yes: 'done', partly: 'partly done', planned: 'dated', no: 'not done' },
    service: 'Service',
    anyService: 'every service',
    title: 'Name',
    text: 'Words on the page',
    textHint: 'Write {到期日} where something is filled in; 编号 地点 摊位 事项 单位 到期日 今天 fill themselves in',
    smsText: 'Words of the short message',
    smsHint: 'Empty: the text above; at most 134 characters',
    sortKey: 'Order',
    sortHint: 'Smaller comes first',
    isActive: 'In use',
    off: 'off',
    placeholders: (names) => `To fill in: ${names.join(', ')}`,
    add: 'Add a template',
    edit: 'Edit',
    save: 'Save',
    cancel: 'Leave it',
    none: 'No templates yet. Keep what you often say, and it goes into a reply with one click.',
    noneFound: 'No such template.',
    all: 'Also those switched off',
  },
}
