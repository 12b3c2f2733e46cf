import './supervision.css'
import { useParams } from '@solidjs/router'
import { createSignal, For, Show } from 'solid-js'
import type { ConsultationView, Consultations as Ledgers } from '../../server/wire/consultation.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { post } from '../lib/api.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { useTitle } from '../lib/title.ts'
import { Button } from '../ui/Button.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { Band } from './Lists.tsx'
import { Matter } from './Matter.tsx'
import { type Decision, MatterDialog } from './MatterDialog.tsx'
import { isSupervisor } from './supervisors.ts'
import { words } from './words.ts'

/** 会诊: the ledger without a plan, the one with, and what was struck off. */
export default function Consultations() {
  const params = useParams<{ id?: string }>()
  useTitle(() => words().consultations)
  const shown = useSnapshot<Ledgers>(
    () => '/consultations',
    ({ kind }) => kind === 'supervision',
  )
  const [deciding, setDeciding] = createSignal<{ matter: ConsultationView; decision: Decision }>()
  const done = () => {
    setDeciding(undefined)
    shown.reload()
  }
  const decide = (matter: ConsultationView) => (decision: Decision) => setDeciding({ matter, decision })
  return (
    <main id="main" class="supervision" tabindex="-1">
      <Shot of={shown}>
        {(ledgers) => (
          <>
            <Head ledgers={ledgers()} onChanged={shown.reload} />
            <Ledger
              title={words().consultation.listed}
              empty={words().consultation.noListed}
              rows={ledgers().listed}
              openId={params.id}
              onDecide={decide}
            />
            <Ledger
              title={words().consultation.planned}
              empty={words().consultation.noPlanned}
              rows={ledgers().planned}
              openId={params.id}
              onDecide={decide}
            />
            <Ledger
              title={words().consultation.struckOff}
              empty={words().consultation.noStruckOff}
              rows={ledgers().struckOff}
              openId={params.id}
              onDecide={decide}
            />
          </>
        )}
      </Shot>
      <Show when={deciding()} keyed>
        {({ matter, decision }) => (
          <MatterDialog matter={matter} decision={decision} onDone={done} onClose={() => setDeciding(undefined)} />
        )}
      </Show>
    </main>
  )
}

const Head = (props: { ledgers: Ledgers; onChanged: () => void }) => {
  const said = () => words().consultation
  const [isBusy, setIsBusy] = createSignal(false)
  const [result, setResult] = createSignal('')
  const [problem, setProblem] = createSignal<Refusal>()
  const story = () => ({
    listed: props.ledgers.listed.length,
    planned: props.ledgers.planned.length,
    late: props.ledgers.planned.filter(({ isLate }) => isLate).length,
  })
  const tone = () => (story().late > 0 ? 'late' : story().listed > 0 ? 'attn' : 'calm')
  async function cluster(): Promise<void> {
    setIsBusy(true)
    const answer = await post<{ consultations: number; issues: number }>('/consultations/clustering', {})
    setIsBusy(false)
    setProblem(answer.ok ? undefined : answer.problem)
    if (!answer.ok) return
    setResult(said().clustered(answer.value))
    props.onChanged()
  }
  return (
    <header class="head pad">
      <div class="crumb">
        <h1>{words().consultations}</h1>
        <a class="go" href="/supervision">
          {words().back}
        </a>
      </div>
      <Say phrase={said().sentence(story())} tone={tone()} />
      <Show when={isSupervisor()}>
        <div class="acts">
          <Button disabled={isBusy()} onClick={() => void cluster()}>
            {said().cluster}
          </Button>
          <span class="dim" role="status">
            {result()}
          </span>
        </div>
      </Show>
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
    </header>
  )
}

const Ledger = (props: {
  title: string
  empty: string
  rows: readonly ConsultationView[]
  openId: string | undefined
  onDecide: (matter: ConsultationView) => (decision: Decision) => void
}) => (
  <Band title={`${props.title} ${props.rows.length}`} note="">
    <Show when={props.rows.length > 0} fallback={<p class="dim quiet">{props.empty}</p>}>
      <ul class="matters">
        <For each={props.rows}>
          {(matter) => <Matter matter={matter} isOpen={matter.id === props.openId} onDecide={props.onDecide(matter)} />}
        </For>
      </ul>
    </Show>
  </Band>
)
