import { asc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Db } from '../../db/drizzle.ts'
import { services } from '../../db/schema/issues.ts'
import { agencies } from '../../db/schema/people.ts'
import { statement } from '../../db/writer.ts'
import { done, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import { type Service, type ServiceSettings, serviceGuideSchema } from '../wire/services.ts'
import { auditEntry } from './audit-entry.ts'
import type { createCatalogueStore } from './catalogue.ts'
import { liveEvent } from './live.ts'
import { newId } from './new-id.ts'
import { newChangeset } from './open311-settings.ts'
import type { StorePorts } from './ports.ts'
import { currentRules } from './rule-book.ts'
import type { Viewer } from './viewer.ts'

const agencyOfService = alias(agencies, 'agency')

/** Services in their order, or one of them. */
export async function serviceList(db: Db, id?: string): Promise<Service[]> {
  const rows = await db
    .select({ service: services, agency: agencyOfService })
    .from(services)
    .leftJoin(agencyOfService, eq(agencyOfService.id, services.agencyId))
    .where(id === undefined ? undefined : eq(services.id, id))
    .orderBy(asc(services.sortKey), asc(services.id))
  return rows.map(({ service: { agencyId: _, sortKey: __, ...service }, agency }) => ({
    ...service,
    guide: serviceGuideSchema.parse(JSON.parse(service.guide)),
    agency: agency && { id: agency.id, nameZh: agency.nameZh, nameEn: agency.nameEn },
  }))
}

const invalid = (pointer: string, code: string, detail: string): Refused =>
  refused('invalid', { errors: [{ pointer, code, detail }] })

export function createServiceStore({ db, writer }: StorePorts, catalogue: ReturnType<typeof createCatalogueStore>) {
  const row = ({ guide, ...rest }: ServiceSettings) => ({ ...rest, guide: JSON.stringify(guide) })
  const changed = (id: string, by: Viewer, at: number) => [
    auditEntry({ at, actorId: by.id, actorRole: by.role, action: 'service.changed', subjectId: id }),
    liveEvent({ at, kind: 'directory', subjectId: id }),
    newChangeset(at),
  ]
  const one = async (id: string): Promise<Outcome<Service>> => {
    const [service] = await serviceList(db, id)
    return service ? done(service) : refused('not_found')
  }
  return {
    /** Who gets a service by default: a new version of the catalogue. */
    async setAgency(
      id: string,
      to: { agencyId: string | null; isAutoDispatched: boolean },
      by: Viewer,
      at: number,
    ): Promise<Outcome<Service>> {
      const [service] = await serviceList(db, id)
      if (!service) return refused('not_found')
      if (to.agencyId !== null) {
        const known = await db.select({ id: agencies.id }).from(agencies).where(eq(agencies.id, to.agencyId))
        if (known.length === 0)
          return refused('unknown_reference', {
            errors: [{ pointer: '/agencyId', code: 'unknown', detail: 'There is no such agency.' }],
          })
      }
      const isAutoDispatched = to.agencyId !== null && to.isAutoDispatched
      const outcome = await catalogue.setDefault(service, { agencyId: to.agencyId, isAutoDispatched }, by, at)
      return outcome.ok ? one(id) : outcome
    },
    /** Everything else about a service. What an issue froze at receipt stays as it was. */
    async change(id: string, values: ServiceSettings, by: Viewer, at: number): Promise<Outcome<Service>> {
      const wrong = await faultIn(db, id, values)
      if (wrong) return wrong
      const change = db.update(services).set(row(values)).where(eq(services.id, id))
      const outcome = await writer.write([statement(change, 1), ...changed(id, by, at)])
      return outcome.ok ? one(id) : refused('not_found')
    },
    async add(values: ServiceSettings, by: Viewer, at: number): Promise<Outcome<Service>> {
      const id = newId(at)
      const wrong = await faultIn(db, id, values)
      if (wrong) return wrong
      const sortKey = sql<number>`(SELECT coalesce(max(sort_key), 0) + 10 FROM services)`
      const isNew = await db.select({ id: services.id }).from(services).where(eq(services.nameZh, values.nameZh))
      if (isNew.length > 0) return invalid('/nameZh', 'taken', '已经有这个名字了 · this name is taken')
      const outcome = await writer.write([
        statement(db.insert(services).values({ ...row(values), id, sortKey, isSupplyOutage: false }), 1),
        ...changed(id, by, at),
      ])
      return outcome.ok ? one(id) : refused('changed_meanwhile')
    },
  }
}

/** Two levels, a class with a limit, and options that can be told apart. */
async function faultIn(db: Db, id: string, values: ServiceSettings): Promise<Refused | null> {
  const { limits } = await currentRules(db)
  if (!Object.hasOwn(limits.handle, values.clockClass))
    return invalid('/clockClass', 'unknown', '这一类没有时限 · there is no limit for this class')
  if (values.parentId !== null) {
    const rows = await db.select({ id: services.id, parentId: services.parentId }).from(services)
    const parent = rows.find((one) => one.id === values.parentId)
    if (!parent || parent.id === id) return invalid('/parentId', 'unknown', '没有这一类 · there is no such service')
    if (parent.parentId !== null || rows.some((one) => one.parentId === id))
      return invalid('/parentId', 'too_deep', '事项只分两层 · services are two levels deep')
  }
  const names = values.guide.questions.map((question) => question.id)
  if (new Set(names).size < names.length)
    return invalid('/guide/questions', 'repeated', '问题编号重了 · two questions have one id')
  const bare = values.guide.questions.findIndex(
    ({ kind, options }) => (kind === 'one' || kind === 'many') && options.length < 2,
  )
  if (bare >= 0)
    return invalid(`/guide/questions/${bare}`, 'required', '选择题至少两个选项 · give at least two options')
  return null
}
