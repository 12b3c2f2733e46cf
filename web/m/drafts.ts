import { createSignal, onCleanup, onMount } from 'solid-js'
import type { Named } from '../../server/wire/common.ts'
import type { ReportAnswer, ReportBody } from '../../server/wire/merchant.ts'
import type { DraftShelf } from './draft-shelf.ts'
import type { MerchantApi } from './merchant-api.ts'

/** A report the merchant asked the phone to keep: with its key, so that it is one record however often it is sent. */
export interface KeptDraft {
  key: string
  body: ReportBody
  photos: { photo: Blob; name: string }[]
  place: Named | null
  keptAt: number
  /** Once sent, until the merchant says that the link is kept. */
  receipt: ReportAnswer | null
  isRefused: boolean
}

const AGAIN_MS = 30_000
/** `release` of the form hands this over. */
export type Released = Pick<KeptDraft, 'key' | 'body' | 'photos' | 'place'>
export type Drafts = ReturnType<typeof createDrafts>

/** What the phone keeps until there is a line: sent at once when it comes back, and asked again from time to time. */
export function createDrafts(api: MerchantApi, shelf: DraftShelf) {
  const [kept, setKept] = createSignal<KeptDraft[]>([])
  const [isSending, setIsSending] = createSignal(false)
  const show = async () => setKept((await shelf.all()).sort((a, b) => a.keptAt - b.keptAt))
  const store = async (draft: KeptDraft) => {
    await shelf.put(draft)
    await show()
  }

  async function sendOne(draft: KeptDraft): Promise<boolean> {
    const outcome = await api.report(draft.body, draft.key)
    if (!outcome.ok) {
      const isFinal =
        outcome.failure.kind === 'refused' && outcome.failure.status < 500 && outcome.failure.status !== 429
      if (isFinal) await store({ ...draft, isRefused: true })
      return isFinal
    }
    // The link is given once: it is on the phone before anything else is tried.
    await store({ ...draft, receipt: outcome.value, photos: draft.photos })
    for (const { photo, name } of draft.photos) await api.upload(outcome.value.token, photo, name)
    await store({ ...draft, receipt: outcome.value, photos: [] })
    return true
  }
  let isWanted = false
  /** One round at a time; a line that comes back during one asks for another after it. */
  async function sendAll(): Promise<void> {
    isWanted = true
    if (isSending()) return
    setIsSending(true)
    while (isWanted) {
      isWanted = false
      for (const draft of kept())
        if (!draft.receipt && !draft.isRefused && !(await sendOne(draft).catch(() => false))) break
    }
    setIsSending(false)
  }
  onMount(() => {
    const go = () => void sendAll()
    const timer = setInterval(() => {
      if (kept().some((draft) => !draft.receipt && !draft.isRefused)) go()
    }, AGAIN_MS)
    addEventListener('online', go)
    onCleanup(() => {
      removeEventListener('online', go)
      clearInterval(timer)
    })
    void show().then(go, () => undefined)
  })
  return {
    kept,
    isSending,
    sendAll,
    /** Whether it is kept: a private window keeps nothing. */
    keep: (draft: Released, keptAt: number): Promise<boolean> =>
      store({ ...draft, keptAt, receipt: null, isRefused: false }).then(
        () => true,
        () => false,
      ),
    drop: async (key: string): Promise<void> => {
      await shelf.remove(key)
      await show()
    },
  }
}
