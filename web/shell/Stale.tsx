import { second } from '../lib/clock.ts'
import { live } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { Button } from '../ui/Button.tsx'

/** While the stream is down: what that means, when it is tried again, and a way to try now. */
export const Stale = () => {
  const retryIn = () =>
    live.state.retryHere === null ? null : Math.max(0, Math.ceil((live.state.retryHere - second()) / 1_000))
  return (
    <div class="warn">
      <p class="st st-late" aria-live="polite">
        {w().common.lost}
      </p>
      <p class="dim">{w().common.lostDetail(live.state.attempt, retryIn())}</p>
      <Button onClick={() => live.check()}>{w().common.connectNow}</Button>
    </div>
  )
}
