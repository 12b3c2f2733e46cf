import { createContext, createSignal, useContext } from 'solid-js'
import type { Named } from '../../server/wire/common.ts'
import { type Language, nameIn } from './language.ts'
import { createMerchantApi, type MerchantApi } from './merchant-api.ts'
import type { MineWords } from './words-mine-zh.ts'
import type { PartyWords } from './words-party-zh.ts'
import type { ReportWords } from './words-report-zh.ts'
import type { SpotWords } from './words-spot-zh.ts'
import type { TrackingWords } from './words-tracking-zh.ts'
import type { CommonWords } from './words-zh.ts'

/** What every part of a screen may ask: its words, the server's clock, and the server. */
export interface Page<W extends CommonWords = CommonWords> {
  language: () => Language
  w: () => W
  name: (named: Named) => string
  switchLanguage: () => void
  /** The server's clock now, epoch ms; null before the server was heard. Moves once a second. */
  now: () => number | null
  api: MerchantApi
}

/** The words of one screen, its title among them. */
export type ScreenWords = CommonWords & { title: string }

/** `uptime` is a steady clock in ms of any origin: a phone set to the wrong day still counts seconds well. */
export interface PageOutside {
  fetch: typeof fetch
  uptime: () => number
  language: Language
  words: ScreenWords
  loadWords: (language: Language) => Promise<ScreenWords>
}

/** The page's state, and `tick` to move its clock. */
export function createPage(outside: PageOutside): Page<ScreenWords> & { tick: () => void } {
  const [spoken, setSpoken] = createSignal({ language: outside.language, words: outside.words })
  const [now, setNow] = createSignal<number | null>(null)
  const language = () => spoken().language
  let offsetMs: number | null = null
  const tick = () => setNow(offsetMs === null ? null : Math.round(outside.uptime() + offsetMs))
  const heard = (at: number) => {
    offsetMs = at - outside.uptime()
    tick()
  }
  return {
    language,
    w: () => spoken().words,
    name: (named) => nameIn(language(), named),
    switchLanguage: () => {
      const other = language() === 'zh' ? 'en' : 'zh'
      // Offline the words may not come: then the page stays in the language it has.
      outside.loadWords(other).then(
        (words) => setSpoken({ language: other, words }),
        () => undefined,
      )
    },
    now,
    tick,
    api: createMerchantApi(outside.fetch, language, heard),
  }
}

const PageContext = createContext<Page>()
export const PageProvider = PageContext.Provider

export function usePage(): Page {
  const page = useContext(PageContext)
  if (!page) throw new Error('no page around this part')
  return page
}

/** The page as the parts of one screen see it: `main.tsx` loads each screen with its own words. */
export const useReportPage = usePage as () => Page<ReportWords>
export const useTrackingPage = usePage as () => Page<TrackingWords>
export const useSpotPage = usePage as () => Page<SpotWords>
export const useMinePage = usePage as () => Page<MineWords>
export const usePartyPage = usePage as () => Page<PartyWords>
