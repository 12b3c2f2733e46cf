/** How each figure is computed, for everybody: its name, and the rule in plain words. */
export const howWords: readonly (readonly [string, string])[] = [
  [
    'In general',
    'Test issues are in no figure. Every figure is counted anew from the log of the issues and opens them. Without a denominator nothing is said; below 30 only “n of m”; from 30 on with the 95 % range (Wilson interval).',
  ],
  [
    'Answered directly',
    'Of those received: answered by the desk in the first round and never dispatched. Not accepted and merged ones are out. By receipt.',
  ],
  [
    'Signed in time',
    'Once for each dispatch: signed no later than the signing due, of those signed or past it. Returned, sent elsewhere, merged or withdrawn before the due are out. By dispatch.',
  ],
  [
    'Handled in time',
    'The first reply of the first round no later than what the merchant was promised. The denominator also holds what was dispatched, open and past its promise at the end of the period. Direct answers and provisional dues are out. A pause moves the promise only if the merchant was told; “pauses counted” is as if nothing had ever been paused. For supply, a second reading takes the later of the reply and the confirmed return.',
  ],
  ['Agencies in time', 'Each against its own handling due after its signature; what it gave back is out.'],
  [
    'Completed',
    'Of those to be handled: answered by the cut-off. Not accepted, merged and withdrawn are out. By receipt.',
  ],
  [
    'Contacted',
    'Dispatched issues of which a person reached the merchant within the limit. Automatic messages and calls in vain do not count. Withdrawn and merged before the limit are out. By the first dispatch.',
  ],
  [
    'Solved',
    'Of the follow-ups answered: “solved”. Unanswered, unasked, and those two persons left out do not count. By answer.',
  ],
  ['Satisfied', 'Grades of 3 (fair) or better of five. Ungraded ones are out. By answer.'],
  ['Follow-ups answered', 'Of those sent or called: answered. By sending.'],
  [
    'Returned, transferred, handled again',
    'Returns by dispatch; issues that moved to another agency after the first dispatch, co-handling out; issues handled again after an answer.',
  ],
  [
    'Repeated',
    'The same place or person with the same service within 90 days after a reply. “Me too” reports are not issues.',
  ],
  ['Times', 'Within which half and nine of ten clocks stopped, each by its own rule, pauses out; running ones apart.'],
  [
    'Evidence disagrees',
    'Of replies that say “solved”: a sensor confirms the opposite. Without a usable reading they are out.',
  ],
  [
    'Identical replies',
    'Equal to a reply to another issue within 180 days, without spaces, punctuation, digits, dates and courtesies.',
  ],
  ['Last-moment replies', 'Of replies within the limit: in its last 5 %.'],
  ['Back within 7 days', 'Dissatisfied or reopened within 7 days of the reply.'],
  [
    'Withdrawals checked',
    'One in ten (at least 5 a month) of those withdrawn, merged or not accepted is called: did anybody press? Those not reached are out.',
  ],
  ['Left out', 'Of the answers: those two persons agreed to leave out of solved and satisfied; the share is public.'],
  ['Answered from knowledge, came back', 'Direct answers from an entry that were dissatisfied or reopened later.'],
]
