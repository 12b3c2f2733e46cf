import './knowledge.css'
import { useParams } from '@solidjs/router'
import { createSignal, For, Show } from 'solid-js'
import type { EntryDetail } from '../../server/wire/knowledge.ts'
import { now } from '../lib/clock.ts'
import { named } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { dateOn, dayParts } from '../lib/time.ts'
import { useTitle } from '../lib/title.ts'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { State } from '../ui/State.tsx'
import { EntryActions } from './EntryActions.tsx'
import { EntryForm } from './EntryForm.tsx'
import { daySaid, words } from './words.ts'

/** One entry: what to say, on what it rests, until when, and how it fared. */
export default function EntryPage() {
  const params = useParams<{ id: string }>()
  const [isEditing, setIsEditing] = createSignal(false)
  const shown = useSnapshot<EntryDetail>(
    () => `/knowledge/${params.id}`,
    // Somebody else's change does not take the words out of a form.
    ({ kind, subjectId }) => kind === 'knowledge' && subjectId === params.id && !isEditing(),
  )
  useTitle(() => shown.state.value?.title ?? words().title)
  return (
    <main id="main" class="knowledge pad" tabindex="-1">
      <p class="k-crumb">
        <a class="go" href="/knowledge">
          {words().entry.back}
        </a>
        <span class="dim">{params.id}</span>
      </p>
      <Shot of={shown}>
        {(entry) => (
          <Show
            when={isEditing()}
            fallback={<Entry entry={entry()} onEdit={() => setIsEditing(true)} onChanged={shown.put} />}
          >
            <Say as="h1" tone="attn" phrase={[words().form.editTitle(params.id)]} />
            <EntryForm
              entry={entry()}
              onDone={(changed) => {
                shown.put(changed)
                setIsEditing(false)
              }}
              onCancel={() => {
                setIsEditing(false)
                shown.reload()
              }}
            />
          </Show>
        )}
      </Shot>
    </main>
  )
}

const Entry = (props: { entry: EntryDetail; onEdit: () => void; onChanged: (entry: EntryDetail) => void }) => {
  const said = () => words().entry
  const mark = () => words().dates(props.entry, dayParts(now()).year)
  return (
    <article>
      <Say as="h1" tone="attn" phrase={[props.entry.title]} />
      <p class="k-state">
        <State mark={mark()} />
        <span class="dim">{words().useLong(props.entry.useCount, props.entry.comeBackCount)}</span>
      </p>
      <Show when={props.entry.status === 'proposed'}>
        <p class="dim">{said().proposed}</p>
      </Show>
      <Show
        when={props.entry.status !== 'published' && props.entry.missing.length > 0 && props.entry.actions.length > 0}
      >
        <p class="st st-attn k-missing">{said().missing(props.entry.missing)}</p>
      </Show>
      <section class="k-plain" aria-label={said().plainWords}>
        <h2>{said().plainWords}</h2>
        <p>{props.entry.plainWords}</p>
      </section>
      <EntryActions {...props} />
      <dl class="k-facts">
        <Fact name={said().legalBasis} value={props.entry.legalBasis} />
        <Fact name={said().duties} value={props.entry.duties} />
        <Fact name={words().agency} value={props.entry.agency ? named(props.entry.agency) : ''} />
        <Fact name={words().service} value={props.entry.service ? named(props.entry.service) : ''} />
        <Fact name={said().review} value={props.entry.reviewOn ? daySaid(props.entry.reviewOn) : ''} />
        <Fact
          name={said().validUntil}
          value={props.entry.validUntilOn ? daySaid(props.entry.validUntilOn) : said().noEnd}
        />
        <Show when={props.entry.sourceIssue}>
          {(issue) => (
            <>
              <dt>{said().source}</dt>
              <dd>
                <a class="go" href={`/issues/${issue().id}`}>
                  {issue().number}
                </a>
              </dd>
            </>
          )}
        </Show>
      </dl>
      <Show when={props.entry.body !== ''}>
        <section class="k-body">
          <h2>{said().body}</h2>
          <p>{props.entry.body}</p>
        </section>
      </Show>
      <Show when={props.entry.versions.length > 0}>
        <Versions entry={props.entry} />
      </Show>
    </article>
  )
}

const Fact = (props: { name: string; value: string }) => (
  <Show when={props.value !== ''}>
    <dt>{props.name}</dt>
    <dd>{props.value}</dd>
  </Show>
)

const Versions = (props: { entry: EntryDetail }) => {
  const said = () => words().entry
  return (
    <details class="k-versions">
      <summary>{said().versions(props.entry.versions.length)}</summary>
      <ol>
        <For each={props.entry.versions}>
          {(version) => (
            <li>
              <p class="dim">
                {said().version(
                  version.version,
                  version.changedBy ?? said().somebody,
                  daySaid(dateOn(version.changedAt)),
                )}
                {version.reason === '' ? '' : `：${said().reasons[version.reason] ?? version.reason}`}
              </p>
              <p>
                <b>{version.title}</b>
              </p>
              <p class="k-text">{version.plainWords}</p>
            </li>
          )}
        </For>
      </ol>
    </details>
  )
}
