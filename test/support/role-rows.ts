import type { TestServer, Visitor } from './api.ts'

/** A row that belongs to an agency, and the version a decision on it would be made on. */
export interface OwnedRow {
  id: string
  version: number
  /** Ids of what hangs on it, by the names the interface gives them. */
  parts?: Readonly<Record<string, string>>
}

/** Makes a row of an agency; the desk's own way where there is one, a row in the database where there is none yet. */
export type RowMaker = (agencyId: string) => Promise<OwnedRow>

let count = 0
const nextId = (): string => `row${String(++count).padStart(6, '0')}`

/** One maker for every collection of the interface whose rows belong to agencies. */
export function rowMakers(server: TestServer, desk: Visitor, text: string): Readonly<Record<string, RowMaker>> {
  const at = server.clock.at

  async function put(sql: string, args: (string | number | null)[]): Promise<void> {
    const outcome = await server.writer.write([{ sql, args, expectRows: 1 }])
    if (!outcome.ok) throw new Error(`no row was made by ${sql}`)
  }
  async function issue(agencyId: string): Promise<OwnedRow> {
    const body = {
      channel: 'window',
      serviceId: 'other',
      siteId: null,
      place: '河沿街3号',
      text,
      telephone: '13800138000',
      name: '王',
    }
    const { id, version } = await desk.ok<OwnedRow>('POST', '/issues', body)
    const headers = { 'if-match': `"${version}"` }
    const sent = await desk.ok<OwnedRow>('POST', `/issues/${id}/dispatch`, { agencyId, reason: '归他们管' }, headers)
    const file = nextId()
    await put(
      `INSERT INTO attachments (id, issue_id, name, type, size, sha256, created_at) VALUES (?, ?, ?, 'image/png', 1, ?, ?)`,
      [file, id, text, file, at],
    )
    await put('INSERT INTO attachment_bytes (sha256, bytes) VALUES (?, ?)', [file, 'x'])
    return { ...sent, parts: { file } }
  }
  return {
    issues: issue,
    async requests(agencyId) {
      const [id, { id: issueId }] = [nextId(), await issue(agencyId)]
      await put(
        `INSERT INTO issue_requests (id, issue_id, kind, body, agency_id, requested_at) VALUES (?, ?, 'extension', ?, ?, ?)`,
        [
          id,
          issueId,
          JSON.stringify({ untilAt: at + 86_400_000, reason: text, legalBasis: '条例', isReporterTold: true }),
          agencyId,
          at,
        ],
      )
      return { id, version: 1 }
    },
    async notices(agencyId) {
      const [id, { id: issueId }] = [nextId(), await issue(agencyId)]
      await put(
        `INSERT INTO notices (id, issue_id, round, rung, agency_id, body, created_at, send_at, sent_at)
          VALUES (?, ?, 1, 'reminder', ?, '{}', ?, ?, ?)`,
        [id, issueId, agencyId, at, at, at],
      )
      return { id, version: 1 }
    },
    async consultations(agencyId) {
      const id = nextId()
      await put(
        `INSERT INTO consultations (id, title, cluster, status, agency_id, lead_agency_id, created_at)
          VALUES (?, ?, ?, 'listed', ?, ?, ?)`,
        [id, text, id, agencyId, agencyId, at],
      )
      return { id, version: 1 }
    },
    async knowledge(agencyId) {
      const id = `K-${1_000_000 + ++count}`
      await put(
        `INSERT INTO knowledge_entries (id, serial, title, plain_words, agency_id, status, created_at, changed_at)
          VALUES (?, ?, '门头招牌怎么办', '带营业执照来窗口', ?, 'published', ?, ?)`,
        [id, 1_000_000 + count, agencyId, at, at],
      )
      return { id, version: 1 }
    },
  }
}
