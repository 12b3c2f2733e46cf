import type { SupervisionWords } from '../../supervision/words.ts'

const cases = (count: number): string => (count === 1 ? '1 issue' : `${count} issues`)

export const supervision: SupervisionWords = {
  title: 'Supervision',
  consultations: 'Consultation ledgers',
  sentence: (f) => {
    if (f.late + f.unsigned === 0)
      return f.near === 0
        ? ['Nothing is late or nearly late.']
        : ['Nothing is late; ', { tone: 'attn', text: `${cases(f.near)} nearly` }, '.']
    const worst = f.worst === null ? '' : `; most at ${f.worst}: ${f.worstCount}`
    const unsigned = f.unsigned > 0 ? `, ${f.unsigned} dispatched and not signed for` : ''
    return [{ tone: 'late', text: `${cases(f.late)} late` }, `${unsigned}${worst}.`]
  },
  byAgency: 'Who holds what',
  byAgencySentence: (count) => (count === 0 ? 'No agency holds anything back' : `${count} with something due`),
  desk: 'The desk',
  load: { agency: 'Agency', late: 'Late', unsigned: 'Not signed', near: 'Nearly late', oldest: 'Earliest due' },
  only: (agency) => `Only ${agency}`,
  allAgencies: 'All agencies',
  lists: {
    late: 'Late',
    sign_overdue: 'Dispatched, not signed for',
    nearly_late: 'Nearly late',
    rungs: 'Rungs reached',
    contradictions: 'Said done, the meter says not',
    not_solved: 'Another merchant says not solved',
    came_back: 'Back within seven days',
    identical: 'The very same reply',
    last_moment: 'Replied at the last moment',
  },
  why: {
    late: 'Earliest due first',
    sign_overdue: 'Remind, or dispatch elsewhere',
    nearly_late: 'From 80 % of the limit',
    rungs: 'Highest level first',
    contradictions: 'The reply says solved, the readings do not',
    not_solved: 'Not the reporter, but one who joined',
    came_back: 'Dissatisfied or reopened within seven days of the reply',
    identical: 'Sent with a reason in the last 30 days',
    last_moment: 'In the last 5 % of the limit, in the last 30 days',
  },
  count: (count, isMore) => (isMore ? `more than ${count} issues` : cases(count)),
  all: (count) => `All ${count}`,
  back: 'Back to supervision',
  none: 'None of these',
  nothing: 'There is nothing here now.',
  dueAt: (at) => `due ${at}`,
  signBy: (at) => `to be signed for by ${at}`,
  levels: ['', 'Level 1: reminded', 'Level 2: written', 'Level 3: listed'],
  rungs: {
    reminder: 'Reminder',
    sign_overdue: 'Reminder to sign',
    written: 'Written notice',
    listed: 'Monthly list',
    manual: 'Reminder by hand',
  },
  noticeWaits: (rung, at) => `${rung} leaves ${at}`,
  noticeRead: (rung) => `${rung} read`,
  noticeUnread: (rung, at) => `${rung} sent ${at}, not read`,
  sameAs: (number) => `as on ${number}`,
  sameAsForeign: 'as on another agency’s',
  hours: (hours) => (hours < 48 ? `${Math.max(1, Math.round(hours))} h later` : `${Math.floor(hours / 24)} days later`),
  usedShare: (percent) => `${percent} % used`,
  remind: 'Remind',
  remindTitle: (title) => `Remind: ${title}`,
  remindCause: (agency) => `Goes to ${agency}, in its working time; whether it was read is kept.`,
  remindText: 'What you tell them',
  redispatch: 'Dispatch elsewhere',
  requests: {
    title: 'Requests to decide',
    sentence: (count) => (count === 1 ? '1 waits for you' : `${count} wait for you`),
    kinds: { extension: 'Extension', suspension: 'Suspension', closing: 'Closing', exclusion: 'Exclusion' },
    until: (at) => `until ${at}`,
    by: (who) => `asked by ${who}`,
    approve: 'Approve',
    refuse: 'Refuse',
    reason: 'Why (needed to refuse)',
    own: 'Your own request: somebody else decides',
    causes: {
      extension: 'Moves the due and the promise; the old due is kept.',
      suspension: 'Stops the handling clock until that day; it goes on by itself.',
      closing: 'Closes the issue; the merchant is told the reason.',
      exclusion: 'Leaves this answer out of the rates; the share of exclusions is published.',
    },
    refuseCause: 'The clock goes on; whoever asked is told.',
  },
  calls: {
    title: 'Call-backs to make',
    why: 'One in ten a month, at least five: did anybody press them?',
    sentence: (count) => (count === 0 ? 'All made' : `${count} to make`),
    causes: { withdrawn: 'Withdrawn', merged: 'Merged', not_accepted: 'Not accepted' },
    reason: (text) => `Written then: ${text}`,
    record: 'Record',
    recordTitle: (title) => `Call-back: ${title}`,
    recordCause: 'It stands in the issue’s history; where somebody was pressed it can be reopened.',
    outcome: 'What came of it',
    outcomes: { no_pressure: 'No pressure', pressure: 'Pressed', unreachable: 'Not reached' },
    note: 'What was said (needed if pressed)',
    reopen: 'Reopen',
    reopenTitle: (title) => `Reopen: ${title}`,
    reopenCause: 'It starts anew with a new promise; the last lead agency is told.',
    reopenReason: 'Why it is reopened',
    draw: (f) => `${f.month}: ${f.drawn} of ${cases(f.population)}, seed ${f.seed.slice(0, 8)}`,
    seedWhy: 'The same seed and list give the same draw, whoever draws',
  },
  notices: {
    title: 'Notices received',
    sentence: (f) =>
      f.unread > 0
        ? [{ tone: 'attn', text: `${f.unread} not read` }, '; say that you read it, and they know.']
        : [f.count === 0 ? 'No notices have come.' : 'All of them are read.'],
    unread: 'Not read',
    read: (who, at) => `read by ${who} ${at}`,
    copied: (agency) => `to ${agency}, a copy to you`,
    sent: (at) => `sent ${at}`,
    receipt: 'I read it',
  },
  consultation: {
    sentence: (f) => {
      if (f.listed + f.planned === 0) return ['The ledgers are empty.']
      const late = f.late > 0 ? [{ tone: 'late' as const, text: `${f.late} past the date` }, '; '] : []
      const listed =
        f.listed > 0 ? [{ tone: 'attn' as const, text: `${f.listed} without a plan` }] : ['all have a plan']
      return [...late, ...listed, `, ${f.planned} planned.`]
    },
    listed: 'Not yet planned',
    planned: 'Planned',
    struckOff: 'Struck off in the last 180 days',
    noListed: 'Nothing waits for a plan. What recurs or goes round and round is listed on the first of each month.',
    noPlanned: 'No plan is under way.',
    noStruckOff: 'Nothing has been struck off.',
    cluster: 'Cluster now',
    clustered: (f) =>
      f.consultations === 0 ? 'Nothing new.' : `${f.consultations} matters, ${cases(f.issues)} in them.`,
    reasons: {
      listed: 'returned, re-handled or passed on again and again',
      recurring: 'recurs within 90 days',
      repeats: 'comes back after a reply',
      reworks: 're-handled twice or more',
      by_hand: 'put here by hand',
    },
    issues: (count) => cases(count),
    more: (count) => `${count} more`,
    counters: (f) =>
      [
        f.returns > 0 ? `returned ${f.returns}×` : '',
        f.transfers > 0 ? `passed on ${f.transfers}×` : '',
        f.reworks > 0 ? `re-handled ${f.reworks}×` : '',
      ]
        .filter((one) => one !== '')
        .join(', '),
    repeat: 'a repeat',
    lead: (agency) => `${agency} leads`,
    due: (on) => `by ${on}`,
    late: (on) => `past ${on}`,
    since: (at) => `listed ${at}`,
    plan: 'Plan',
    replan: 'Change the plan',
    planTitle: (title) => `Consultation: ${title}`,
    planCause: 'The lead agency sees it; its issues are marked as planned.',
    leadAgency: 'Lead agency',
    chooseAgency: 'Choose one',
    dueOn: 'Done by',
    planText: 'Treatment plan',
    strikeOff: 'Strike off',
    strikeOffTitle: (title) => `Strike off: ${title}`,
    strikeOffCause: 'It leaves the ledgers for good; its issues are marked as struck off.',
    strikeOffReason: 'On what grounds (what was seen on site)',
    struck: (who, at) => `struck off by ${who} ${at}`,
    entry: 'Make it knowledge',
    entryTitle: (title) => `Knowledge from: ${title}`,
    entryCause: 'Starts as a proposal, published after another look; the plan becomes its duties.',
    entryName: 'Title',
    plainWords: 'In plain words, for merchants',
    legalBasis: 'Legal basis (optional)',
    entryOf: (title) => `Knowledge: ${title}`,
    required: 'Required',
  },
}
