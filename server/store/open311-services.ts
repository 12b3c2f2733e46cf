import { and, asc, eq, notInArray } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Db } from '../../db/drizzle.ts'
import { services } from '../../db/schema/issues.ts'
import type { IssueKind } from '../domain/issue.ts'
import { PRIVATE_KINDS } from '../domain/open311.ts'
import type { Open311Attribute, Open311Service } from '../wire/open311.ts'
import type { ExtraQuestion } from '../wire/services.ts'
import type { ServiceRecord } from './issue-create.ts'
import { guideOf } from './merchant-frozen.ts'

const group = alias(services, 'group_of_service')

const KIND_WORDS: Readonly<Record<IssueKind, string>> = {
  consult: '咨询',
  help: '求助',
  complaint: '投诉',
  report: '举报',
  suggestion: '建议',
}

/** Services whose issues are public by default, so that what a client posts it can read back; or one of them. */
export async function offeredServices(db: Db, id?: string): Promise<{ service: ServiceRecord; group: string }[]> {
  const rows = await db
    .select({ service: services, groupName: group.nameZh })
    .from(services)
    .leftJoin(group, eq(group.id, services.parentId))
    .where(
      and(
        eq(services.isPublic, true),
        eq(services.isActive, true),
        notInArray(services.kind, [...PRIVATE_KINDS]),
        id === undefined ? undefined : eq(services.id, id),
      ),
    )
    .orderBy(asc(services.sortKey), asc(services.id))
  return rows
    .filter(({ service }) => guideOf(service).stopNotice === null)
    .map(({ service, groupName }) => ({ service, group: groupName ?? KIND_WORDS[service.kind as IssueKind] ?? '' }))
}

/** A service in the words of Open311. */
export function asOpen311Service({ service, group }: { service: ServiceRecord; group: string }): Open311Service {
  const guide = guideOf(service)
  return {
    service_code: service.id,
    service_name: service.nameZh,
    description: [service.nameEn, guide.promiseZh].filter(Boolean).join('. '),
    metadata: guide.questions.length > 0,
    type: 'realtime',
    keywords: service.keywords.split(/\s+/).filter(Boolean).join(', '),
    group,
  }
}

const DATATYPES: Readonly<Record<ExtraQuestion['kind'], Open311Attribute['datatype']>> = {
  text: 'text',
  number: 'number',
  date: 'datetime',
  one: 'singlevaluelist',
  many: 'multivaluelist',
}

/** The questions of a service, in their order. */
export const definitionOf = (service: { guide: string }): Open311Attribute[] =>
  guideOf(service).questions.map((question, index) => ({
    variable: true,
    code: question.id,
    datatype: DATATYPES[question.kind],
    required: question.isRequired,
    datatype_description: question.kind === 'date' ? 'YYYY-MM-DD' : null,
    order: index + 1,
    description: question.labelZh,
    values: question.options.map(({ id, labelZh }) => ({ key: id, name: labelZh })),
  }))
