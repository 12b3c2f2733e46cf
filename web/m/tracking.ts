import { createSignal, onCleanup } from 'solid-js'
import type { Tracking } from '../../server/wire/merchant.ts'
import { FINAL_STATUSES, followStream } from '../lib/follow-stream.ts'
import type { Failure, Outcome } from './merchant-api.ts'
import type { Page } from './page.ts'

const POLL_MS = 10_000
/** Supply changes without an event on the issue: that much it may lag. */
const SUPPLY_LAG_MS = 60_000

export type Following = ReturnType<typeof createFollowing>

/** Follows one report by its secret: reads it, reads it again at every event, and says when it cannot. */
export function createFollowing(page: Page, token: string) {
  const [tracking, setTracking] = createSignal<Tracking | null>(null)
  const [failure, setFailure] = createSignal<Failure | null>(null)
  const [isDeadLink, setIsDeadLink] = createSignal(false)
  const [updatedAt, setUpdatedAt] = createSignal<number | null>(null)
  const [downSince, setDownSince] = createSignal<number | null>(null)
  let polling: ReturnType<typeof setInterval> | undefined
  let isStreamUp = false
  let isFetching = false
  let isStale = false

  const take = (outcome: Outcome<Tracking>): void => {
    if (outcome.ok) {
      setTracking(outcome.value)
      setUpdatedAt(outcome.value.at)
      setFailure(null)
      // Read just now, the page is fresh, stream or no stream.
      setDownSince(null)
      if (isStreamUp) clearInterval(polling)
    } else if (outcome.failure.kind === 'refused' && FINAL_STATUSES.includes(outcome.failure.status)) {
      setIsDeadLink(true)
      clearInterval(polling)
      follower.stop()
    } else {
      setFailure(outcome.failure)
      if (tracking() !== null) setDownSince((old) => old ?? updatedAt())
      poll()
    }
  }
  /** One request at a time; whatever happens meanwhile asks for one more after it. */
  async function read(): Promise<void> {
    isStale = true
    if (isFetching) return
    isFetching = true
    while (isStale) {
      isStale = false
      take(await page.api.tracking(token))
    }
    isFetching = false
  }
  /** Without a stream, asking from time to time must do. */
  function poll(): void {
    clearInterval(polling)
    polling = setInterval(() => void read(), POLL_MS)
  }
  const beat = (data: string): void => {
    const { at } = JSON.parse(data) as { at: number }
    page.api.heard(at)
    if (failure() === null) setUpdatedAt(at)
    const known = tracking()
    if (known?.supply && at - known.at > SUPPLY_LAG_MS) void read()
  }
  const follower = followStream({
    open: (signal) => page.api.stream(token, signal),
    onMessage: ({ event, data }) => (event === 'beat' ? beat(data) : void read()),
    onUp: () => {
      isStreamUp = true
      void read()
    },
    onDown: () => {
      isStreamUp = false
      setDownSince((old) => old ?? updatedAt() ?? page.now())
      poll()
    },
    onRefused: () => void read(),
    onUnreadable: poll,
  })
  const check = () => {
    if (document.visibilityState === 'visible') follower.check()
  }
  document.addEventListener('visibilitychange', check)
  addEventListener('online', check)
  onCleanup(() => {
    document.removeEventListener('visibilitychange', check)
    removeEventListener('online', check)
    clearInterval(polling)
    follower.stop()
  })

  async function taken(asking: Promise<Outcome<Tracking>>): Promise<Failure | null> {
    const outcome = await asking
    if (outcome.ok) take(outcome)
    else if (outcome.failure.kind === 'refused' && outcome.failure.status === 409) void read()
    return outcome.ok ? null : outcome.failure
  }

  void read()
  return {
    tracking,
    failure,
    isDeadLink,
    updatedAt,
    downSince,
    check: () => {
      follower.check()
      void read()
    },
    /** Takes a step; null when it is kept, else why not. */
    tell: (step: string, body: object): Promise<Failure | null> => taken(page.api.tell(step, { token, ...body })),
    upload: (photo: Blob, name: string): Promise<Failure | null> => taken(page.api.upload(token, photo, name)),
    token,
    read,
  }
}
