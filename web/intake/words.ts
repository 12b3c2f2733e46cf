import { language } from '../lib/i18n.ts'
import { intake as en } from '../words/en/intake.ts'
import { intake as zh } from '../words/zh/intake.ts'

/** The words of a new issue; they travel with its page and not with the first one. */
export type IntakeWords = typeof zh
export type { IntakeStory } from '../words/zh/intake.ts'

const DICTIONARIES: Record<ReturnType<typeof language>, IntakeWords> = { 'zh-CN': zh, en }
export const words = (): IntakeWords => DICTIONARIES[language()]
