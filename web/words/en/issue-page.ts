import type { page as zh } from '../zh/issue-page.ts'

const times = (count: number, one: string): string => (count === 1 ? `${one} once` : `${one} ${count} times`)

export const page: typeof zh = {
  tags: {
    secret: 'Secret',
    test: 'Test',
    erased: 'Texts erased after their retention',
    consultation: {
      listed: 'Listed for consultation',
      planned: 'In consultation',
      struck_off: 'Struck off the consultation',
    },
  },
  levels: { 0: 'No supervision', 1: 'Reminded', 2: 'Written notice', 3: 'Named on the monthly list' },
  repeatOf: (number) => `Repeats ${number}`,
  parentOf: (number) => `Part of ${number}`,
  spot: (name) => `Scanned at ${name}`,
  obstacles: {
    not_accepted: 'Not accepted',
    overdue: 'Overdue',
    extra_papers: 'Extra papers asked for',
    sent_elsewhere: 'Sent elsewhere',
    attitude: 'Attitude',
  },
  counters: ({ returns, transfers, reworks, reopenings }) =>
    [
      returns > 0 ? times(returns, 'returned') : '',
      transfers > 0 ? times(transfers, 'transferred') : '',
      reworks > 0 ? times(reworks, 'handled again') : '',
      reopenings > 0 ? times(reopenings, 'reopened') : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  review: 'Review of the whole process',

  rework: {
    name: 'Have it done again',
    effect: 'Dispatched once more, handling time counted anew; what the last round was late stays on record.',
  },
  redispatch: { name: 'Dispatch anew', effect: 'Another agency gets it at once and has to sign for it; say why.' },
  more: (count) => `More (${count})`,
  moreWhy: 'Seldom used, or decided by somebody else',
  doneAt: (what, at) => `${at} ${what}`,

  clocks: {
    paused: (until) => `Stands still, goes on ${until}`,
    pausedFor: (kind, from, to) => `${kind}: ${from} to ${to}`,
    raw: (at) => `without pauses ${at}`,
    kinds: { waiting_reporter: 'Waiting for the merchant', suspension: 'Suspended', extension: 'Extended' },
    moved: (before, after) => `Due moved from ${before} to ${after}`,
    stoppedBy: (duration) => `took ${duration}`,
    late: 'late',
    stopped: 'stopped',
    provisional: 'Provisional',
    provisionalWhy:
      'The due lies after the last published year: Monday to Friday count. It is counted anew once the year is published, and merchants are told if it moves later.',
    earlier: (count) => (count === 1 ? 'The round before' : `${count} rounds before`),
    round: (round) => `Round ${round}`,
    picture: ({ clock, from, due, state }) => `${clock} from ${from} to ${due}, ${state}`,
    promise: 'Promised',
    promiseKept: (at) => `by ${at}`,
    workingDays: (days) => (days === 1 ? '1 working day' : `${days} working days`),
    minutes: (minutes) => `${minutes} working minutes`,
    reason: 'Reason',
    basis: 'Basis',
  },

  handling: {
    title: 'Who handles it',
    person: 'In charge',
    noPerson: 'Not named yet',
    contactDue: 'First contact',
    contacted: (at) => `Reached at ${at}`,
    notContacted: (at) => `Due ${at}`,
    contactLate: (at) => `Was due ${at}, not made`,
    planned: 'Promised date',
    telephone: 'Telephone',
  },
  frozen: {
    title: 'Settled at receipt',
    promise: 'What will be done',
    promiseNote: 'As promised when it was taken down; later changes of the service do not touch it',
    answers: 'The merchant also said',
  },

  requests: {
    title: 'To be decided',
    kinds: { extension: 'Extension', suspension: 'Suspension', closing: 'Closing', exclusion: 'Exclusion' },
    asked: (who, at) => `Asked for by ${who}, ${at}`,
    until: (at) => `until ${at}`,
    whose: (place) => `Leaves out the answer of ${place}`,
    statuses: { open: 'Open', approved: 'Approved', refused: 'Refused', withdrawn: 'Taken back', lapsed: 'Lapsed' },
    decided: (who, at) => `${who}, ${at}`,
    own: 'You asked for it: somebody else decides.',
    basis: (text) => `Basis: ${text}`,
  },
  questions: {
    title: 'Asked of merchants',
    asked: (at, limit) => `Asked ${at}, answer by ${limit}`,
    whom: (place) => `To ${place}`,
    anybody: 'To whoever answers first',
    waiting: 'Waiting',
    outcomes: { answered: 'Answered', dropped: 'Dropped', not_received: 'Not answered in time' },
    answer: (text) => `Answer: “${text}”`,
  },
  papers: {
    title: 'Papers',
    none: 'Neither photos nor papers.',
    count: (count) => String(count),
    from: (who) => who,
    merchant: 'Merchant',
    hidden: 'Hidden',
    add: 'Add a file',
    sent: (name) => `${name} is up`,
    size: (bytes) =>
      bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`,
    noName: 'No name',
    tooLarge: (megabytes) => `Larger than ${megabytes} MB: cannot be sent.`,
    wrongType: 'Only photos (JPG, PNG, WebP) and PDF.',
    hide: 'Hide',
    show: 'Show again',
    hideWhy: 'Why it is hidden',
    showWhy: 'Why it is shown again',
    hideCause: 'Nobody else sees it; the original stays, and the history says so.',
    showCause: 'Everybody who sees this issue sees it again.',
  },
  parts: {
    title: 'Parts',
    none: 'Nothing was given to others.',
    lead: 'The whole',
  },
  referrals: {
    title: 'Referrals',
    statuses: {
      sent: 'Sent',
      accepted: 'Accepted',
      declined: 'Declined',
      helped: 'Helped',
      not_helped: 'Could not help',
      lapsed: 'No outcome in time',
    },
    limit: (at) => `Outcome by ${at}`,
  },
  notices: {
    title: 'Reminders and notices',
    rungs: {
      reminder: 'Reminder before due',
      sign_overdue: 'Signature overdue',
      written: 'Written notice',
      listed: 'Named on the monthly list',
      manual: 'Reminder by hand',
    },
    copied: (agency) => `copied to ${agency}`,
    waits: (at) => `Leaves ${at}, in working hours`,
    sent: (at) => `Sent ${at}`,
    read: (who, at) => `Read by ${who}, ${at}`,
    unread: 'Not read yet',
    acknowledge: 'I have read it',
    acknowledged: 'Receipt given',
  },
  consultation: {
    title: 'Consultation',
    statuses: { listed: 'Listed', planned: 'Planned', struck_off: 'Struck off' },
  },
  knowledge: { title: 'Answered from' },

  usualReasons: {
    not_done: 'Nothing was done',
    half_done: 'Only half was done',
    came_back: 'It came back',
    not_understood: 'The reply is not understood',
    too_slow: 'Done, but too slowly',
  },

  reports: {
    grade: (grade) => `grade ${grade}`,
    excluded: 'left out of the rates',
    left: 'left',
    primary: 'reporter',
    contact: 'See the number',
  },
}
