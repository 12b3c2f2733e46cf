import type { Statement } from '../../db/writer.ts'
import { FINISHED_STATES, type IssueState } from '../domain/issue.ts'
import { facetOf, termsOf } from '../domain/search-terms.ts'
import type { IssueRecord } from './issue-plan.ts'

/** What an issue's terms are made of. */
export type Indexed = Pick<
  IssueRecord,
  | 'id'
  | 'title'
  | 'text'
  | 'places'
  | 'replyText'
  | 'state'
  | 'siteId'
  | 'serviceId'
  | 'agencyId'
  | 'leadAgencyId'
  | 'supervisionLevel'
  | 'consultation'
>

const isFinished = (state: string): boolean => (FINISHED_STATES as readonly string[]).includes(state)

/** Facets of an issue: what a search is narrowed by without looking at the issue itself. */
export const facets = {
  open: facetOf('o', ''),
  finished: (state: string): string => facetOf('f', state),
  site: (id: string): string => facetOf('s', id),
  service: (id: string): string => facetOf('v', id),
  agency: (id: string): string => facetOf('a', id),
  /** Whose it is in any way: dispatched to them, or led by them. */
  concerned: (id: string): string => facetOf('l', id),
  level: (level: number): string => facetOf('g', String(level)),
  consultation: (value: string): string => facetOf('c', value),
  /** The running number within its day, without noughts. */
  running: (digits: string): string => facetOf('n', digits),
} as const

function facetsOf(issue: Indexed): string[] {
  const { state, siteId, serviceId, agencyId, leadAgencyId, supervisionLevel, consultation } = issue
  return [
    isFinished(state) ? facets.finished(state as IssueState) : facets.open,
    facets.service(serviceId),
    ...(siteId === null ? [] : [facets.site(siteId)]),
    ...(agencyId === null ? [] : [facets.agency(agencyId)]),
    ...new Set([agencyId, leadAgencyId].flatMap((id) => (id === null ? [] : [facets.concerned(id)]))),
    ...(supervisionLevel > 0 ? [facets.level(supervisionLevel)] : []),
    ...(consultation === 'none' ? [] : [facets.consultation(consultation)]),
  ]
}

/**
 * Everything an issue is found by, but for its number. Names of site and service are looked up when somebody asks: they
 * may change.
 */
export const issueTerms = (issue: Indexed): string =>
  [termsOf([issue.title, issue.text, issue.places, issue.replyText ?? ''].join('\n')), ...facetsOf(issue)].join(' ')

const WRITTEN = `INSERT OR REPLACE INTO issue_terms (rowid, terms)
    SELECT serial, ? || cast(substr(number, 13) AS integer) FROM issues WHERE id = ? AND serial IS NOT NULL`
const written = (issue: Indexed): string[] => [`${issueTerms(issue)} ${facets.running('')}`, issue.id]

/** Writes an issue's terms, in the transaction of its change; none when there is no such issue. */
export const termsStatement = (issue: Indexed): Statement => ({ sql: WRITTEN, args: written(issue) })

/** The same for an issue that may have got terms meanwhile: those are newer. */
export const missingTermsStatement = (issue: Indexed): Statement => ({
  sql: `${WRITTEN} AND NOT EXISTS (SELECT 1 FROM issue_terms_docsize WHERE id = serial)`,
  args: written(issue),
})

/** Terms of an issue whose texts are gone: it is found by no word, and stays on every list. */
export const wordlessTermsStatement = (issue: Omit<Indexed, 'title' | 'text' | 'places' | 'replyText'>): Statement =>
  termsStatement({ ...issue, title: '', text: '', places: '', replyText: null })

const FIELDS = [
  'title',
  'text',
  'places',
  'replyText',
  'siteId',
  'serviceId',
  'agencyId',
  'leadAgencyId',
  'supervisionLevel',
  'consultation',
] as const satisfies readonly (keyof Indexed)[]

/** Whether a change of an issue changes what it is found by. */
export const areTermsChanged = (before: Indexed, after: Indexed): boolean =>
  FIELDS.some((field) => before[field] !== after[field]) ||
  (before.state !== after.state && (isFinished(before.state) || isFinished(after.state)))

/** Another merchant's stall or shop, as it joins an issue. */
export function placeStatements(issue: IssueRecord, place: string): Statement[] {
  if (place === '' || issue.places.split(' ').includes(place)) return []
  const places = `${issue.places} ${place}`.trim()
  return [
    { sql: `UPDATE issues SET places = trim(places || ' ' || ?) WHERE id = ?`, args: [place, issue.id] },
    termsStatement({ ...issue, places }),
  ]
}
