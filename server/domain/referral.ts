/** How far a hand-over to a third party is; the last four are its ends. */
export type ReferralStatus = 'sent' | 'accepted' | 'declined' | 'helped' | 'not_helped' | 'lapsed'

const NEXT: Readonly<Record<ReferralStatus, readonly ReferralStatus[]>> = {
  sent: ['accepted', 'declined', 'helped', 'not_helped', 'lapsed'],
  accepted: ['declined', 'helped', 'not_helped', 'lapsed'],
  declined: [],
  helped: [],
  not_helped: [],
  // What came in after the limit still counts.
  lapsed: ['helped', 'not_helped', 'declined'],
}

/** Whether a hand-over may go from one status to another. */
export const referralMayBecome = (from: ReferralStatus, to: ReferralStatus): boolean => NEXT[from].includes(to)

/** An end says in words what happened. */
export const needsOutcome = (status: ReferralStatus): boolean => NEXT[status].length === 0
