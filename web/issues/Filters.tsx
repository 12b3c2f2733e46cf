import { For, type JSX, Show } from 'solid-js'
import type { IssueState } from '../../server/domain/issue.ts'
import type { Directory } from '../../server/wire/people.ts'
import { named, w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { type ListQuery, SORTS, STATE_FILTERS } from './list-query.ts'

/** The filter as a sentence whose underlined words can be changed. */
export const Filters = (props: { query: ListQuery; onChange: (next: Partial<ListQuery>) => void }) => {
  const words = () => w().issues.filter
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory' || kind === 'site',
  )
  const stateName = (state: ListQuery['state']) =>
    words().states[state] ?? words().inState(w().common.states[state as IssueState])
  return (
    <p class="ask">
      {w().issues.ask.see}
      <Pick
        label={words().state}
        value={props.query.state}
        onPick={(state) => props.onChange({ state: state as ListQuery['state'] })}
      >
        <For each={STATE_FILTERS}>
          {(state) => (
            <option value={state} selected={state === props.query.state}>
              {stateName(state)}
            </option>
          )}
        </For>
      </Pick>
      <Things
        label={words().service}
        any={words().anyService}
        value={props.query.service}
        things={directory.state.value?.services}
        onPick={(service) => props.onChange({ service })}
      />
      <Things
        label={words().site}
        any={words().anySite}
        value={props.query.site}
        things={directory.state.value?.sites}
        onPick={(site) => props.onChange({ site })}
      />
      <Things
        label={words().agency}
        any={words().anyAgency}
        value={props.query.agency}
        things={directory.state.value?.agencies}
        onPick={(agency) => props.onChange({ agency })}
      />
      {w().issues.ask.sorted}
      <Pick
        label={words().sort}
        value={props.query.sort}
        onPick={(sort) => props.onChange({ sort: sort as ListQuery['sort'] })}
      >
        <For each={SORTS}>
          {(sort) => (
            <option value={sort} selected={sort === props.query.sort}>
              {words().sorts[sort]}
            </option>
          )}
        </For>
      </Pick>
      {w().issues.ask.end}
    </p>
  )
}

type Thing = { id: string; nameZh: string; nameEn: string }
const Things = (props: {
  label: string
  any: string
  value: string
  things: readonly Thing[] | undefined
  onPick: (id: string) => void
}) => (
  <Pick label={props.label} value={props.value} onPick={props.onPick}>
    <option value="" selected={props.value === ''}>
      {props.any}
    </option>
    <For each={props.things}>
      {(thing) => (
        <option value={thing.id} selected={thing.id === props.value}>
          {named(thing)}
        </option>
      )}
    </For>
    <Show when={props.value !== '' && !props.things?.some(({ id }) => id === props.value)}>
      <option value={props.value} selected>
        {props.value}
      </option>
    </Show>
  </Pick>
)

const Pick = (props: { label: string; value: string; onPick: (value: string) => void; children: JSX.Element }) => (
  <select class="pick" aria-label={props.label} onChange={(event) => props.onPick(event.currentTarget.value)}>
    {props.children}
  </select>
)
