import { asc, eq, isNull } from 'drizzle-orm'
import { sites } from '../../db/schema/sites.ts'
import { statement } from '../../db/writer.ts'
import type { SiteNames } from '../wire/intake.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { liveEvent } from './live.ts'
import type { StorePorts } from './ports.ts'

/** What people call the places, so that a sentence is understood. */
export const createSiteNameStore = ({ db, writer }: StorePorts) => {
  const list = (): Promise<SiteNames[]> =>
    db
      .select({ id: sites.id, nameZh: sites.nameZh, nameEn: sites.nameEn, aliases: sites.aliases })
      .from(sites)
      .where(isNull(sites.closedAt))
      .orderBy(asc(sites.nameZh), asc(sites.id))
  return {
    list,
    async change(id: string, aliases: string, at: number): Promise<Outcome<SiteNames>> {
      const kept = [...new Set(aliases.split(/\s+/).filter((alias) => alias.length >= 2))].join(' ')
      const outcome = await writer.write([
        statement(db.update(sites).set({ aliases: kept }).where(eq(sites.id, id)), 1),
        liveEvent({ at, kind: 'site', subjectId: id, siteId: id }),
      ])
      const found = outcome.ok ? (await list()).find((site) => site.id === id) : undefined
      return found ? done(found) : refused('not_found')
    },
  }
}
