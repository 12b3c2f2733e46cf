import type { ReportWords } from './words-report-zh.ts'
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
