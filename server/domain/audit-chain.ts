/** A row of the audit log as it is sealed. */
export interface SealedRow {
  id: number
  /** Epoch ms. */
  at: number
  actorId: string | null
  actorRole: string
  action: string
  subjectId: string
  /** JSON, as it is stored. */
  body: string
}

/** What the first row is chained to. */
export const CHAIN_START = '0'.repeat(64)

/** The text whose SHA-256 seals a row: the hash of the row before, a line feed, and the row as a JSON array. */
export const sealedText = (previousHash: string, row: SealedRow): string =>
  `${previousHash}\n${JSON.stringify([row.id, row.at, row.actorId, row.actorRole, row.action, row.subjectId, row.body])}`
