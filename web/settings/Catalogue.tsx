import './catalogue.css'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { CatalogueVersion, Catalogue as CatalogueView, DryRun } from '../../server/wire/catalogue.ts'
import type { Directory } from '../../server/wire/people.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { get, post, put } from '../lib/api.ts'
import { session } from '../lib/desk.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { blankLine, freeId, type Line, type Things, targetWords, whenWords } from './catalogue-lines.ts'
import { words } from './catalogue-words.ts'
import { LineForm } from './LineForm.tsx'
import { Suggestions } from './Suggestions.tsx'
import { Trial } from './Trial.tsx'

/** The dispatch catalogue: its lines in order, a trial on what is not saved yet, what returns taught, older versions. */
export const Catalogue = () => {
  const shown = useSnapshot<CatalogueView>(
    () => '/catalogue',
    ({ kind, subjectId }) => kind === 'directory' && subjectId === 'rules/catalogue',
  )
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory',
  )
  return (
    <Shot of={shown}>
      {(catalogue) => (
        <Show when={directory.state.value}>
          {(lists) => {
            const things = (): Things => ({
              agencies: lists().agencies,
              services: lists().services,
              sites: lists().sites,
              supplies: catalogue().supplies,
              entries: catalogue().entries,
            })
            return (
              <Show when={catalogue().version} keyed>
                <Editor catalogue={catalogue()} things={things()} onSaved={shown.put} />
                <Show when={mayChange()}>
                  <Suggestions catalogue={catalogue()} onSaved={shown.put} />
                </Show>
              </Show>
            )
          }}
        </Show>
      )}
    </Shot>
  )
}

/** Lines of a snapshot, free to be changed. */
const copied = (lines: readonly Line[]): Line[] => structuredClone(unwrap(lines)) as Line[]

const mayChange = (): boolean => ['administrator', 'supervisor'].includes(session()?.user.role ?? '')

type EditorProps = { catalogue: CatalogueView; things: Things; onSaved: (catalogue: CatalogueView) => void }

const Editor = (props: EditorProps) => {
  const inForce = () => props.catalogue.lines
  const [lines, setLines] = createSignal<readonly Line[]>(copied(inForce()))
  const [open, setOpen] = createSignal<string>()
  const [viewed, setViewed] = createSignal<number>()
  const isDirty = createMemo(() => JSON.stringify(lines()) !== JSON.stringify(inForce()))
  const owner = () => {
    const last = lines().at(-1)
    return last ? targetWords(last, props.things) : ''
  }
  const change = (next: Line) => setLines((all) => all.map((one) => (one.id === next.id ? next : one)))
  const move = (at: number, by: 1 | -1) =>
    setLines((all) => {
      const [moved, other] = [all[at], all[at + by]]
      return moved && other ? all.with(at, other).with(at + by, moved) : all
    })
  const add = (like?: Line) => {
    const fresh = like ? { ...like, id: freeId(lines()) } : blankLine(lines())
    setLines((all) => [...all.slice(0, -1), fresh, ...all.slice(-1)])
    setOpen(fresh.id)
  }
  async function view(version: number | undefined): Promise<void> {
    setViewed(version)
    if (version === undefined) return void setLines(copied(inForce()))
    const answer = await get<CatalogueVersion>(`/catalogue/versions/${version}`)
    if (answer.ok) setLines(answer.value.lines)
  }
  return (
    <>
      <Say
        phrase={words().sentence({
          version: props.catalogue.version,
          count: lines().length,
          owner: owner(),
          isDirty: isDirty(),
        })}
        tone={isDirty() ? 'attn' : 'calm'}
      />
      <ol class="cat">
        <For each={lines()}>
          {(line, index) => (
            <LineRow
              line={line}
              place={index() + 1}
              things={props.things}
              uses={props.catalogue.uses[line.id]}
              isOpen={open() === line.id}
              onOpen={(isOpen) => setOpen(isOpen ? line.id : undefined)}
              onChange={change}
              onMove={(by) => move(index(), by)}
              onCopy={() => add(line)}
              onRemove={() => setLines((all) => all.filter(({ id }) => id !== line.id))}
            />
          )}
        </For>
      </ol>
      <Show when={mayChange()}>
        <p class="acts">
          <Button onClick={() => add()}>{words().edit.add}</Button>
        </p>
      </Show>
      <Trial lines={lines()} isDirty={isDirty()} things={props.things} />
      <Show when={isDirty() && mayChange()}>
        <Save
          catalogue={props.catalogue}
          lines={lines()}
          onSaved={props.onSaved}
          onDiscard={() => void view(undefined)}
          restoring={viewed()}
        />
      </Show>
      <Older catalogue={props.catalogue} viewed={viewed()} onView={(version) => void view(version)} />
    </>
  )
}

type RowProps = {
  line: Line
  place: number
  things: Things
  uses: { sent: number; overridden: number } | undefined
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  onChange: (line: Line) => void
  onMove: (by: 1 | -1) => void
  onCopy: () => void
  onRemove: () => void
}

const LineRow = (props: RowProps) => (
  <li class={props.isOpen ? 'open' : ''}>
    <div class="cat-line">
      <span class="number">{props.place}</span>
      <b>{props.line.name}</b>
      <span>{whenWords(props.line, props.things)}</span>
      <span>{targetWords(props.line, props.things)}</span>
      <span class="dim">
        <Show when={props.uses}>{(uses) => <>{words().uses(uses().sent, uses().overridden)}</>}</Show>
      </span>
      <Show when={mayChange()}>
        <span class="cat-do">
          <button
            type="button"
            class="link"
            aria-expanded={props.isOpen}
            aria-label={`${words().edit.line(props.place)} ${props.isOpen ? words().edit.close : words().edit.open}`}
            onClick={() => props.onOpen(!props.isOpen)}
          >
            {props.isOpen ? words().edit.close : words().edit.open}
          </button>
          <button
            type="button"
            class="link"
            aria-label={`${words().edit.line(props.place)} ${words().edit.up}`}
            onClick={() => props.onMove(-1)}
          >
            ↑
          </button>
          <button
            type="button"
            class="link"
            aria-label={`${words().edit.line(props.place)} ${words().edit.down}`}
            onClick={() => props.onMove(1)}
          >
            ↓
          </button>
        </span>
      </Show>
    </div>
    <Show when={props.isOpen}>
      <LineForm line={props.line} things={props.things} onChange={props.onChange} />
      <p class="acts">
        <Button onClick={() => props.onOpen(false)}>{words().edit.close}</Button>
        <Button onClick={() => props.onCopy()}>{words().edit.copy}</Button>
        <Button onClick={() => props.onRemove()}>{words().edit.remove}</Button>
      </p>
    </Show>
  </li>
)

const Save = (props: {
  catalogue: CatalogueView
  lines: readonly Line[]
  restoring: number | undefined
  onSaved: (catalogue: CatalogueView) => void
  onDiscard: () => void
}) => {
  const [reason, setReason] = createSignal(
    props.restoring === undefined ? '' : words().versions.restoring(props.restoring),
  )
  const [problem, setProblem] = createSignal<Refusal>()
  const [faults, setFaults] = createSignal<DryRun['faults']>([])
  const [hasTried, setHasTried] = createSignal(false)

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setHasTried(true)
    setProblem(undefined)
    const tried = await post<DryRun>('/catalogue/dry-run', { lines: props.lines })
    setFaults(tried.ok ? tried.value.faults : [])
    if (!tried.ok) return void setProblem(tried.problem)
    if (tried.value.faults.length > 0 || reason().trim() === '') return
    const body = { lines: props.lines, reason: reason().trim() }
    const answer = await put<CatalogueView>('/catalogue', body, props.catalogue.version)
    if (answer.ok) props.onSaved(answer.value)
    else setProblem(answer.problem)
  }
  return (
    <form class="adding" onSubmit={(event) => void save(event)} novalidate>
      <h2>{words().save.title}</h2>
      <Show when={faults().length > 0}>
        <div class="sum" role="alert">
          <p>{words().faults.title(faults().length)}</p>
          <ul>
            <For each={faults()}>
              {({ code, line, other }) => (
                <li>
                  {words().edit.line(line + 1)} {words().faults.codes[code]}
                  {other === null ? '' : words().faults.after(other + 1)}
                </li>
              )}
            </For>
          </ul>
        </div>
      </Show>
      <Field
        label={words().save.reason}
        maxlength="500"
        error={hasTried() && reason().trim() === '' ? words().save.needReason : undefined}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      <div class="acts">
        <Button type="submit" isMain>
          {words().save.submit(props.catalogue.version + 1)}
        </Button>
        <Button onClick={() => props.onDiscard()}>{words().save.discard}</Button>
      </div>
    </form>
  )
}

const Older = (props: {
  catalogue: CatalogueView
  viewed: number | undefined
  onView: (version: number | undefined) => void
}) => (
  <details class="versions">
    <summary>{words().versions.title}</summary>
    <ol reversed>
      <For each={props.catalogue.versions}>
        {({ version, reason, createdBy }) => (
          <li>
            <b>{version}</b> {createdBy} {reason}{' '}
            <Show when={version !== props.catalogue.version}>
              <button
                type="button"
                class="link"
                onClick={() => props.onView(props.viewed === version ? undefined : version)}
              >
                {props.viewed === version ? words().versions.back : words().versions.view}
              </button>
            </Show>
          </li>
        )}
      </For>
    </ol>
  </details>
)
