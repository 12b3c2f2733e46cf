import { createSignal } from 'solid-js'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { get, post } from '../lib/api.ts'
import { named, w } from '../lib/i18n.ts'
import { Choice } from '../ui/Field.tsx'
import { Reasoned } from './Reasoned.tsx'
import { words } from './words.ts'

const NEXT = {
  sent: ['accepted', 'declined', 'helped', 'not_helped'],
  accepted: ['helped', 'not_helped'],
} as const
type Status = (typeof NEXT)['sent'][number]

/** What came of a hand-over; an end says in words what happened. */
export const ReferralStep = (props: {
  issue: IssueDetail
  referral: IssueDetail['referrals'][number]
  onDone: (issue: IssueDetail) => void
  onClose: () => void
}) => {
  const said = () => words().page.referrals.statuses
  const open = () => (props.referral.status === 'accepted' ? NEXT.accepted : NEXT.sent)
  const [status, setStatus] = createSignal<Status>(open()[0])
  async function send(outcome: string): Promise<Refusal | null> {
    const path = `/issues/${props.issue.id}/referrals/${props.referral.id}/status`
    const answer = await post<unknown>(path, { status: status(), outcome }, props.referral.version)
    const shown = answer.ok ? await get<IssueDetail>(`/issues/${props.issue.id}`) : answer
    if (!shown.ok) return shown.problem
    props.onDone(shown.value)
    return null
  }
  return (
    <Reasoned
      title={w().common.list([words().forms.referralStep, named(props.referral.party)])}
      action={words().forms.referralStep}
      causes={[w().issue.actions.effects.referral]}
      label={words().forms.referralOutcome}
      isOptional={status() === 'accepted'}
      onSend={send}
      onClose={props.onClose}
    >
      <Choice
        label={words().forms.referralStatus}
        name="referral-status"
        value={status()}
        options={open().map((value) => ({ value, label: said()[value] ?? value }))}
        onChange={setStatus}
      />
    </Reasoned>
  )
}
