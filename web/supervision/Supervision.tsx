import './supervision.css'
import { useSearchParams } from '@solidjs/router'
import { createMemo, For, Show } from 'solid-js'
import type { Supervision as View } from '../../server/wire/supervision.ts'
import { session } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { CallBacks } from './CallBacks.tsx'
import { Band, ListBand } from './Lists.tsx'
import { Loads } from './Loads.tsx'
import { Received } from './Notices.tsx'
import { Requests } from './Requests.tsx'
import { storyOf, toneOf } from './supervision-facts.ts'
import { isSupervisor } from './supervisors.ts'
import { words } from './words.ts'

/** What is late and what looks wrong, each row with its reason; an agency sees the notices it got. */
export default function Supervision() {
  useTitle(() => words().title)
  return (
    <main id="main" class="supervision" tabindex="-1">
      <Show when={session()?.user.role !== 'officer'} fallback={<Received isPage />}>
        <Lists />
      </Show>
    </main>
  )
}

function Lists() {
  const [search, setSearch] = useSearchParams<{ agency?: string; list?: string }>()
  const path = () => {
    const query = new URLSearchParams({
      ...(search.agency ? { agency: search.agency } : {}),
      ...(search.list ? { list: search.list, limit: '200' } : {}),
    }).toString()
    return query === '' ? '/supervision' : `/supervision?${query}`
  }
  const shown = useSnapshot<View>(path, ({ kind }) => kind === 'issue' || kind === 'supervision', { isKept: true })
  return (
    <Shot of={shown}>
      {(view) => (
        <Page
          view={view()}
          agencyId={search.agency ?? null}
          isOneList={search.list !== undefined}
          onAgency={(agency) => setSearch({ agency })}
          onChanged={shown.reload}
        />
      )}
    </Shot>
  )
}

type Props = {
  view: View
  agencyId: string | null
  isOneList: boolean
  onAgency: (id: string | undefined) => void
  onChanged: () => void
}

const Page = (props: Props) => {
  const story = createMemo(() => storyOf(props.view, (agency) => (agency ? named(agency) : words().desk)))
  const full = () => props.view.lists.filter(({ count }) => count > 0)
  const empty = () => props.view.lists.filter(({ count }) => count === 0).map(({ list }) => words().lists[list])
  return (
    <>
      <header class="head pad">
        <div class="crumb">
          <h1>{words().title}</h1>
          <Show when={props.isOneList}>
            <a class="go" href="/supervision">
              {words().back}
            </a>
          </Show>
          <a class="go" href="/supervision/consultations">
            {words().consultations}
          </a>
          <Show when={props.agencyId}>
            <button type="button" class="link" onClick={() => props.onAgency(undefined)}>
              {words().allAgencies}
            </button>
          </Show>
        </div>
        <Say phrase={words().sentence(story())} tone={toneOf(story())} />
      </header>
      <Show when={!props.isOneList}>
        <Received />
        <Loads loads={props.view.agencies} agencyId={props.agencyId} onAgency={props.onAgency} />
        <Show when={isSupervisor()}>
          <Requests onChanged={props.onChanged} />
        </Show>
      </Show>
      <For each={full()}>{(list) => <ListBand list={list} isAll={props.isOneList} onChanged={props.onChanged} />}</For>
      <Show when={!props.isOneList && isSupervisor()}>
        <CallBacks />
      </Show>
      <Show when={empty().length > 0}>
        <Band title={words().none} note="">
          <p class="dim quiet">{props.isOneList ? words().nothing : w().common.list(empty())}</p>
        </Band>
      </Show>
    </>
  )
}
