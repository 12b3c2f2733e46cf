import type { ReportBody } from '../../server/wire/merchant.ts'
import type { Fields } from './merchant-api.ts'

/** Limits of the server's schema; a test holds them against it. The text's is in characters as a person counts them. */
export const LIMITS = { text: 2_000, place: 60, telephone: 20 } as const
export type DraftField = keyof typeof LIMITS

/** What is said beside the words: answers to the service's own questions by id, and what nobody else may see. */
export type Beside = { answers: Record<string, string[]>; isSecret: boolean; hidesContact: boolean }
export const NOTHING_BESIDE: Beside = { answers: {}, isSecret: false, hidesContact: false }
/** What has been typed and chosen. Lives in memory only, unless the merchant asks the phone to keep it. */
export type Draft = Record<DraftField, string> &
  Beside & { siteId: string; serviceId: string; joinIssueId: string | null }
export type Fault = { field: DraftField; code: 'missing' | 'long' | 'refused'; over: number }

/** How many characters too long a sentence is; an emoji is one, where the browser can tell. */
export function textOver(text: string): number {
  const trimmed = text.trim()
  if (trimmed.length <= LIMITS.text || typeof Intl.Segmenter !== 'function') return trimmed.length - LIMITS.text
  let count = 0
  for (const _ of new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(trimmed)) count++
  return count - LIMITS.text
}

/** What must be mended before sending: a new report needs a sentence, joining needs nothing. */
export function draftFaults(draft: Draft): Fault[] {
  const faults: Fault[] = []
  if (draft.joinIssueId === null && draft.text.trim() === '') faults.push({ field: 'text', code: 'missing', over: 0 })
  for (const field of ['text', 'place', 'telephone'] as const) {
    const over = field === 'text' ? textOver(draft.text) : draft[field].trim().length - LIMITS[field]
    if (over > 0) faults.push({ field, code: 'long', over })
  }
  return faults
}

/** The server's complaints about fields this form has. */
export function refusedFields(fields: Fields): Fault[] {
  return fields.flatMap(({ pointer }) => {
    const field = pointer.replace(/^[#/]+/, '')
    return field in LIMITS ? [{ field: field as DraftField, code: 'refused' as const, over: 0 }] : []
  })
}

export function bodyOf(draft: Draft): ReportBody {
  return {
    siteId: draft.siteId,
    serviceId: draft.serviceId,
    joinIssueId: draft.joinIssueId,
    place: draft.place.trim(),
    text: draft.text.trim(),
    name: null,
    telephone: draft.telephone.trim() || null,
    answers: Object.entries(draft.answers).map(([id, value]) => ({ id, value })),
    isSecret: draft.isSecret && draft.joinIssueId === null,
    hidesContact: draft.hidesContact,
  }
}

/** 128 random bits in hex. `crypto.randomUUID` does not exist on plain http, `getRandomValues` does. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
