import { createSignal } from 'solid-js'
import type { Session, SetupState } from '../../server/wire/people.ts'
import { get, getByItself, remove, whenSignedOut } from './api.ts'
import { here, learnServerTime } from './clock.ts'
import { createLive } from './live.ts'

/** Who sits at this desk. `lost` = the server did not answer at all. */
export type Seat =
  | { is: 'asking' }
  | { is: 'lost' }
  | { is: 'new'; setup: SetupState }
  | { is: 'out' }
  | { is: 'in'; session: Session }

const [seat, setSeat] = createSignal<Seat>({ is: 'asking' })

export { seat }

export const session = (): Session | null => {
  const taken = seat()
  return taken.is === 'in' ? taken.session : null
}
export const isAdministrator = (): boolean => session()?.user.role === 'administrator'

/** Whether this person opens issues for others: the desk does, agencies and viewers do not. */
export const opensIssues = (): boolean => ['administrator', 'operator'].includes(session()?.user.role ?? '')

export const live = createLive({
  open: (address) => new EventSource(address),
  here,
  random: Math.random,
  learn: learnServerTime,
  isSignedIn: async () => {
    const answer = await getByItself<Session>('/session')
    if (answer.ok || answer.problem.status !== 401) return true
    await leave()
    return false
  },
})

/** Asks the server who is signed in, and whether it has to be set up first. */
export async function takeSeat(): Promise<void> {
  const answer = await get<Session>('/session')
  if (answer.ok) return enter(answer.value)
  if (answer.problem.status === 401) return leave()
  setSeat({ is: 'lost' })
}

export function enter(next: Session): void {
  setSeat({ is: 'in', session: next })
  // Nothing is open yet to who has to set up a second factor first.
  if (!next.mustSetUpSecondFactor) live.start()
}

export async function leave(): Promise<void> {
  live.stop()
  const setup = await get<SetupState>('/setup')
  setSeat(setup.ok && setup.value.isNeeded ? { is: 'new', setup: setup.value } : { is: 'out' })
}

export async function signOut(): Promise<void> {
  live.stop()
  await remove('/session')
  setSeat({ is: 'out' })
}

/** Ties the stream and the seat to this page; returns how to untie them. */
export function sitDown(): () => void {
  whenSignedOut(() => {
    if (seat().is === 'in') void leave()
  })
  const timer = setInterval(live.tick, 1_000)
  const check = () => {
    if (document.visibilityState === 'visible') live.check()
  }
  document.addEventListener('visibilitychange', check)
  window.addEventListener('online', check)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', check)
    window.removeEventListener('online', check)
    live.stop()
  }
}
