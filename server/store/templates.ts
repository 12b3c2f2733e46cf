import { and, asc, eq, isNull, or } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { services } from '../../db/schema/issues.ts'
import { templates } from '../../db/schema/knowledge.ts'
import { statement } from '../../db/writer.ts'
import type { TemplateOutcome, TemplatePurpose } from '../domain/knowledge.ts'
import { placeholdersIn } from '../domain/placeholder.ts'
import { plainText } from '../domain/plain-text.ts'
import { holdsWords, wordsOf } from '../domain/search-terms.ts'
import { done, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import type { Template, TemplateQuery, TemplateWords } from '../wire/templates.ts'
import { serviceOf } from './issue-create.ts'
import { unknownReference } from './issues.ts'
import { liveEvent } from './live.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'

const namedTemplates = (db: Db) =>
  db
    .select({ template: templates, service: { id: services.id, nameZh: services.nameZh, nameEn: services.nameEn } })
    .from(templates)
    .leftJoin(services, eq(services.id, templates.serviceId))
    .$dynamic()

const asTemplate = ({ template, service }: Awaited<ReturnType<typeof namedTemplates>>[number]): Template => {
  const { serviceId: _, ...own } = template
  return {
    ...own,
    service,
    purpose: own.purpose as TemplatePurpose,
    outcome: own.outcome as TemplateOutcome | null,
    placeholders: placeholdersIn(`${own.text}\n${own.smsText}`),
  }
}

const told = (id: string, at: number) => liveEvent({ at, kind: 'knowledge', subjectId: id, body: { isTemplate: true } })

export function createTemplateStore({ db, writer }: StorePorts) {
  async function one(id: string): Promise<Template | null> {
    const [row] = await namedTemplates(db).where(eq(templates.id, id))
    return row ? asTemplate(row) : null
  }

  async function unfit(words: TemplateWords): Promise<Refused | null> {
    if (words.outcome !== null && words.purpose !== 'reply')
      return refused('invalid', {
        errors: [
          { pointer: '/outcome', code: 'only_reply', detail: '只有答复才分办成没办成 · only replies have an outcome' },
        ],
      })
    if (words.serviceId !== null && !(await serviceOf(db, words.serviceId)))
      return unknownReference('/serviceId', 'There is no such service.')
    return null
  }

  const valuesOf = (words: TemplateWords) => ({ ...words, text: plainText(words.text) })

  return {
    /** Of a service: its own first, then those for all; each by its place, then by its title. */
    async list({ purpose, service, outcome, q, all }: TemplateQuery): Promise<Template[]> {
      const rows = await namedTemplates(db)
        .where(
          and(
            purpose === undefined ? undefined : eq(templates.purpose, purpose),
            service === undefined ? undefined : or(eq(templates.serviceId, service), isNull(templates.serviceId)),
            outcome === undefined ? undefined : or(eq(templates.outcome, outcome), isNull(templates.outcome)),
            all === '1' ? undefined : eq(templates.isActive, true),
          ),
        )
        .orderBy(isNull(templates.serviceId), asc(templates.sortKey), asc(templates.title), asc(templates.id))
      const words = wordsOf(q)
      const found = rows.map(asTemplate)
      return q.trim() === ''
        ? found
        : found.filter(({ title, text, smsText }) => holdsWords(`${title}\n${text}\n${smsText}`, words))
    },
    async add(words: TemplateWords, at: number): Promise<Outcome<Template>> {
      const refusal = await unfit(words)
      if (refusal) return refusal
      const id = newId(at)
      await writer.write([
        statement(db.insert(templates).values({ ...valuesOf(words), id, changedAt: at })),
        told(id, at),
      ])
      return done((await one(id)) as Template)
    },
    async change(id: string, version: number, words: TemplateWords, at: number): Promise<Outcome<Template>> {
      const found = await one(id)
      if (!found) return refused('not_found')
      if (found.version !== version) return refused('stale', { version: found.version })
      const refusal = await unfit(words)
      if (refusal) return refusal
      const outcome = await writer.write([
        statement(
          db
            .update(templates)
            .set({ ...valuesOf(words), version: version + 1, changedAt: at })
            .where(and(eq(templates.id, id), eq(templates.version, version))),
          1,
        ),
        told(id, at),
      ])
      return outcome.ok ? done((await one(id)) as Template) : refused('stale', { version: version + 1 })
    },
  }
}
