import { remember, remembered } from '../lib/remembered.ts'
import type { Form } from './form.ts'

/** A conversation that was left, as it is kept in this browser for the person who wrote it. */
export type Draft = { savedHere: number; form: Form }

const MOST = 10
/** Drafts hold telephone numbers: they are forgotten after this long, ms. */
const KEPT_MS = 3 * 86_400_000

const keyOf = (userId: string): string => `intake.${userId}`

/** Drafts of a person, newest first; `now` by this machine's clock. */
export function draftsOf(userId: string, now: number): Draft[] {
  try {
    const drafts = JSON.parse(remembered(keyOf(userId)) ?? '[]') as Draft[]
    return Array.isArray(drafts) ? drafts.filter(({ savedHere }) => now - savedHere < KEPT_MS) : []
  } catch {
    return []
  }
}

const write = (userId: string, drafts: Draft[]): void => remember(keyOf(userId), JSON.stringify(drafts.slice(0, MOST)))

export const keepDraft = (userId: string, form: Form, now: number): void =>
  write(userId, [{ savedHere: now, form }, ...draftsOf(userId, now).filter((draft) => draft.form.id !== form.id)])

export const dropDraft = (userId: string, id: string, now: number): void =>
  write(
    userId,
    draftsOf(userId, now).filter((draft) => draft.form.id !== id),
  )
