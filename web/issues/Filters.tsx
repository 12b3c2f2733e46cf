import { createSignal, Show } from 'solid-js'
import type { IssueState } from '../../server/domain/issue.ts'
import { session } from '../lib/desk.ts'
import { named, w } from '../lib/i18n.ts'
import { useDirectory } from './directory.ts'
import { choices } from './forms-desk.ts'
import { type ListQuery, SORTS, STATE_FILTERS, TURNS } from './list-query.ts'
import { PickOne, PickThing } from './Pick.tsx'
import { words as own } from './words.ts'

type Props = { query: ListQuery; onChange: (next: Partial<ListQuery>) => void }

/** The filter as a sentence whose underlined words can be changed; what is seldom used waits behind “more”. */
export const Filters = (props: Props) => {
  const words = () => w().issues.filter
  const directory = useDirectory()
  const things = () => directory.state.value
  const stateName = (state: ListQuery['state']) =>
    own().worklist.states[state] ?? words().inState(w().common.states[state as IssueState])
  const { ask } = w().issues
  return (
    <>
      <p class="ask">
        {w().issues.ask.see}
        <PickOne
          label={words().state}
          value={props.query.state}
          options={STATE_FILTERS.map((value) => ({ value, label: stateName(value) }))}
          onPick={(state) => props.onChange({ state: state as ListQuery['state'] })}
        />
        <PickThing
          label={words().service}
          any={words().anyService}
          value={props.query.service}
          things={things()?.services}
          onPick={(service) => props.onChange({ service })}
        />
        <PickThing
          label={words().site}
          any={words().anySite}
          value={props.query.site}
          things={things()?.sites}
          onPick={(site) => props.onChange({ site })}
        />
        <Show when={session()?.user.role !== 'officer'}>
          <PickThing
            label={words().agency}
            any={words().anyAgency}
            value={props.query.agency}
            things={things()?.agencies}
            onPick={(agency) => props.onChange({ agency })}
          />
        </Show>
        {ask.sorted}
        <PickOne
          label={words().sort}
          value={props.query.sort}
          options={SORTS.map((value) => ({ value, label: words().sorts[value] ?? value }))}
          onPick={(sort) => props.onChange({ sort: sort as ListQuery['sort'] })}
        />
        {ask.end}
      </p>
      <OwnAgency />
      <Finer {...props} />
    </>
  )
}

/** An officer's list says whose it is. */
export const OwnAgency = () => (
  <Show when={session()?.user.role === 'officer' && session()?.user.agency}>
    {(agency) => <p class="dim">{own().worklist.ownAgency(named(agency()))}</p>}
  </Show>
)

/** Whose turn, supervision, consultation, and words in it. */
const Finer = (props: Props) => {
  const said = () => own().worklist
  const isUsed = () => [props.query.turn, props.query.level, props.query.consultation, props.query.q].some(Boolean)
  const [isOpen, setIsOpen] = createSignal(isUsed())
  return (
    <Show
      when={isOpen()}
      fallback={
        <button type="button" class="link" onClick={() => setIsOpen(true)}>
          {said().more}
        </button>
      }
    >
      <p class="ask">
        <PickOne
          label={said().turn.label}
          value={props.query.turn}
          options={[
            { value: '', label: said().turn.any },
            ...TURNS.map((value) => ({ value, label: said().turn.choices[value] ?? value })),
          ]}
          onPick={(turn) => props.onChange({ turn })}
        />
        {w().issues.ask.at}
        <PickOne
          label={said().level.label}
          value={props.query.level}
          options={[{ value: '', label: said().level.any }, ...choices(said().level.choices)]}
          onPick={(level) => props.onChange({ level })}
        />
        {w().issues.ask.at}
        <PickOne
          label={said().consultation.label}
          value={props.query.consultation}
          options={[{ value: '', label: said().consultation.any }, ...choices(said().consultation.choices)]}
          onPick={(consultation) => props.onChange({ consultation })}
        />
        <label class="ask-text">
          {said().ask.with}
          <input
            type="search"
            aria-label={said().text}
            placeholder={said().textHint}
            value={props.query.q}
            onChange={(event) => props.onChange({ q: event.currentTarget.value.trim() })}
          />
        </label>
      </p>
    </Show>
  )
}
