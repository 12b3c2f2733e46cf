import { language } from '../lib/i18n.ts'
import { catalogue as en } from '../words/en/catalogue.ts'
import { catalogue as zh } from '../words/zh/catalogue.ts'

/** The words of catalogue, services and outages; they travel with the settings and not with the first page. */
export type CatalogueWords = typeof zh
const DICTIONARIES: Record<ReturnType<typeof language>, CatalogueWords> = { 'zh-CN': zh, en }
export const words = (): CatalogueWords => DICTIONARIES[language()]
