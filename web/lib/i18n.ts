import { createSignal } from 'solid-js'
import { en } from '../words/en/index.ts'
import type { Words } from '../words/words.ts'
import { zh } from '../words/zh/index.ts'
import { remember, remembered } from './remembered.ts'

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

const DICTIONARIES: Record<Language, Words> = { 'zh-CN': zh, en }
const [language, setLanguage] = createSignal<Language>(remembered('language') === 'en' ? 'en' : 'zh-CN')

export { language }
/** The dictionary of the language in use; a component that calls it follows a switch. */
export const w = (): Words => DICTIONARIES[language()]

export function chooseLanguage(next: Language): void {
  setLanguage(next)
  remember('language', next)
  document.documentElement.lang = next
}

/** The name of a thing in the language in use. */
export const named = (thing: { nameZh: string; nameEn: string }): string =>
  language() === 'zh-CN' ? thing.nameZh : thing.nameEn
