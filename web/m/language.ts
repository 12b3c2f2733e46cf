import type { MineWords } from './words-mine-zh.ts'
import type { PartyWords } from './words-party-zh.ts'
import type { ReportWords } from './words-report-zh.ts'
import type { SpotWords } from './words-spot-zh.ts'
import type { TrackingWords } from './words-tracking-zh.ts'

export type Language = 'zh' | 'en'

/** The link's `?lang=` first, then the phone's own order of languages; Chinese when neither says. */
export function chosenLanguage(search: string, preferred: readonly string[]): Language {
  for (const tag of [new URLSearchParams(search).get('lang') ?? '', ...preferred]) {
    if (/^zh\b/i.test(tag)) return 'zh'
    if (/^en\b/i.test(tag)) return 'en'
  }
  return 'zh'
}

/** A directory name in the page's language; Chinese where nobody wrote an English one. */
export const nameIn = (language: Language, named: { nameZh: string; nameEn: string }): string =>
  language === 'en' && named.nameEn !== '' ? named.nameEn : named.nameZh

// A phone loads the words of one screen in one language; the rest only when asked for.
const common = (language: Language) => (language === 'zh' ? import('./words-zh.ts') : import('./words-en.ts'))

export async function loadReportWords(language: Language): Promise<ReportWords> {
  const own = language === 'zh' ? import('./words-report-zh.ts') : import('./words-report-en.ts')
  return { ...(await common(language)).words, ...(await own).words }
}

export async function loadTrackingWords(language: Language): Promise<TrackingWords> {
  const own = language === 'zh' ? import('./words-tracking-zh.ts') : import('./words-tracking-en.ts')
  return { ...(await common(language)).words, ...(await own).words }
}

export async function loadSpotWords(language: Language): Promise<SpotWords> {
  const own = language === 'zh' ? import('./words-spot-zh.ts') : import('./words-spot-en.ts')
  return { ...(await common(language)).words, ...(await own).words }
}

export async function loadPartyWords(language: Language): Promise<PartyWords> {
  const own = language === 'zh' ? import('./words-party-zh.ts') : import('./words-party-en.ts')
  return { ...(await common(language)).words, ...(await own).words }
}

export async function loadMineWords(language: Language): Promise<MineWords> {
  const own = language === 'zh' ? import('./words-mine-zh.ts') : import('./words-mine-en.ts')
  return { ...(await common(language)).words, ...(await own).words }
}

/** What a merchant can do about a report, with its words. */
export async function loadDoing(language: Language) {
  const words = language === 'zh' ? import('./words-doing-zh.ts') : import('./words-doing-en.ts')
  return { Doing: (await import('./Doing.tsx')).Doing, words: (await words).words }
}

/** The last step of a report and what goes with it: notices, questions, photos, and what the phone keeps. */
export async function loadSaying(language: Language) {
  const words = language === 'zh' ? import('./words-saying-zh.ts') : import('./words-saying-en.ts')
  const { SayStep, Kept, Receipt } = await import('./Saying.tsx')
  return { SayStep, Kept, Receipt, words: (await words).words }
}
