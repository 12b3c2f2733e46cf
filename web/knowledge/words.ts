import { now } from '../lib/clock.ts'
import { language } from '../lib/i18n.ts'
import { dayParts } from '../lib/time.ts'
import { knowledge as en } from '../words/en/knowledge.ts'
import { knowledge as zh } from '../words/zh/knowledge.ts'

/** The words of the knowledge screens; they travel with those and not with the first page. */
export type KnowledgeWords = typeof zh
const DICTIONARIES: Record<ReturnType<typeof language>, KnowledgeWords> = { 'zh-CN': zh, en }
export const words = (): KnowledgeWords => DICTIONARIES[language()]

/** A calendar date in the words of today. */
export const daySaid = (on: string): string => words().day(on, dayParts(now()).year)
