import { eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { settings } from '../../db/schema/settings.ts'
import { type Statement, statement } from '../../db/writer.ts'

/** The district this installation serves. */
export interface District {
  nameZh: string
  nameEn: string
}

const UNNAMED: District = { nameZh: '未命名的区', nameEn: 'Unnamed district' }

/** Names the district, as part of a larger write. */
export const setDistrict = (db: Db, district: District, at: number): Statement =>
  statement(
    db
      .insert(settings)
      .values({ key: 'district', value: JSON.stringify(district), changedAt: at })
      .onConflictDoUpdate({ target: settings.key, set: { value: JSON.stringify(district), changedAt: at } }),
  )

export function createSettingsStore(db: Db) {
  return {
    /** The district, or null before the first-run page was filled in. */
    async district(): Promise<District | null> {
      const [row] = await db.select().from(settings).where(eq(settings.key, 'district'))
      if (!row) return null
      const { nameZh, nameEn } = JSON.parse(row.value) as Partial<District>
      return { nameZh: nameZh ?? UNNAMED.nameZh, nameEn: nameEn ?? UNNAMED.nameEn }
    },
  }
}
