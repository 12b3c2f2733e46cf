import { language } from '../lib/i18n.ts'
import { howWords as howEn } from '../words/en/indicator-how.ts'
import { indicators as en } from '../words/en/indicators.ts'
import { howWords as howZh } from '../words/zh/indicator-how.ts'
import { indicators as zh } from '../words/zh/indicators.ts'

/** The words of the figures; they travel with these screens and not with the first page. */
export type IndicatorWords = typeof zh
const DICTIONARIES: Record<ReturnType<typeof language>, IndicatorWords> = { 'zh-CN': zh, en }
export const words = (): IndicatorWords => DICTIONARIES[language()]
export const how = (): readonly (readonly [string, string])[] => (language() === 'en' ? howEn : howZh)
