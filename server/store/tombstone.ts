import { inArray } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issueRequests } from '../../db/schema/issue-steps.ts'
import { issueEvents, issues } from '../../db/schema/issues.ts'
import { notices } from '../../db/schema/supervision.ts'
import type { Statement } from '../../db/writer.ts'
import { withoutWords } from '../domain/retention.ts'
import { wordlessTermsStatement } from './search-index.ts'

/** `?1` is the list of ids as JSON. Ids, instants, states, codes and counters stay: every figure goes on being true. */
const WORDS_GO: readonly string[] = [
  `UPDATE reports SET place = '', text = '', answer_text = NULL WHERE issue_id IN (SELECT value FROM json_each(?1))`,
  `UPDATE questions SET text = '', answer = NULL WHERE issue_id IN (SELECT value FROM json_each(?1))`,
  `UPDATE pauses SET reason = '', legal_basis = '' WHERE issue_id IN (SELECT value FROM json_each(?1))`,
  `UPDATE referrals SET text = '', outcome = '' WHERE issue_id IN (SELECT value FROM json_each(?1))`,
  `UPDATE call_backs SET note = '' WHERE issue_id IN (SELECT value FROM json_each(?1))`,
  `UPDATE reply_prints SET reason = '' WHERE issue_id IN (SELECT value FROM json_each(?1))`,
  `UPDATE catalogue_suggestions SET reason = '' WHERE issue_id IN (SELECT value FROM json_each(?1))`,
  `UPDATE open311_requests SET address = '', media_urls = '[]', latitude = NULL, longitude = NULL
    WHERE issue_id IN (SELECT value FROM json_each(?1))`,
  `DELETE FROM messages WHERE issue_id IN (SELECT value FROM json_each(?1))`,
  `DELETE FROM notes WHERE issue_id IN (SELECT value FROM json_each(?1))`,
]

/** Bytes that no issue shows any more whose texts are still there. */
const BYTES_GO = `DELETE FROM attachment_bytes WHERE sha256 IN (
    SELECT sha256 FROM attachments WHERE issue_id IN (SELECT value FROM json_each(?1)))
  AND NOT EXISTS (SELECT 1 FROM attachments AS other JOIN issues ON issues.id = other.issue_id
    WHERE other.sha256 = attachment_bytes.sha256 AND issues.erased_at IS NULL
      AND other.issue_id NOT IN (SELECT value FROM json_each(?1)))`

/** Empties contacts and ends the links of issues. */
const CONTACTS_GO = `UPDATE contacts SET name = NULL, telephone = NULL, erased_at = coalesce(erased_at, ?2)
  WHERE report_id IN (SELECT id FROM reports WHERE issue_id IN (SELECT value FROM json_each(?1)))`
const SHORT_LINKS_GO = `UPDATE short_links SET revoked_at = coalesce(revoked_at, ?2)
  WHERE issue_id IN (SELECT value FROM json_each(?1))
    OR report_id IN (SELECT id FROM reports WHERE issue_id IN (SELECT value FROM json_each(?1)))`
const LINKS_GO = `UPDATE tracking_tokens SET revoked_at = coalesce(revoked_at, ?2)
  WHERE report_id IN (SELECT id FROM reports WHERE issue_id IN (SELECT value FROM json_each(?1)))`

/** The issues become tombstones; the guard undoes the slice when one of them was reopened or erased meanwhile. */
const ISSUES_GO = `UPDATE issues SET title = '', text = '', places = '', reply_text = NULL, person_in_charge = NULL, frozen = '{}',
    erased_at = ?2, version = version + 1
  WHERE id IN (SELECT value FROM json_each(?1)) AND erased_at IS NULL AND finished_at IS NOT NULL`

/** One slice of issues as tombstones, in one transaction. */
export async function tombstoneStatements(db: Db, ids: readonly string[], at: number): Promise<Statement[]> {
  const list = JSON.stringify(ids)
  const [kept, events, requests, told] = await Promise.all([
    db
      .select()
      .from(issues)
      .where(inArray(issues.id, [...ids])),
    db
      .select({ id: issueEvents.id, body: issueEvents.body })
      .from(issueEvents)
      .where(inArray(issueEvents.issueId, [...ids])),
    db
      .select({ id: issueRequests.id, body: issueRequests.body })
      .from(issueRequests)
      .where(inArray(issueRequests.issueId, [...ids])),
    db
      .select({ id: notices.id, body: notices.body })
      .from(notices)
      .where(inArray(notices.issueId, [...ids])),
  ])
  return [
    { sql: ISSUES_GO, args: [list, at], expectRows: ids.length },
    ...WORDS_GO.map((sql) => ({ sql, args: [list] })),
    ...kept.map(wordlessTermsStatement),
    { sql: BYTES_GO, args: [list] },
    {
      sql: `UPDATE attachments SET name = '', hidden_reason = '' WHERE issue_id IN (SELECT value FROM json_each(?1))`,
      args: [list],
    },
    { sql: CONTACTS_GO, args: [list, at] },
    { sql: LINKS_GO, args: [list, at] },
    { sql: SHORT_LINKS_GO, args: [list, at] },
    ...bare(events, 'UPDATE issue_events SET body = ? WHERE id = ?'),
    ...bare(requests, `UPDATE issue_requests SET body = ?, decision = '' WHERE id = ?`),
    ...bare(told, 'UPDATE notices SET body = ? WHERE id = ?'),
    {
      sql: `INSERT INTO issue_events (issue_id, at, kind, round, actor_role)
        SELECT id, ?2, 'erased', round, 'system' FROM issues WHERE id IN (SELECT value FROM json_each(?1))`,
      args: [list, at],
    },
  ]
}

/** Rows whose JSON loses its words. */
const bare = (rows: readonly { id: string | number; body: string }[], sql: string): Statement[] =>
  rows.map(({ id, body }) => ({ sql, args: [JSON.stringify(withoutWords(JSON.parse(body))), id] }))
