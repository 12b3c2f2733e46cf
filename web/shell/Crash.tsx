import { w } from '../lib/i18n.ts'
import { usePathChange } from '../lib/path-change.ts'
import { Button } from '../ui/Button.tsx'

/** A page that could not be drawn; leaving it for another one tries anew. */
export const Crash = (props: { error: unknown; path: string; onRetry: () => void }) => {
  usePathChange(
    () => props.path,
    () => props.onRetry(),
  )
  return (
    <main id="main" class="pad problem" role="alert" tabindex="-1">
      <h1 class="say">
        <span class="st st-attn">{w().common.problem.crashed}</span>
      </h1>
      <p>{w().common.problem.crashedDo}</p>
      <p class="dim number">{props.error instanceof Error ? props.error.message : String(props.error)}</p>
      <div class="acts">
        <Button isMain onClick={() => props.onRetry()}>
          {w().common.retry}
        </Button>
      </div>
    </main>
  )
}
