import { w } from '../lib/i18n.ts'
import { useDirectory } from './directory.ts'
import { choices } from './forms-desk.ts'
import { SORTS } from './list-query.ts'
import { PickOne, PickThing } from './Pick.tsx'
import { words } from './words.ts'
import { WORK_STATES, type WorkQuery } from './work-query.ts'

/** The filter of the work list as a sentence; its underlined words live in the address. */
export const WorkFilters = (props: {
  query: WorkQuery
  isOfficer: boolean
  count: number
  hasMore: boolean
  onChange: (next: Partial<WorkQuery>) => void
}) => {
  const said = () => words().worklist
  const filter = () => w().issues.filter
  const directory = useDirectory()
  const turns = () => (props.isOfficer ? said().turn.officer : said().turn.choices)
  return (
    <p class="ask">
      {said().ask.see}
      <PickOne
        label={said().turn.label}
        value={props.query.turn}
        options={choices(turns())}
        onPick={(turn) => props.onChange({ turn: turn as WorkQuery['turn'] })}
      />
      {said().ask.of}
      <PickThing
        label={filter().service}
        any={filter().anyService}
        value={props.query.service}
        things={directory.state.value?.services}
        onPick={(service) => props.onChange({ service })}
      />
      {said().ask.issues}
      <PickOne
        label={filter().state}
        value={props.query.state}
        options={WORK_STATES.map((value) => ({ value, label: said().states[value] ?? value }))}
        onPick={(state) => props.onChange({ state: state as WorkQuery['state'] })}
      />
      {said().ask.at}
      <PickThing
        label={filter().site}
        any={filter().anySite}
        value={props.query.site}
        things={directory.state.value?.sites}
        onPick={(site) => props.onChange({ site })}
      />
      {said().ask.by}
      <PickOne
        label={filter().sort}
        value={props.query.sort}
        options={SORTS.map((value) => ({ value, label: said().sorts[value] ?? value }))}
        onPick={(sort) => props.onChange({ sort: sort as WorkQuery['sort'] })}
      />
      {said().ask.sorted}
      {said().total(props.count, props.hasMore)}
    </p>
  )
}
