import './knowledge.css'
import { createSignal, For, Show } from 'solid-js'
import type { Note } from '../../server/wire/notes.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { type Answer, post, put, remove } from '../lib/api.ts'
import { errorAt } from '../lib/problem-fields.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { Button } from '../ui/Button.tsx'
import { Area } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Empty, Shot } from '../ui/Shot.tsx'
import { SearchBox } from './SearchBox.tsx'
import { Tabs } from './Tabs.tsx'
import { words } from './words.ts'

/** One's own collection: kept from entries and issues, or written here. Nobody else reads it. */
export default function Notes() {
  const said = () => words().notes
  const [q, setQ] = createSignal('')
  const [text, setText] = createSignal('')
  const [problem, setProblem] = createSignal<Refusal>()
  const [gone, setGone] = createSignal<Note>()
  const shown = useSnapshot<Note[]>(
    () => `/notes?${new URLSearchParams({ q: q() })}`,
    () => false,
    { isKept: true },
  )
  useTitle(() => words().tabs.notes)

  /** Shows what came of a step; the list is read anew when it was done. */
  async function took<T>(answer: Promise<Answer<T>>): Promise<boolean> {
    const { ok, ...rest } = await answer
    setProblem(ok ? undefined : (rest as { problem: Refusal }).problem)
    if (ok) shown.reload()
    return ok
  }
  async function add(): Promise<void> {
    if (await took(post<Note>('/notes', { text: text() }))) setText('')
  }
  async function drop(note: Note): Promise<void> {
    if (await took(remove(`/notes/${note.id}`))) setGone(note)
  }
  async function bringBack(note: Note): Promise<void> {
    const { text, entry, issue } = note
    if (await took(post<Note>('/notes', { text, entryId: entry?.id ?? null, issueId: issue?.id ?? null })))
      setGone(undefined)
  }
  return (
    <main id="main" class="knowledge" tabindex="-1">
      <Tabs here="notes" />
      <Shot of={shown}>
        {(notes) => (
          <div class="pad">
            <Say as="h1" tone="calm" phrase={said().sentence(notes().length)} />
            <div class="k-bar">
              <SearchBox label={said().find} value={q()} onSearch={setQ} />
            </div>
            <form
              class="k-form"
              onSubmit={(event) => {
                event.preventDefault()
                void add()
              }}
            >
              <Area
                label={said().text}
                hint={said().textHint}
                rows="2"
                maxlength="2000"
                value={text()}
                error={errorAt(problem(), '/text')}
                onInput={(event) => setText(event.currentTarget.value)}
              />
              <div class="acts">
                <Button type="submit" disabled={text().trim() === ''}>
                  {said().add}
                </Button>
                <Show when={gone()}>
                  {(note) => (
                    <span role="status">
                      {said().removed}{' '}
                      <button type="button" class="link" onClick={() => void bringBack(note())}>
                        {said().undo}
                      </button>
                    </span>
                  )}
                </Show>
              </div>
            </form>
            <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
            <Show when={notes().length > 0} fallback={<Empty title={q() === '' ? said().none : said().noneFound} />}>
              <ul class="k-notes">
                <For each={notes()}>
                  {(note) => (
                    <One
                      note={note}
                      onSave={(next) => took(put<Note>(`/notes/${note.id}`, { text: next }))}
                      onRemove={() => void drop(note)}
                    />
                  )}
                </For>
              </ul>
            </Show>
          </div>
        )}
      </Shot>
    </main>
  )
}

const One = (props: { note: Note; onSave: (text: string) => Promise<boolean>; onRemove: () => void }) => {
  const said = () => words().notes
  const [draft, setDraft] = createSignal<string>()
  return (
    <li>
      <Show
        when={draft() !== undefined}
        fallback={
          <>
            <p class="k-text">{props.note.text}</p>
            <p class="acts">
              <Source note={props.note} />
              <button type="button" class="link" onClick={() => setDraft(props.note.text)}>
                {said().edit}
              </button>
              <button type="button" class="link" onClick={() => props.onRemove()}>
                {said().remove}
              </button>
            </p>
          </>
        }
      >
        <Area
          label={said().edit}
          rows="4"
          maxlength="2000"
          value={draft()}
          onInput={(event) => setDraft(event.currentTarget.value)}
        />
        <p class="acts">
          <Button
            isMain
            onClick={() =>
              void props.onSave(draft() ?? '').then((isSaved) => {
                if (isSaved) setDraft(undefined)
              })
            }
          >
            {said().save}
          </Button>
          <Button onClick={() => setDraft(undefined)}>{said().cancel}</Button>
        </p>
      </Show>
    </li>
  )
}

const Source = (props: { note: Note }) => (
  <>
    <Show when={props.note.entry}>
      {(entry) => (
        <a class="go" href={`/knowledge/${entry().id}`}>
          {words().notes.from} {entry().id}
        </a>
      )}
    </Show>
    <Show when={props.note.issue}>
      {(issue) => (
        <a class="go" href={`/issues/${issue().id}`}>
          {words().notes.from} {issue().number}
        </a>
      )}
    </Show>
  </>
)
