import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import { open311Keys } from '../../db/schema/open311.ts'
import { settings } from '../../db/schema/settings.ts'
import { sites } from '../../db/schema/sites.ts'
import { type Statement, statement } from '../../db/writer.ts'
import { plainText } from '../domain/plain-text.ts'
import { type OpenDataBody, type OpenDataKey, openDataBody } from '../wire/open311.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { auditEntry } from './audit-entry.ts'
import { liveEvent } from './live.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'
import type { Viewer } from './viewer.ts'

const KEY = 'open_data'
const CHANGESET = 'open_data_changeset'
const OFF: OpenDataBody = { isOn: false, contact: '', keyService: '' }

/** The switch and the words beside it; `changedAt` (epoch ms) null: never touched. */
export type OpenDataSettings = OpenDataBody & { changedAt: number | null }

const setting = (key: string, value: string, at: number): Statement => ({
  sql: `INSERT INTO settings (key, value, changed_at) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`,
  args: [key, value, at],
})

/** What clients compare to know that discovery, a service or a definition changed; goes in the write of the change. */
export const newChangeset = (at: number): Statement => setting(CHANGESET, '', at)

export function createOpenDataStore({ db, writer }: StorePorts) {
  const told = (by: Viewer, action: string, subjectId: string, at: number, body = {}): Statement[] => [
    auditEntry({ at, actorId: by.id, actorRole: by.role, action, subjectId, body }),
    liveEvent({ at, kind: 'directory', subjectId }),
  ]
  return {
    async read(): Promise<OpenDataSettings> {
      const [row] = await db.select().from(settings).where(eq(settings.key, KEY))
      if (!row) return { ...OFF, changedAt: null }
      return { ...openDataBody.parse(JSON.parse(row.value)), changedAt: row.changedAt }
    },
    /** When discovery, a service or a definition last changed, epoch ms; since the first-run page if never. */
    async changedAt(): Promise<number | null> {
      const rows = await db.select({ key: settings.key, at: settings.changedAt }).from(settings)
      const at = (key: string) => rows.find((row) => row.key === key)?.at ?? null
      return at(CHANGESET) ?? at('district')
    },
    async change(body: OpenDataBody, by: Viewer, at: number): Promise<void> {
      await writer.write([
        setting(KEY, JSON.stringify(body), at),
        newChangeset(at),
        ...told(by, 'open-data.changed', KEY, at, { isOn: body.isOn }),
      ])
    },
    async keys(): Promise<OpenDataKey[]> {
      const { id, name, createdAt, lastUsedAt, revokedAt } = open311Keys
      return db
        .select({ id, name, createdAt, lastUsedAt, revokedAt })
        .from(open311Keys)
        .orderBy(desc(open311Keys.createdAt), asc(open311Keys.id))
    },
    /** A new key; only its hash is kept. */
    async addKey(name: string, keyHash: string, by: Viewer, at: number): Promise<OpenDataKey> {
      const row = { id: newId(at), name: plainText(name), createdAt: at }
      await writer.write([
        statement(db.insert(open311Keys).values({ ...row, keyHash, createdBy: by.id })),
        ...told(by, 'open-data.key-made', row.id, at),
      ])
      return { ...row, lastUsedAt: null, revokedAt: null }
    },
    async revokeKey(id: string, by: Viewer, at: number): Promise<Outcome<null>> {
      const revoke = db.update(open311Keys).set({ revokedAt: at })
      const outcome = await writer.write([
        statement(revoke.where(and(eq(open311Keys.id, id), isNull(open311Keys.revokedAt))), 1),
        ...told(by, 'open-data.key-revoked', id, at),
      ])
      return outcome.ok ? done(null) : refused('not_found')
    },
    /** Whose key this is; null for an unknown or revoked one. */
    async keyBy(keyHash: string): Promise<{ id: string; name: string } | null> {
      const [row] = await db
        .select({ id: open311Keys.id, name: open311Keys.name })
        .from(open311Keys)
        .where(and(eq(open311Keys.keyHash, keyHash), isNull(open311Keys.revokedAt)))
      return row ?? null
    },
    sites: () =>
      db
        .select({
          id: sites.id,
          nameZh: sites.nameZh,
          nameEn: sites.nameEn,
          latitude: sites.latitude,
          longitude: sites.longitude,
        })
        .from(sites)
        .where(isNull(sites.closedAt))
        .orderBy(asc(sites.nameZh), asc(sites.id)),
    async place(id: string, where: { latitude: number | null; longitude: number | null }, by: Viewer, at: number) {
      const outcome = await writer.write([
        statement(db.update(sites).set(where).where(eq(sites.id, id)), 1),
        ...told(by, 'open-data.site-placed', id, at),
      ])
      return outcome.ok ? done(null) : refused('not_found')
    },
  }
}
