import './open-data.css'
import { createSignal, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { OpenData as Shown } from '../../server/wire/open311.ts'
import type { Problem as Refusal } from '../../server/wire/problem.ts'
import { put } from '../lib/api.ts'
import { useSnapshot } from '../lib/snapshot.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Say } from '../ui/Say.tsx'
import { Shot } from '../ui/Shot.tsx'
import { Adding } from './Adding.tsx'
import { OpenDataKeys } from './OpenDataKeys.tsx'
import { OpenDataSites } from './OpenDataSites.tsx'
import { openDataWords as words } from './open-data-words.ts'

/** What the public may read, who may post, and where the sites are. */
export const OpenData = () => {
  const shown = useSnapshot<Shown>(
    () => '/open-data',
    ({ kind }) => kind === 'directory' || kind === 'site',
  )
  return (
    <Shot of={shown}>
      {(data) => (
        <>
          <Switch data={data()} onChanged={shown.reload} />
          <h2 class="open-data">{words().addresses}</h2>
          <dl class="mine">
            <Address label={words().discovery} url={data().discoveryUrl} />
            <Address label={words().production} url={data().productionUrl} />
            <Address label={words().test} url={data().testUrl} />
            <Address label={words().bulk} url={data().bulkUrl} />
          </dl>
          <OpenDataKeys keys={data().keys} onChanged={shown.reload} />
          <OpenDataSites sites={data().sites} onSaved={shown.reload} />
          <Said data={data()} onSaved={shown.reload} />
        </>
      )}
    </Shot>
  )
}

const Address = (props: { label: string; url: string }) => (
  <>
    <dt>{props.label}</dt>
    <dd>
      <code>{props.url}</code>
    </dd>
  </>
)

type Part = { data: Shown; onChanged: () => void }

const bodyOf = ({ isOn, contact, keyService }: Shown) => ({ isOn, contact, keyService })

/** On only after it was said what that means. */
const Switch = (props: Part) => {
  const [isAsking, setIsAsking] = createSignal(false)
  const [problem, setProblem] = createSignal<Refusal>()
  const [isBusy, setIsBusy] = createSignal(false)
  async function turn(): Promise<void> {
    if (!props.data.isOn && !isAsking()) return void setIsAsking(true)
    setIsBusy(true)
    const answer = await put<Shown>('/open-data', { ...bodyOf(props.data), isOn: !props.data.isOn })
    setIsBusy(false)
    setIsAsking(false)
    setProblem(answer.ok ? undefined : answer.problem)
    if (answer.ok) props.onChanged()
  }
  return (
    <>
      <div role="status">
        <Say phrase={words().sentence(props.data.isOn)} tone="calm" />
        <Show when={isAsking()}>
          <p class="st st-attn">{words().sure}</p>
        </Show>
      </div>
      <p class="dim">{words().why}</p>
      <Show when={problem()}>{(refused) => <Problem problem={refused()} />}</Show>
      <div class="acts">
        <Button isMain={isAsking()} disabled={isBusy()} onClick={() => void turn()}>
          {props.data.isOn ? words().turnOff : words().turnOn}
        </Button>
      </div>
    </>
  )
}

/** The words of discovery. */
const Said = (props: { data: Shown; onSaved: () => void }) => {
  const [form, setForm] = createStore({ contact: props.data.contact, keyService: props.data.keyService })
  const [said, setSaid] = createSignal<string>()
  return (
    <Adding<Shown>
      title={words().saveWords}
      isWhole={() => true}
      said={said()}
      send={() => put<Shown>('/open-data', { ...bodyOf(props.data), ...form })}
      onAdded={() => {
        setSaid(words().saved)
        props.onSaved()
      }}
    >
      {({ error }) => (
        <>
          <Field
            label={words().contact}
            hint={words().contactHint}
            maxlength="200"
            value={form.contact}
            error={error('contact')}
            onInput={(event) => setForm('contact', event.currentTarget.value)}
          />
          <Field
            label={words().keyService}
            hint={words().keyServiceHint}
            maxlength="200"
            value={form.keyService}
            error={error('keyService')}
            onInput={(event) => setForm('keyService', event.currentTarget.value)}
          />
        </>
      )}
    </Adding>
  )
}
