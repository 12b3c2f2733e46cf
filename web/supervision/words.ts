import { language } from '../lib/i18n.ts'
import { supervision as en } from '../words/en/supervision.ts'
import { supervision as zh } from '../words/zh/supervision.ts'

/** Every word only the supervision screens use; they travel with those screens and not with the first page. */
export type SupervisionWords = typeof zh
const DICTIONARIES: Record<ReturnType<typeof language>, SupervisionWords> = { 'zh-CN': zh, en }
export const words = (): SupervisionWords => DICTIONARIES[language()]
