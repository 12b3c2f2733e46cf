import { and, asc, eq } from 'drizzle-orm'
import { savedFilters } from '../../db/schema/knowledge.ts'
import { statement } from '../../db/writer.ts'
import type { NewFilter, SavedFilter } from '../wire/filters.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'

/** Filters one person may keep. */
const FILTERS_MAX = 40

export function createFilterStore({ db, writer }: StorePorts) {
  const list = async (userId: string): Promise<SavedFilter[]> => {
    const rows = await db
      .select()
      .from(savedFilters)
      .where(eq(savedFilters.userId, userId))
      .orderBy(asc(savedFilters.createdAt), asc(savedFilters.id))
    return rows.map(({ userId: _, ...filter }) => filter)
  }
  return {
    list,
    /** Keeps a filter; one of the same name is replaced. */
    async add({ name, query }: NewFilter, userId: string, at: number): Promise<Outcome<SavedFilter>> {
      const id = newId(at)
      const own = eq(savedFilters.userId, userId)
      const outcome = await writer.write([
        statement(db.delete(savedFilters).where(and(own, eq(savedFilters.name, name)))),
        {
          sql: `INSERT INTO saved_filters (id, user_id, name, query, created_at)
            SELECT ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM saved_filters WHERE user_id = ?) < ${FILTERS_MAX}`,
          args: [id, userId, name, query, at, userId],
          expectRows: 1,
        },
      ])
      if (outcome.ok) return done({ id, name, query, createdAt: at })
      return refused('invalid', {
        errors: [{ pointer: '/name', code: 'too_many', detail: '存得太多了，先删几个 · delete some first' }],
      })
    },
    async remove(id: string, userId: string): Promise<Outcome<undefined>> {
      const outcome = await writer.write([
        statement(db.delete(savedFilters).where(and(eq(savedFilters.id, id), eq(savedFilters.userId, userId))), 1),
      ])
      return outcome.ok ? done(undefined) : refused('not_found')
    },
  }
}
