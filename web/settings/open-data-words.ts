import { language } from '../lib/i18n.ts'
import { openData as en } from '../words/en/open-data.ts'
import { openData as zh } from '../words/zh/open-data.ts'

/** Words of open data; they travel with its page and not with the first one. */
export const openDataWords = (): typeof zh => (language() === 'en' ? en : zh)
