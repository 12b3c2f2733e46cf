import { language } from '../lib/i18n.ts'
import { deskIssues as en } from '../words/en/issue-desk.ts'
import { deskIssues as zh } from '../words/zh/issue-desk.ts'

/** Every word only the desk's issue screens use; they travel with those screens and not with the first page. */
export type IssueWords = typeof zh
const DICTIONARIES: Record<ReturnType<typeof language>, IssueWords> = { 'zh-CN': zh, en }
export const words = (): IssueWords => DICTIONARIES[language()]
