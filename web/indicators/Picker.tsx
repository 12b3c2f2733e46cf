import { For, type JSX, Show } from 'solid-js'
import { COMPARISONS } from '../../server/domain/kpi-period.ts'
import type { Directory } from '../../server/wire/people.ts'
import { now } from '../lib/clock.ts'
import { named } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { type Picks, periodsAt } from './query.ts'
import { words } from './words.ts'

/** What is looked at, as a sentence whose underlined words can be changed. */
export const Picker = (props: {
  picks: Picks
  /** The period that is shown, also when the address names none. */
  shown: { from: string; to: string }
  onChange: (next: Partial<Record<keyof Picks, string | undefined>>) => void
  children: JSX.Element
}) => {
  const w = () => words().pick
  const directory = useSnapshot<Directory>(
    () => '/directory',
    ({ kind }) => kind === 'directory' || kind === 'site',
  )
  const year = () => periodsAt(now())[0]?.from.slice(0, 4) ?? ''
  const periods = () => {
    const all = periodsAt(now())
    const isListed = all.some(({ from, to }) => from === props.shown.from && to === props.shown.to)
    return isListed ? all : [{ from: props.shown.from, to: props.shown.to }, ...all]
  }
  return (
    <p class="ask">
      {words().ask.see}
      <Pick
        label={w().period}
        onPick={(value) => {
          const [from, to] = value.split('/')
          props.onChange({ from, to })
        }}
      >
        <For each={periods()}>
          {({ from, to }) => (
            <option value={`${from}/${to}`} selected={from === props.shown.from && to === props.shown.to}>
              {words().period(from, to, year())}
            </option>
          )}
        </For>
      </Pick>
      <Things
        label={w().agency}
        any={w().allAgencies}
        value={props.picks.agency}
        things={directory.state.value?.agencies}
        onPick={(agency) => props.onChange({ agency })}
      />
      <Things
        label={w().site}
        any={w().allSites}
        value={props.picks.site}
        things={directory.state.value?.sites}
        onPick={(site) => props.onChange({ site })}
      />
      <Things
        label={w().service}
        any={w().allServices}
        value={props.picks.service}
        things={directory.state.value?.services}
        onPick={(service) => props.onChange({ service })}
      />
      {words().ask.issues}
      <Pick label={w().compare} onPick={(compare) => props.onChange({ compare })}>
        <For each={COMPARISONS}>
          {(comparison) => (
            <option value={comparison} selected={comparison === props.picks.compare}>
              {w().comparisons[comparison]}
            </option>
          )}
        </For>
      </Pick>
      {words().ask.compare}
      {props.children}
    </p>
  )
}

type Thing = { id: string; nameZh: string; nameEn: string }
const Things = (props: {
  label: string
  any: string
  value: string
  things: readonly Thing[] | undefined
  onPick: (id: string | undefined) => void
}) => (
  <Pick label={props.label} onPick={(id) => props.onPick(id || undefined)}>
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

const Pick = (props: { label: string; onPick: (value: string) => void; children: JSX.Element }) => (
  <select class="pick" aria-label={props.label} onChange={(event) => props.onPick(event.currentTarget.value)}>
    {props.children}
  </select>
)
