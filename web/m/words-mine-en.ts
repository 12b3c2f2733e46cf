import type { words as chinese } from './words-mine-zh.ts'

/** The English words of all own reports, key for key those of `words-mine-zh.ts`. */
export const words: typeof chinese = {
  title: 'My reports',
  lead: (n) => `${n === 1 ? 'One report' : `${n} reports`} from this telephone in a year`,
  none: 'Nothing was reported from this telephone in a year.',
  ends: (deadline) => `This link works until ${deadline.replace(/^by /, '')}; give it to nobody`,
  revoke: 'I am done: end it now',
  revoked: 'Ended',
  badLink: 'This link has ended',
  badLinkWhy: 'The link to all reports works for 2 hours. Ask the desk, or 12345, for another.',
  states: {
    received: 'waits for the desk',
    answered: 'answered',
    dispatched: 'waits for the agency',
    returned: 'being sent again',
    signed: 'signed for',
    handling: 'being handled',
    waiting_reporter: 'waits for your answer',
    suspended: 'paused',
    replied: 'there is a reply',
    follow_up: 'asks whether it is fixed',
    dissatisfied: 'not fixed, sent again',
    confirmed: 'you said fixed',
    closed: 'closed',
    not_accepted: 'not accepted',
    merged: 'joined to another',
    withdrawn: 'withdrawn',
  },
}
