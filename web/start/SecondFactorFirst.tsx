import { signOut, takeSeat } from '../lib/desk.ts'
import { useTitle } from '../lib/title.ts'
import { SecondFactor } from '../settings/SecondFactor.tsx'
import { words } from '../settings/words.ts'
import '../settings/settings.css'
import { Say } from '../ui/Say.tsx'
import { Door } from './Door.tsx'

/** Before the desk, for a role that signs in with a second factor: setting one up is all there is to do. */
export default function SecondFactorFirst() {
  useTitle(() => words().mine.factor)
  return (
    <Door isLit aside="">
      <Say phrase={words().first.sentence} tone="late" as="h1" />
      <p class="dim">{words().first.why}</p>
      <div class="first-factor">
        <SecondFactor onChanged={() => void takeSeat()} />
      </div>
      <p class="go-on">
        <button type="button" class="link" onClick={() => void signOut()}>
          {words().first.leave}
        </button>
      </p>
    </Door>
  )
}
