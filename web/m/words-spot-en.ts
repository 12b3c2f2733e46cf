import type { words as chinese } from './words-spot-zh.ts'

/** The English words of “couldn't get it done”, key for key those of `words-spot-zh.ts`. */
export const words: typeof chinese = {
  title: 'Could not get it done',
  lead: (spot) => `Could not get it done at ${spot}? One tap is enough. No account, no name`,
  windowAt: (spot, site) => `${spot}, ${site}`,
  what: 'What stopped you',
  obstacles: {
    not_accepted: 'They would not take it',
    overdue: 'It is overdue',
    extra_papers: 'They wanted more papers',
    sent_elsewhere: 'They sent me elsewhere',
    attitude: 'They were rude',
  },
  papers: 'By the rules this takes only:',
  noPapers: 'This code lists no papers; write which one they wanted.',
  paper: 'Which one they wanted besides',
  paperHint: 'For example: the landlord’s identity card',
  isListed: 'This one is on the official list and is needed. If there is another, write it below.',
  text: 'In your words (optional)',
  textHint: 'For example: three visits already',
  telephone: 'Telephone (optional)',
  telephoneHint: 'If you want a call back',
  pick: 'Pick one first',
  due: (deadline) => `Reported now, an answer comes ${deadline}; passed on twice, the service bureau takes over`,
  send: 'Report it',
  gone: 'This code is out of use',
  goneWhy: 'Scan another one, or tell the help desk.',
  elsewhere: 'Report something else',
}
