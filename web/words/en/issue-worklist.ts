import { type Mark, toned } from '../phrase.ts'
import type { worklist as zh } from '../zh/issue-worklist.ts'

export const worklist: typeof zh = {
  title: 'Work list',
  sentence: ({ late, desk, near, nearestAt, isOfficer }) => {
    if (late + desk + near === 0) return ['Nothing is late, nothing is close, nothing waits for you.']
    const parts: (string | Mark)[] = []
    if (late > 0) parts.push(toned('late', `${late} late`))
    if (desk > 0) parts.push(parts.length > 0 ? ', ' : '', `${desk} waiting for ${isOfficer ? 'us' : 'my decision'}`)
    if (near > 0)
      parts.push(parts.length > 0 ? '; ' : '', `${near} close${nearestAt === null ? '' : `, the next at ${nearestAt}`}`)
    return [...parts, '.']
  },
  ownAgency: (agency) => `Only those of ${agency} are listed.`,
  ask: { see: 'Show ', of: ', ', issues: ' issues, ', at: ', ', by: ', sorted by ', sorted: '.', with: ', saying ' },
  total: (count, isMore) => (isMore ? ` ${count} first, there are more.` : ` ${count} in all.`),
  turn: {
    any: 'anybody’s turn',
    label: 'Whose turn',
    choices: {
      desk_agency: 'mine and the agencies’',
      desk: 'my turn',
      agency: 'the agencies’ turn',
      reporter: 'waiting for merchants',
    },
    officer: {
      desk_agency: 'ours and the desk’s',
      agency: 'our turn',
      desk: 'the desk’s turn',
      reporter: 'waiting for merchants',
    },
  },
  group: {
    desk: 'My turn',
    agency: 'The agencies’ turn',
    reporter: 'Waiting for merchants',
    paused: 'Paused',
    officerAgency: 'Our turn',
    officerDesk: 'The desk’s turn',
    note: (count, isMore) => (isMore ? `more than ${count}` : String(count)),
    late: 'remind the late ones first',
    none: 'none',
    more: 'List more',
  },
  states: {
    open: 'not archived',
    late: 'late',
    very_late: 'very late',
    near: 'close to due',
    paused: 'paused',
    all: 'all',
    finished: 'finished',
  },
  level: {
    label: 'Supervision',
    any: 'any supervision',
    choices: { 1: 'reminded', 2: 'with written notice', 3: 'named on the list' },
  },
  consultation: {
    label: 'Consultation',
    any: 'any consultation',
    choices: { listed: 'listed for consultation', planned: 'with a plan', struck_off: 'struck off' },
  },
  more: 'More filters',
  text: 'Words in it',
  textHint: 'Words, place, number',
  sorts: { due: 'what is due first', received: 'newest first' },
  column: { last: 'Latest', pick: 'Pick' },
  paused: (until) => `until ${until}`,
  suspended: (until) => `until ${until}`,
  households: (count) => (count === 1 ? '1 merchant' : `${count} merchants`),
  returned: (count) => (count === 1 ? 'Returned once' : `Returned ${count} times`),
  provisional: 'provisional',
  when: (clock, daysAgo, day) => (daysAgo === 0 ? clock : daysAgo === 1 ? 'yesterday' : day),
  contradicts: 'reply and meter disagree',
  legend: 'Above: replied, resolved. Below: confirmed, evidenced. A slash: they disagree',
  keys: {
    move: 'up, down',
    open: 'open',
    answer: 'answer',
    dispatch: 'dispatch',
    merge: 'merge',
    pick: 'pick',
    all: 'all keys',
  },
  cannot: (action) => `“${action}” is not open for this one now.`,
  reading: 'Opening',
  bulk: {
    picked: (count) => `${count} picked`,
    none: 'Pick none',
    apply: (action, count) => `${action}: ${count}`,
    title: (action, count) => `${action}: ${count === 1 ? '1 issue' : `${count} issues`}?`,
    cause: 'One by one, each with its own event; one that fails does not stop the others.',
    done: (good, bad) => (bad === 0 ? `All ${good} are done.` : `${good} are done, ${bad} are not.`),
    result: (number, text) => `${number}: ${text}`,
    ok: 'done',
    reasons: {
      stale: 'somebody changed it first, left as it is',
      changed_meanwhile: 'somebody is changing it, left as it is',
      not_allowed_now: 'not open to this step now',
      forbidden: 'not yours to do',
      not_found: 'not there, or not yours to see',
      invalid: 'something is missing',
      unknown_reference: 'there is no such agency',
    },
    left: 'Those not done stay picked.',
    failed: 'not done',
  },
  filters: {
    title: 'Kept filters',
    save: 'Keep this filter',
    name: 'Name',
    saved: (name) => `“${name}” is kept`,
    remove: (name) => `Remove “${name}”`,
    removed: (name) => `“${name}” is removed`,
    none: 'None is kept yet.',
  },
  allIssues: 'See all issues',
  empty: 'Nothing is up here.',
}
