import { createSignal, Show } from 'solid-js'
import { PAPER_TYPES, PHOTO_BYTES_MAX } from '../../server/domain/photo.ts'
import type { AttachmentView } from '../../server/wire/issue-steps.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { get, sendFile } from '../lib/api.ts'
import { w } from '../lib/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Causes } from './Ask.tsx'
import { words } from './words.ts'

const MEGABYTE = 1_048_576

/** A photo or paper put on an issue. What cannot be sent is said before it is tried. */
export const PaperDialog = (props: {
  issue: IssueDetail
  onDone: (issue: IssueDetail) => void
  onClose: () => void
}) => {
  const [file, setFile] = createSignal<File>()
  const [name, setName] = createSignal('')
  const [problem, setProblem] = createSignal<Refusal>()
  const [isBusy, setIsBusy] = createSignal(false)
  const [hasTried, setHasTried] = createSignal(false)
  const title = () => w().issue.actions.names.attachment

  function fault(): string | undefined {
    const picked = file()
    if (!picked) return hasTried() ? w().issue.dialog.required : undefined
    if (picked.size > PHOTO_BYTES_MAX) return words().page.papers.tooLarge(PHOTO_BYTES_MAX / MEGABYTE)
    return (PAPER_TYPES as readonly string[]).includes(picked.type) ? undefined : words().page.papers.wrongType
  }
  async function send(): Promise<void> {
    setHasTried(true)
    const picked = file()
    if (!picked || fault()) return
    setIsBusy(true)
    setProblem(undefined)
    const query = new URLSearchParams({ name: name().trim() || picked.name })
    const sent = await sendFile<AttachmentView>(`/issues/${props.issue.id}/attachment?${query}`, picked)
    const shown = sent.ok ? await get<IssueDetail>(`/issues/${props.issue.id}`) : sent
    setIsBusy(false)
    if (shown.ok) props.onDone(shown.value)
    else setProblem(shown.problem)
  }
  return (
    <Dialog label={title()} onClose={props.onClose}>
      <form
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Say phrase={[w().issue.dialog.title(title(), props.issue.title)]} tone="attn" as="h1" />
        <Causes causes={[w().issue.actions.effects.attachment]} />
        <Field
          label={words().forms.file}
          type="file"
          accept={PAPER_TYPES.join(',')}
          hint={words().forms.fileHint}
          error={fault()}
          onChange={(event) => setFile(event.currentTarget.files?.[0])}
        />
        <Field
          label={words().forms.fileName}
          maxlength="120"
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <Show when={isBusy()}>
          <p class="note" role="status">
            {words().forms.sending}
          </p>
        </Show>
        <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
        <div class="acts">
          <Button type="submit" isMain disabled={isBusy()}>
            {title()}
          </Button>
          <Button onClick={() => props.onClose()}>{w().common.cancel}</Button>
        </div>
      </form>
    </Dialog>
  )
}
