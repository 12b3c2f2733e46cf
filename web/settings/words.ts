import { language } from '../lib/i18n.ts'
import { privacy as en } from '../words/en/privacy.ts'
import { privacy as zh } from '../words/zh/privacy.ts'

/** Words of accounts and privacy; they travel with the settings and not with the first page. */
export type PrivacyWords = typeof zh
const DICTIONARIES: Record<ReturnType<typeof language>, PrivacyWords> = { 'zh-CN': zh, en }
export const words = (): PrivacyWords => DICTIONARIES[language()]
