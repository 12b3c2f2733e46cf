import { For, Show } from 'solid-js'
import { CHANNELS, ISSUE_KINDS } from '../../server/domain/issue.ts'
import type { SiteKind } from '../../server/wire/common.ts'
import { named, w } from '../lib/i18n.ts'
import { Field, Select } from '../ui/Field.tsx'
import type { Line, Things } from './catalogue-lines.ts'
import { words } from './catalogue-words.ts'

type When = Line['when']
type To = Line['to']

/** One line of the catalogue, all of it at hand. */
export const LineForm = (props: { line: Line; things: Things; onChange: (line: Line) => void }) => {
  const put = (when: Partial<When>) => props.onChange({ ...props.line, when: { ...props.line.when, ...when } })
  const named_ = (list: readonly { id: string; nameZh: string; nameEn: string }[]) =>
    list.map((one) => ({ value: one.id, label: named(one) }))
  const own = <V extends string>(list: readonly V[], names: Record<string, string>) =>
    list.map((value) => ({ value, label: names[value] ?? value }))
  return (
    <div class="lineform">
      <Field
        label={words().edit.name}
        maxlength="60"
        value={props.line.name}
        onInput={(event) => props.onChange({ ...props.line, name: event.currentTarget.value })}
      />
      <Several field="serviceIds" options={named_(props.things.services)} when={props.line.when} onPut={put} />
      <Several field="kinds" options={own(ISSUE_KINDS, w().common.kinds)} when={props.line.when} onPut={put} />
      <Several field="siteIds" options={named_(props.things.sites)} when={props.line.when} onPut={put} />
      <Several
        field="siteKinds"
        options={own(Object.keys(w().common.siteKinds) as SiteKind[], w().common.siteKinds)}
        when={props.line.when}
        onPut={put}
      />
      <Several field="supplyIds" options={named_(props.things.supplies)} when={props.line.when} onPut={put} />
      <Several field="channels" options={own(CHANNELS, w().common.channels)} when={props.line.when} onPut={put} />
      <div class="two">
        <One field="hours" when={props.line.when} names={words().hours} onPut={put} />
        <One field="days" when={props.line.when} names={words().days} onPut={put} />
        <One field="plannedOutage" when={props.line.when} names={words().plannedOutage} onPut={put} />
        <One field="evidence" when={props.line.when} names={words().evidence} onPut={put} />
      </div>
      <Field
        label={words().edit.words}
        value={props.line.when.words.join(' ')}
        onChange={(event) => put({ words: event.currentTarget.value.split(/\s+/).filter((word) => word !== '') })}
      />
      <Target line={props.line} things={props.things} onChange={(to) => props.onChange({ ...props.line, to })} />
    </div>
  )
}

const Several = (props: {
  field: 'kinds' | 'serviceIds' | 'siteIds' | 'siteKinds' | 'supplyIds' | 'channels'
  options: readonly { value: string; label: string }[]
  when: When
  onPut: (when: Partial<When>) => void
}) => {
  const chosen = () => props.when[props.field] as readonly string[]
  const toggle = (value: string, isOn: boolean) =>
    props.onPut({ [props.field]: isOn ? [...chosen(), value] : chosen().filter((one) => one !== value) })
  return (
    <Show when={props.options.length > 0}>
      <details open={chosen().length > 0}>
        <summary>
          {words().conditions[props.field]}
          <span class="dim"> {chosen().length > 0 ? chosen().length : ''}</span>
        </summary>
        <div class="pickone">
          <For each={props.options}>
            {({ value, label }) => (
              <label>
                <input
                  type="checkbox"
                  checked={chosen().includes(value)}
                  onChange={(event) => toggle(value, event.currentTarget.checked)}
                />
                {label}
              </label>
            )}
          </For>
        </div>
      </details>
    </Show>
  )
}

const One = (props: {
  field: 'hours' | 'days' | 'plannedOutage' | 'evidence'
  when: When
  names: Record<string, string>
  onPut: (when: Partial<When>) => void
}) => (
  <Select
    label={words().conditions[props.field]}
    onChange={(event) => props.onPut({ [props.field]: event.currentTarget.value })}
  >
    <For each={Object.entries(props.names)}>
      {([value, label]) => (
        <option value={value} selected={props.when[props.field] === value}>
          {label}
        </option>
      )}
    </For>
  </Select>
)

const TARGETS = ['agency', 'answer', 'as_service', 'desk'] as const

const Target = (props: { line: Line; things: Things; onChange: (to: To) => void }) => {
  const to = () => props.line.to
  const blank: Record<To['is'], () => To> = {
    agency: () => ({ is: 'agency', agencyId: props.things.agencies[0]?.id ?? '', isAutomatic: false }),
    answer: () => ({ is: 'answer', entryId: props.things.entries[0]?.id ?? '' }),
    as_service: () => ({ is: 'as_service', serviceId: props.things.services[0]?.id ?? '' }),
    desk: () => ({ is: 'desk' }),
  }
  const options = () => {
    const now = to()
    if (now.is === 'agency') return props.things.agencies.map((one) => ({ value: one.id, label: named(one) }))
    if (now.is === 'as_service') return props.things.services.map((one) => ({ value: one.id, label: named(one) }))
    return props.things.entries.map(({ id, title }) => ({ value: id, label: `${id} ${title}` }))
  }
  const value = () => {
    const now = to()
    return now.is === 'agency'
      ? now.agencyId
      : now.is === 'as_service'
        ? now.serviceId
        : now.is === 'answer'
          ? now.entryId
          : ''
  }
  const choose = (id: string): void => {
    const now = to()
    if (now.is === 'agency') props.onChange({ ...now, agencyId: id })
    else if (now.is === 'as_service') props.onChange({ ...now, serviceId: id })
    else if (now.is === 'answer') props.onChange({ ...now, entryId: id })
  }
  const LABELS = { agency: 'pickAgency', answer: 'pickEntry', as_service: 'pickService' } as const
  const isAutomatic = () => {
    const now = to()
    return now.is === 'agency' && now.isAutomatic
  }
  return (
    <>
      <div class="two">
        <Select
          label={words().to.label}
          onChange={(event) => props.onChange(blank[event.currentTarget.value as To['is']]())}
        >
          <For each={TARGETS}>
            {(is) => (
              <option value={is} selected={to().is === is}>
                {words().to[is]}
              </option>
            )}
          </For>
        </Select>
        <Show when={to().is !== 'desk'}>
          <Select
            label={words().to[LABELS[to().is as keyof typeof LABELS]]}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            <For each={options()}>
              {(option) => (
                <option value={option.value} selected={option.value === value()}>
                  {option.label}
                </option>
              )}
            </For>
          </Select>
        </Show>
      </div>
      <Show when={to().is === 'agency'}>
        <label class="check">
          <input
            type="checkbox"
            checked={isAutomatic()}
            onChange={(event) => {
              const now = to()
              if (now.is === 'agency') props.onChange({ ...now, isAutomatic: event.currentTarget.checked })
            }}
          />
          {words().to.automatic}
        </label>
      </Show>
    </>
  )
}
