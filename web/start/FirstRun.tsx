import { createSignal, Show } from 'solid-js'
import { w } from '../lib/i18n.ts'
import { useTitle } from '../lib/title.ts'
import { Claim } from './Claim.tsx'
import { FirstPerson } from './FirstPerson.tsx'

/** The first morning: the printed code, then the first administrator. */
export default function FirstRun() {
  const [code, setCode] = createSignal<string>()
  useTitle(() => w().start.claim.go)
  return (
    <Show when={code()} fallback={<Claim onClaimed={setCode} />}>
      {(claimed) => <FirstPerson code={claimed()} onBack={() => setCode(undefined)} />}
    </Show>
  )
}
