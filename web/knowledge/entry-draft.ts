import type { EntryDetail } from '../../server/wire/knowledge.ts'

/** An entry as it is being written; empty dates and choices are empty texts. */
export type EntryDraft = {
  title: string
  plainWords: string
  body: string
  legalBasis: string
  duties: string
  serviceId: string
  agencyId: string
  validUntilOn: string
  reviewOn: string
}

export const draftOf = (entry: EntryDetail | null, agencyId = ''): EntryDraft => ({
  title: entry?.title ?? '',
  plainWords: entry?.plainWords ?? '',
  body: entry?.body ?? '',
  legalBasis: entry?.legalBasis ?? '',
  duties: entry?.duties ?? '',
  serviceId: entry?.service?.id ?? '',
  agencyId: entry?.agency?.id ?? agencyId,
  validUntilOn: entry?.validUntilOn ?? '',
  reviewOn: entry?.reviewOn ?? '',
})

/** The body of a request for it. */
export const bodyOf = (draft: EntryDraft) => ({
  ...draft,
  serviceId: draft.serviceId || null,
  agencyId: draft.agencyId || null,
  validUntilOn: draft.validUntilOn || null,
  reviewOn: draft.reviewOn || null,
})
