import { createSignal, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { RetentionCounts, Retention as Shown } from '../../server/wire/privacy.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post, put } from '../lib/api.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { Table } from '../ui/Table.tsx'
import { When } from '../ui/When.tsx'
import { Adding } from './Adding.tsx'
import { words } from './words.ts'

/** How long things are kept: the policy, a count of what is due, and the runs so far. */
export const Retention = () => {
  const own = () => words().retention
  const shown = useSnapshot<Shown>(
    () => '/retention',
    ({ kind }) => kind === 'setup',
  )
  return (
    <Shot of={shown}>
      {(retention) => (
        <>
          <Say phrase={own().sentence} tone="calm" />
          <p class="dim">{own().why}</p>
          <Run onRun={shown.reload} />
          <h2 class="runs">{own().runs}</h2>
          <Show when={retention().runs.length > 0} fallback={<p class="dim">{own().noRuns}</p>}>
            <Table
              caption={own().runs}
              rows={retention().runs}
              columns={[
                { head: own().column.at, cell: (run) => <When at={run.at} />, class: 'number' },
                { head: own().column.by, cell: (run) => run.by ?? own().bySystem },
                { head: own().column.kind, cell: (run) => (run.isDryRun ? own().counted : own().removed) },
                { head: own().column.contacts, cell: (run) => run.counts.contacts, isNumber: true },
                { head: own().column.refused, cell: (run) => run.counts.refusedIssues, isNumber: true },
                { head: own().column.handled, cell: (run) => run.counts.handledIssues, isNumber: true },
                { head: own().column.attachments, cell: (run) => run.counts.attachments, isNumber: true },
              ]}
            />
          </Show>
          <Policy policy={retention().policy} onSaved={shown.reload} />
        </>
      )}
    </Shot>
  )
}

/** Counts first; only then can be removed what was counted. */
const Run = (props: { onRun: () => void }) => {
  const own = () => words().retention
  const [counted, setCounted] = createSignal<RetentionCounts>()
  const [removed, setRemoved] = createSignal<RetentionCounts>()
  const [problem, setProblem] = createSignal<Refusal>()
  const [isBusy, setIsBusy] = createSignal(false)
  async function run(isDryRun: boolean): Promise<void> {
    setIsBusy(true)
    const answer = await post<RetentionCounts>('/retention/runs', { isDryRun })
    setIsBusy(false)
    setProblem(answer.ok ? undefined : answer.problem)
    if (!answer.ok) return
    setCounted(isDryRun ? answer.value : undefined)
    setRemoved(isDryRun ? undefined : answer.value)
    props.onRun()
  }
  const isAny = () => Object.values(counted() ?? {}).some((count) => count > 0)
  return (
    <div role="status">
      <Show when={counted()}>
        {(counts) => (
          <>
            <Say phrase={own().result(counts())} tone="calm" />
            <Show when={isAny()}>
              <p class="st st-attn">{own().sure}</p>
            </Show>
          </>
        )}
      </Show>
      <Show when={removed()}>{(counts) => <Say phrase={own().done(counts())} tone="calm" />}</Show>
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      <div class="acts">
        <Button isMain={!isAny()} disabled={isBusy()} onClick={() => void run(true)}>
          {own().dryRun}
        </Button>
        <Show when={isAny()}>
          <Button disabled={isBusy()} onClick={() => void run(false)}>
            {own().apply}
          </Button>
        </Show>
      </div>
    </div>
  )
}

const FIELDS = ['contactMonths', 'refusedMonths', 'handledMonths'] as const

const Policy = (props: { policy: Shown['policy']; onSaved: () => void }) => {
  const own = () => words().retention
  const [form, setForm] = createStore({
    contactMonths: String(props.policy.contactMonths),
    refusedMonths: String(props.policy.refusedMonths),
    handledMonths: String(props.policy.handledMonths),
    reason: '',
  })
  const [said, setSaid] = createSignal<string>()
  const isNumber = (text: string): boolean => /^[1-9]\d{0,2}$/.test(text.trim()) && Number(text) <= 600
  return (
    <Adding<Shown>
      title={own().save}
      isWhole={() => FIELDS.every((name) => isNumber(form[name])) && form.reason.trim() !== ''}
      said={said()}
      send={() =>
        put<Shown>('/retention', {
          contactMonths: Number(form.contactMonths),
          refusedMonths: Number(form.refusedMonths),
          handledMonths: Number(form.handledMonths),
          reason: form.reason,
        })
      }
      onAdded={() => {
        setForm('reason', '')
        setSaid(own().saved)
        props.onSaved()
      }}
    >
      {({ error }) => (
        <>
          {FIELDS.map((name) => (
            <Field
              label={own()[name]}
              inputmode="numeric"
              maxlength="3"
              value={form[name]}
              error={error(name, !isNumber(form[name]))}
              onInput={(event) => setForm(name, event.currentTarget.value)}
            />
          ))}
          <Field
            label={own().reason}
            maxlength="200"
            value={form.reason}
            error={error('reason', form.reason.trim() === '')}
            onInput={(event) => setForm('reason', event.currentTarget.value)}
          />
        </>
      )}
    </Adding>
  )
}
