import { createMemo, createSignal, For, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { CalendarRules } from '../../server/wire/rules.ts'
import { post } from '../lib/api.ts'
import { w } from '../lib/i18n.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Area, Field } from '../ui/Field.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { Table } from '../ui/Table.tsx'
import { Adding } from './Adding.tsx'
import { datesIn, yearFileOf } from './calendar-text.ts'
import { Versions } from './Versions.tsx'

const MONTHS = Array.from({ length: 12 }, (_, n) => n + 1)

/** The official days, a year at a time, and the way a new year comes in. */
export const Calendar = () => {
  const words = () => w().rules.calendar
  const shown = useSnapshot<CalendarRules>(
    () => '/rules/calendar',
    ({ kind, subjectId }) => kind === 'directory' && subjectId === 'rules/calendar',
  )
  const [chosen, setChosen] = createSignal<number>()
  return (
    <Shot of={shown}>
      {(rules) => {
        const year = () => chosen() ?? rules().body.lastOfficialYear
        return (
          <>
            <Say
              phrase={words().sentence(rules().body.lastOfficialYear, rules().provisionalCount)}
              tone={rules().provisionalCount > 0 ? 'attn' : 'calm'}
            />
            <Years rules={rules()} year={year()} onChoose={setChosen} />
            <AddYear rules={rules()} onAdded={shown.put} />
            <Versions versions={rules().versions} />
          </>
        )
      }}
    </Shot>
  )
}

const Years = (props: { rules: CalendarRules; year: number; onChoose: (year: number) => void }) => {
  const words = () => w().rules.calendar
  const years = createMemo(() => [...new Set(props.rules.body.holidays.map((on) => Number(on.slice(0, 4))))].sort())
  const daysOf = (days: readonly string[], month: number): string => {
    const prefix = `${props.year}-${String(month).padStart(2, '0')}-`
    const inMonth = days.filter((on) => on.startsWith(prefix)).map((on) => String(Number(on.slice(8))))
    return inMonth.length ? w().common.list(inMonth) : ''
  }
  return (
    <>
      <nav class="seg" aria-label={words().year}>
        <For each={years()}>
          {(year) => (
            <button type="button" aria-pressed={year === props.year} onClick={() => props.onChoose(year)}>
              {year}
            </button>
          )}
        </For>
      </nav>
      <Table
        caption={`${words().year} ${props.year}`}
        rows={MONTHS}
        columns={[
          { head: words().column.month, cell: (month) => words().months(month) },
          { head: words().column.off, cell: (month) => daysOf(props.rules.body.holidays, month) },
          { head: words().column.worked, cell: (month) => daysOf(props.rules.body.makeUpDays, month) },
        ]}
      />
    </>
  )
}

const AddYear = (props: { rules: CalendarRules; onAdded: (rules: CalendarRules) => void }) => {
  const words = () => w().rules.calendar
  const [form, setForm] = createStore({ year: '', off: '', worked: '', reason: '' })
  const [said, setSaid] = createSignal<string>()
  const [fileProblem, setFileProblem] = createSignal<string>()
  const year = () => Number(form.year || props.rules.body.lastOfficialYear + 1)
  const off = () => datesIn(form.off)
  const worked = () => datesIn(form.worked)
  const badDate = (bad: string | undefined) => (bad === undefined ? undefined : words().badDate(bad))

  async function takeFile(file: File | undefined): Promise<void> {
    const read = file ? yearFileOf(await file.text()) : null
    setFileProblem(file && !read ? words().fileBad : undefined)
    if (read) setForm({ year: String(read.year), off: read.holidays.join('\n'), worked: read.makeUpDays.join('\n') })
  }
  return (
    <Adding<CalendarRules>
      title={words().add}
      isWhole={() =>
        off().bad === undefined && worked().bad === undefined && form.reason.trim() !== '' && off().dates.length > 0
      }
      said={said()}
      send={() =>
        post(
          '/rules/calendar/years',
          { year: year(), holidays: off().dates, makeUpDays: worked().dates, reason: form.reason.trim() },
          props.rules.version,
        )
      }
      onAdded={(rules) => {
        setSaid(words().added(year()))
        setForm({ year: '', off: '', worked: '', reason: '' })
        props.onAdded(rules)
      }}
    >
      {({ error }) => (
        <>
          <p class="dim">{words().addHint}</p>
          <Field
            label={words().file}
            type="file"
            accept="application/json,.json"
            error={fileProblem()}
            onChange={(event) => void takeFile(event.currentTarget.files?.[0])}
          />
          <Field
            label={words().yearLabel}
            inputmode="numeric"
            value={String(year())}
            onInput={(event) => setForm('year', event.currentTarget.value)}
          />
          <div class="two">
            <Area
              label={words().offLabel}
              hint={words().offHint}
              rows="8"
              error={badDate(off().bad) ?? error('off', off().dates.length === 0)}
              value={form.off}
              onInput={(event) => setForm('off', event.currentTarget.value)}
            />
            <Area
              label={words().workedLabel}
              hint={words().offHint}
              rows="8"
              error={badDate(worked().bad)}
              value={form.worked}
              onInput={(event) => setForm('worked', event.currentTarget.value)}
            />
          </div>
          <Field
            label={words().reason}
            hint={words().reasonHint}
            maxlength="500"
            error={error('reason', form.reason.trim() === '')}
            value={form.reason}
            onInput={(event) => setForm('reason', event.currentTarget.value)}
          />
          <Show when={props.rules.provisionalCount > 0}>
            <p class="dim">{words().effect}</p>
          </Show>
        </>
      )}
    </Adding>
  )
}
