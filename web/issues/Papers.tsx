import { createSignal, For, Show } from 'solid-js'
import type { AttachmentView } from '../../server/wire/issue-steps.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { get, post } from '../lib/api.ts'
import { session } from '../lib/desk.ts'
import type { Shown } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { When } from '../ui/When.tsx'
import { Reasoned } from './Reasoned.tsx'
import { words } from './words.ts'

const MODERATORS = ['administrator', 'operator', 'window_manager', 'supervisor']

/** Photos and papers: who sent them, and a way to see each; moderators hide one with a reason. */
export const Papers = (props: { issue: IssueDetail; shown: Shown<IssueDetail> }) => {
  const said = () => words().page.papers
  const [moderated, setModerated] = createSignal<AttachmentView>()
  const moderates = () => MODERATORS.includes(session()?.user.role ?? '')

  async function moderate(file: AttachmentView, reason: string): Promise<Refusal | null> {
    const path = `/issues/${props.issue.id}/attachments/${file.id}/moderation`
    const answer = await post<AttachmentView>(path, { isHidden: file.hiddenAt === null, reason })
    const shown = answer.ok ? await get<IssueDetail>(`/issues/${props.issue.id}`) : answer
    if (!shown.ok) return shown.problem
    props.shown.put(shown.value)
    setModerated(undefined)
    return null
  }
  return (
    <section>
      <h2>
        {said().title} <span class="dim">{said().count(props.issue.attachments.length)}</span>
      </h2>
      <Show when={props.issue.attachments.length > 0} fallback={<p class="dim">{said().none}</p>}>
        <ul class="i-papers i-lines">
          <For each={props.issue.attachments}>
            {(file) => (
              <li>
                <Paper issueId={props.issue.id} file={file} canSee={file.hiddenAt === null || moderates()} />
                <span class="dim">
                  {file.by ?? said().merchant} <When at={file.createdAt} /> {said().size(file.size)}
                </span>
                <Show when={moderates()}>
                  <Button class="small" onClick={() => setModerated(file)}>
                    {file.hiddenAt === null ? said().hide : said().show}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={moderated()} keyed>
        {(file) => (
          <Reasoned
            title={`${file.hiddenAt === null ? said().hide : said().show}：${file.name}`}
            action={file.hiddenAt === null ? said().hide : said().show}
            causes={[file.hiddenAt === null ? said().hideCause : said().showCause]}
            label={file.hiddenAt === null ? said().hideWhy : said().showWhy}
            onSend={(reason) => moderate(file, reason)}
            onClose={() => setModerated(undefined)}
          />
        )}
      </Show>
    </section>
  )
}

const Paper = (props: { issueId: string; file: AttachmentView; canSee: boolean }) => {
  const name = () => props.file.name || words().page.papers.noName
  return (
    <span>
      <Show when={props.canSee} fallback={<span class="dim">{name()}</span>}>
        <a
          class="go"
          href={`/api/v1/issues/${props.issueId}/attachments/${props.file.id}`}
          target="_blank"
          rel="noreferrer"
        >
          {name()}
        </a>
      </Show>
      <Show when={props.file.hiddenAt !== null}>
        <span class="tag">{words().page.papers.hidden}</span>
      </Show>
    </span>
  )
}
