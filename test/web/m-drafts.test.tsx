import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { describe, expect, test } from 'vitest'
import type { DraftShelf } from '../../web/m/draft-shelf.ts'
import { createDrafts, type Drafts, type KeptDraft } from '../../web/m/drafts.ts'
import { KeptList } from '../../web/m/Kept.tsx'
import { loadReportWords } from '../../web/m/language.ts'
import { usePage } from '../../web/m/page.ts'
import { words } from '../../web/m/words-saying-zh.ts'
import { createNetwork, openPage, problem } from './m-page.tsx'
import { at, NANAN, receipt, tracking } from './m-site.ts'

/** A phone's memory: survives closing the page. */
function createShelf(drafts: KeptDraft[] = []): DraftShelf & { drafts: Map<string, KeptDraft> } {
  const kept = new Map(drafts.map((draft) => [draft.key, draft]))
  return {
    drafts: kept,
    all: async () => [...kept.values()],
    put: async (draft) => void kept.set(draft.key, draft),
    remove: async (key) => void kept.delete(key),
  }
}
const draft = (key: string, text: string, photos: KeptDraft['photos'] = []): KeptDraft => ({
  key,
  body: {
    ...{ siteId: 'nanan', serviceId: 'loan', place: '', text, joinIssueId: null, name: null, telephone: null },
    ...{ answers: [], isSecret: false, hidesContact: false },
  },
  photos,
  place: NANAN,
  keptAt: at('09:58'),
  receipt: null,
  isRefused: false,
})

async function openWith(shelf: DraftShelf, replies: Parameters<typeof createNetwork>[0]) {
  const network = createNetwork(replies)
  let drafts: Drafts | undefined
  const Screen = () => {
    drafts = createDrafts(usePage().api, shelf)
    return <KeptList words={() => words} drafts={drafts} />
  }
  await openPage(Screen, network, loadReportWords)
  return { network, drafts: () => drafts! }
}

describe('reports the phone keeps', () => {
  test('wait without a line, and are sent with their first key and photos when it is back', async () => {
    const photo = { photo: new Blob(['x'], { type: 'image/jpeg' }), name: '冰柜.jpg' }
    const shelf = createShelf([
      draft('key-of-first-report', '银行说不够', [photo]),
      draft('key-of-second-one', '又一件'),
    ])
    const { network } = await openWith(shelf, {})
    expect(await screen.findByText('手机里存着2件没发的')).toBeTruthy()
    await waitFor(() => expect(network.asked.map(({ path }) => path)).toEqual(['reports']))
    network.replies.reports = () => receipt()
    network.replies['tracking/photos?name=%E5%86%B0%E6%9F%9C.jpg'] = () => tracking()
    dispatchEvent(new Event('online'))
    await waitFor(() => expect(screen.getAllByText(/发出去了，编号HH-20261010-0046-23/)).toHaveLength(2))
    expect(network.asked.slice(1).map(({ path, key }) => [path, key])).toEqual([
      ['reports', 'key-of-first-report'],
      ['tracking/photos?name=%E5%86%B0%E6%9F%9C.jpg', null],
      ['reports', 'key-of-second-one'],
    ])
    // The link was given once: it stays until the merchant says that it is kept.
    expect([...shelf.drafts.values()].map((kept) => kept.receipt?.token)).toEqual(Array(2).fill('secret-of-the-link'))
    fireEvent.click(screen.getAllByRole('button', { name: words.keptDone })[0]!)
    await waitFor(() => expect(shelf.drafts.size).toBe(1))
  })

  test('the server refuses are said so and not sent again by themselves', async () => {
    const shelf = createShelf([draft('key-of-first-report', '旧事')])
    const { network, drafts } = await openWith(shelf, { reports: () => problem(422, 'unknown-reference') })
    expect(await screen.findByText(words.keptRefused)).toBeTruthy()
    await drafts().sendAll()
    expect(network.asked).toHaveLength(1)
    fireEvent.click(screen.getByRole('button', { name: words.keptDrop }))
    await waitFor(() => expect(shelf.drafts.size).toBe(0))
  })

  test('a phone that keeps nothing says so instead of losing the words', async () => {
    const shelf = createShelf()
    shelf.put = () => Promise.reject(new Error('private window'))
    const { drafts } = await openWith(shelf, {})
    expect(await drafts().keep(draft('key-of-first-report', '银行说不够'), at('09:58'))).toBe(false)
    expect(screen.queryByRole('list')).toBeNull()
  })
})
