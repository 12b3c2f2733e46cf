import { type RouteSectionProps, useIsRouting, useNavigate } from '@solidjs/router'
import { createSignal, ErrorBoundary, lazy, Match, onCleanup, onMount, Show, Suspense, Switch } from 'solid-js'
import { live, opensIssues, seat, session, takeSeat } from '../lib/desk.ts'
import { w } from '../lib/i18n.ts'
import { moveRow, pressKey, useKeys } from '../lib/keys.ts'
import { Button } from '../ui/Button.tsx'
import { Defs } from '../ui/Defs.tsx'
import { Say } from '../ui/Say.tsx'
import { Loading } from '../ui/Shot.tsx'
import { Crash } from './Crash.tsx'
import { Help } from './Help.tsx'
import { Rail } from './Rail.tsx'
import { Stale } from './Stale.tsx'
import { TopBar } from './TopBar.tsx'

const SignIn = lazy(() => import('../start/SignIn.tsx'))
const FirstRun = lazy(() => import('../start/FirstRun.tsx'))
const SecondFactorFirst = lazy(() => import('../start/SecondFactorFirst.tsx'))

/** The frame of every page. Who is not signed in sees the door instead; the address stays, so that they end up where they wanted. */
export const Shell = (props: RouteSectionProps) => (
  <>
    <Defs />
    <Suspense fallback={<Loading />}>
      <Switch fallback={<p class="pad dim">{w().start.asking}</p>}>
        <Match when={session()?.mustSetUpSecondFactor}>
          <SecondFactorFirst />
        </Match>
        <Match when={seat().is === 'in'}>
          <Desk {...props} />
        </Match>
        <Match when={seat().is === 'out'}>
          <SignIn />
        </Match>
        <Match when={seat().is === 'new'}>
          <FirstRun />
        </Match>
        <Match when={seat().is === 'lost'}>
          <main class="pad">
            <Say phrase={w().start.lost} tone="attn" as="h1" />
            <p>{w().start.lostDo}</p>
            <p class="acts">
              <Button isMain onClick={() => void takeSeat()}>
                {w().common.connectNow}
              </Button>
            </p>
          </main>
        </Match>
      </Switch>
    </Suspense>
  </>
)

const Desk = (props: RouteSectionProps) => {
  const [isHelp, setIsHelp] = createSignal(false)
  const navigate = useNavigate()
  const isRouting = useIsRouting()
  useKeys({
    '/': () => document.getElementById('search')?.focus(),
    n: () => {
      if (opensIssues()) navigate('/issues/new')
    },
    j: () => moveRow(1),
    k: () => moveRow(-1),
    '?': () => setIsHelp(true),
  })
  onMount(() => document.addEventListener('keydown', pressKey))
  onCleanup(() => document.removeEventListener('keydown', pressKey))
  return (
    <div class="app" aria-busy={isRouting()}>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        {w().common.nav.skip}
      </button>
      <Rail path={props.location.pathname} />
      <TopBar />
      <div class="page">
        <Show when={session()?.isInsecure}>
          <p class="warn st st-attn">{w().common.insecure}</p>
        </Show>
        <Show when={live.state.phase === 'down'}>
          <Stale />
        </Show>
        <ErrorBoundary
          fallback={(error, reset) => <Crash error={error} path={props.location.pathname} onRetry={reset} />}
        >
          <Suspense fallback={<Loading />}>{props.children}</Suspense>
        </ErrorBoundary>
      </div>
      <Show when={isHelp()}>
        <Help onClose={() => setIsHelp(false)} />
      </Show>
    </div>
  )
}
