import { createMemo, createSignal, createUniqueId, For, Match, onMount, Show, Switch } from 'solid-js'
import { named } from '../lib/i18n.ts'
import { clockTime, dayStart } from '../lib/time.ts'
import { Field } from '../ui/Field.tsx'
import type { Intake, PaneName } from './state.ts'
import { words } from './words.ts'

/** The fields that correct one pane. */
export const Fixing = (props: { intake: Intake; name: PaneName }) => (
  <Switch>
    <Match when={props.name === 'who'}>
      <FixWho intake={props.intake} />
    </Match>
    <Match when={props.name === 'where'}>
      <FixWhere intake={props.intake} />
    </Match>
    <Match when={props.name === 'what'}>
      <FixWhat intake={props.intake} />
    </Match>
    <Match when={props.name === 'since'}>
      <FixSince intake={props.intake} />
    </Match>
  </Switch>
)

/** Puts the focus where the correction begins. */
const focused = (box: HTMLInputElement): void => {
  onMount(() => {
    box.focus()
    box.select()
  })
}

const FixWho = (props: { intake: Intake }) => (
  <>
    <Field
      ref={focused}
      label={words().who.telephone}
      type="tel"
      maxlength="20"
      value={props.intake.form.telephone || props.intake.preview.value?.who.telephone || ''}
      onInput={(event) => props.intake.setForm('telephone', event.currentTarget.value)}
    />
    <Field
      label={words().who.name}
      maxlength="40"
      value={props.intake.form.name}
      onInput={(event) => props.intake.setForm('name', event.currentTarget.value)}
    />
  </>
)

type Thing = { id: string; nameZh: string; nameEn: string }

/** A field that takes the name of one of some things; a name that is none's leaves the choice as it was. */
const Pick = (props: {
  label: string
  things: readonly Thing[]
  value: string
  emptyLabel?: string
  onPick: (id: string | null) => void
}) => {
  const list = createUniqueId()
  const [typed, setTyped] = createSignal(props.value)
  const pick = (text: string): void => {
    setTyped(text)
    const wanted = text.trim()
    const isNone = wanted === '' || wanted === props.emptyLabel
    const exact = props.things.find((one) => named(one) === wanted || one.nameZh === wanted || one.nameEn === wanted)
    const only = props.things.filter((one) => named(one).includes(wanted))
    if (isNone) props.onPick(null)
    else if (exact) props.onPick(exact.id)
    else if (only.length === 1) props.onPick(only[0]?.id ?? null)
  }
  return (
    <>
      <Field
        ref={focused}
        label={props.label}
        list={list}
        autocomplete="off"
        value={typed()}
        onInput={(event) => pick(event.currentTarget.value)}
      />
      <datalist id={list}>
        <Show when={props.emptyLabel}>{(label) => <option value={label()} />}</Show>
        <For each={props.things}>{(one) => <option value={named(one)} />}</For>
      </datalist>
    </>
  )
}

const FixWhere = (props: { intake: Intake }) => {
  const site = createMemo(() => props.intake.preview.value?.where.site)
  return (
    <>
      <Pick
        label={words().where.site}
        things={props.intake.directory()?.sites ?? []}
        value={site() ? named(site() as Thing) : ''}
        emptyLabel={words().where.none}
        onPick={(id) => props.intake.setForm('siteId', id)}
      />
      <Field
        label={words().where.place}
        maxlength="60"
        value={props.intake.place()}
        onInput={(event) => props.intake.setForm('place', event.currentTarget.value)}
      />
    </>
  )
}

const FixWhat = (props: { intake: Intake }) => (
  <Pick
    label={words().what.service}
    things={props.intake.directory()?.services.filter(({ isActive }) => isActive) ?? []}
    value={props.intake.service() ? named(props.intake.service() as Thing) : ''}
    onPick={(id) => props.intake.setForm('serviceId', id ?? undefined)}
  />
)

const FixSince = (props: { intake: Intake }) => {
  const at = () => props.intake.form.beganAt ?? props.intake.preview.value?.since.at ?? null
  const change = (time: string): void => {
    const [hours, minutes] = time.split(':').map(Number)
    const now = props.intake.preview.value?.at ?? 0
    const today = dayStart(now) + ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000
    // An hour that is still to come was yesterday's.
    const beganAt = minutes === undefined ? undefined : today > now ? today - 86_400_000 : today
    props.intake.setForm('beganAt', beganAt)
  }
  return (
    <Field
      ref={focused}
      label={words().since.time}
      type="time"
      value={at() === null ? '' : clockTime(at() as number)}
      onInput={(event) => change(event.currentTarget.value)}
    />
  )
}
