import { createSignal, For, Show } from 'solid-js'
import type { AuditPage, AuditRow } from '../../server/wire/audit.ts'
import { w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { dateOn, endOfDate } from '../lib/time.ts'
import { Button } from '../ui/Button.tsx'
import { Field, Select } from '../ui/Field.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { Table } from '../ui/Table.tsx'
import { When } from '../ui/When.tsx'
import { detailOf } from './audit-words.ts'
import { words } from './words.ts'

const DAY_MS = 86_400_000

/** Who did what: newest first, by kind and day, and the last seal to write down. */
export const Audit = () => {
  const own = () => words().audit
  const [group, setGroup] = createSignal('')
  const [from, setFrom] = createSignal('')
  const [until, setUntil] = createSignal('')
  /** Where the page begins; null: with the newest. */
  const [cursor, setCursor] = createSignal<string | null>(null)
  const path = () => {
    const query = new URLSearchParams()
    if (group() !== '') query.set('group', group())
    const [first, last] = [endOfDate(from()), endOfDate(until())]
    if (first !== null) query.set('from', String(first + 1_000 - DAY_MS))
    if (last !== null) query.set('until', String(last + 1_000))
    const place = cursor()
    if (place !== null) query.set('cursor', place)
    return `/audit?${query}`
  }
  const shown = useSnapshot<AuditPage>(path, ({ kind }) => kind === 'setup', { isKept: true })
  /** Another view begins with its newest row. */
  const narrow = (set: (text: string) => void) => (event: { currentTarget: { value: string } }) => {
    set(event.currentTarget.value)
    setCursor(null)
  }
  const actorOf = ({ actor, actorRole }: AuditRow): string => actor?.name ?? own().actors[actorRole] ?? actorRole
  const subjectOf = ({ subject, subjectId }: AuditRow): string => subject ?? own().subjects[subjectId] ?? ''
  return (
    <Shot of={shown}>
      {(page) => (
        <>
          <Say phrase={own().sentence(page().rows.length)} tone="calm" />
          <p class="dim">{own().why}</p>
          <div class="audit-filter">
            <Select label={own().filter} onChange={narrow(setGroup)}>
              <option value="">{own().all}</option>
              <For each={Object.entries(own().groups)}>
                {([name, label]) => (
                  <option value={name} selected={name === group()}>
                    {label}
                  </option>
                )}
              </For>
            </Select>
            <Field
              label={own().from}
              type="date"
              max={dateOn(shown.state.at ?? 0)}
              value={from()}
              onChange={narrow(setFrom)}
            />
            <Field label={own().until} type="date" value={until()} onChange={narrow(setUntil)} />
          </div>
          <Show when={page().rows.length > 0}>
            <Table
              caption={w().settings.parts.audit}
              rows={page().rows}
              columns={[
                { head: own().column.at, cell: (row) => <When at={row.at} hasSeconds />, class: 'number' },
                { head: own().column.actor, cell: actorOf },
                {
                  head: own().column.action,
                  cell: (row) => (
                    <>
                      <b>{own().actions[row.action] ?? row.action}</b>
                      <Show when={detailOf(row.body)}>{(detail) => <div class="dim">{detail()}</div>}</Show>
                    </>
                  ),
                  class: 'wrap',
                },
                {
                  head: own().column.subject,
                  cell: (row) =>
                    row.action.startsWith('contact.') ? (
                      <a class="go" href={`/issues/${row.subjectId}`}>
                        {subjectOf(row)}
                      </a>
                    ) : (
                      subjectOf(row)
                    ),
                },
                {
                  head: own().column.seal,
                  cell: (row) => (row.isSealed ? own().sealed : own().waiting),
                  class: 'dim',
                },
              ]}
            />
          </Show>
          <div class="acts">
            <Show when={cursor() !== null}>
              <Button onClick={() => setCursor(null)}>{own().newest}</Button>
            </Show>
            <Show when={page().next}>{(next) => <Button onClick={() => setCursor(next())}>{own().more}</Button>}</Show>
          </div>
          <Show when={page().anchor}>
            {(anchor) => (
              <section class="anchor">
                <h2>{own().anchor}</h2>
                <p class="dim">{own().anchorWhy}</p>
                <p>
                  <code>
                    {anchor().id}:{anchor().hash}
                  </code>
                </p>
                <p class="dim">
                  <code>npm run cli -- verify audit --anchor …</code>
                </p>
              </section>
            )}
          </Show>
        </>
      )}
    </Shot>
  )
}
