import { Show } from 'solid-js'
import type { IssueAction, IssueDetail } from '../../server/wire/issues.ts'
import { now } from '../lib/clock.ts'
import { Ask } from './Ask.tsx'
import { fillTemplate } from './fill-template.ts'
import { FORMS } from './forms.ts'
import { PaperDialog } from './PaperDialog.tsx'
import { Templates } from './Templates.tsx'

type Props = {
  issue: IssueDetail
  action: IssueAction
  onDone: (issue: IssueDetail) => void
  onClose: () => void
  onSeen: (issue: IssueDetail) => void
}

/** What a template of each step is for. */
const PURPOSE: Partial<Record<IssueAction, string>> = {
  reply: 'reply',
  answer: 'answer',
  question: 'question',
  explanation: 'explanation',
  return: 'return',
  refusal: 'not_accepted',
}
/** The field a template goes into, where that is not the text. */
const INTO: Partial<Record<IssueAction, string>> = { refusal: 'whereInstead', return: 'reason' }

/** The dialog of one step, whichever it is. */
export const ActionDialog = (props: Props) => {
  const action = props.action
  const purpose = PURPOSE[action]
  if (action === 'attachment') return <PaperDialog issue={props.issue} onDone={props.onDone} onClose={props.onClose} />
  return (
    <Ask
      issue={props.issue}
      action={action}
      spec={FORMS[action]}
      onDone={props.onDone}
      onClose={props.onClose}
      onSeen={props.onSeen}
      beside={(form) => (
        <Show when={purpose}>
          {(its) => (
            <Templates
              purpose={its()}
              serviceId={props.issue.service.id}
              outcome={form.values.resolved}
              onPick={(text) => form.set(INTO[action] ?? 'text', fillTemplate(text, props.issue, now()))}
            />
          )}
        </Show>
      )}
    />
  )
}
