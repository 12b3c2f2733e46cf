import { desc, eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues, services } from '../../db/schema/issues.ts'
import { sites } from '../../db/schema/sites.ts'
import { type CatalogueFacts, type CatalogueLine, fire } from '../domain/catalogue.ts'
import { faultsOf } from '../domain/catalogue-check.ts'
import type { IssueState } from '../domain/issue.ts'
import { maskPersonal } from '../domain/plain-text.ts'
import type { DryRun, FiredView } from '../wire/catalogue.ts'
import { done, type Outcome } from '../wire/refusal.ts'
import { knownThings } from './catalogue-faults.ts'
import { asFired, catalogueNow, factsAt, type Matter, parentsOf } from './catalogue-fire.ts'
import { serviceOf, siteOf } from './issue-create.ts'
import { unknownReference } from './issues.ts'
import { seenBy, type Viewer } from './viewer.ts'

/** What is tried: a draft or the version in force, on one matter and on the newest issues. */
export interface Trial {
  lines?: readonly CatalogueLine[]
  matter?: { serviceId: string; siteId: string | null; channel: string; text: string; at?: number }
  lastCount: number
}

/** Says which line would fire and why, what is wrong with a draft, and which past issues would go elsewhere. */
export async function tryCatalogue(db: Db, trial: Trial, viewer: Viewer, now: number): Promise<Outcome<DryRun>> {
  const standing = await catalogueNow(db)
  const lines = trial.lines ?? standing.lines
  const faults = trial.lines ? faultsOf(lines, await knownThings(db)) : []
  const parentOf = await parentsOf(db)
  let fired: FiredView | null = null
  if (trial.matter) {
    const { channel, text, at = now } = trial.matter
    const service = await serviceOf(db, trial.matter.serviceId)
    if (!service) return unknownReference('/matter/serviceId', 'There is no such service.')
    const site = trial.matter.siteId === null ? null : await siteOf(db, trial.matter.siteId)
    if (trial.matter.siteId !== null && !site) return unknownReference('/matter/siteId', 'There is no such site.')
    const facts = await factsAt(db, lines, { service, site, channel, text }, at)
    fired = asFired({ version: trial.lines ? 0 : standing.version, lines, ...fire(lines, facts, parentOf) })
  }
  return done({ faults, fired, past: await past(db, viewer, standing.lines, lines, parentOf, trial.lastCount) })
}

async function past(
  db: Db,
  viewer: Viewer,
  before: readonly CatalogueLine[],
  after: readonly CatalogueLine[],
  parentOf: (serviceId: string) => string | null,
  count: number,
): Promise<DryRun['past']> {
  if (count === 0) return { looked: 0, changed: [] }
  const rows = await db
    .select({ issue: issues, service: services, site: sites })
    .from(issues)
    .innerJoin(services, eq(services.id, issues.serviceId))
    .leftJoin(sites, eq(sites.id, issues.siteId))
    .where(seenBy(viewer))
    .orderBy(desc(issues.receivedAt), desc(issues.id))
    .limit(count)
  const changed: DryRun['past']['changed'] = []
  for (const { issue, service, site } of rows) {
    const facts = await factsThen(
      db,
      [...before, ...after],
      { service, site, channel: issue.channel, text: issue.text },
      issue,
    )
    const [was, is] = [fire(before, facts, parentOf).line, fire(after, facts, parentOf).line]
    if (JSON.stringify(was.to) === JSON.stringify(is.to)) continue
    changed.push({
      issue: {
        id: issue.id,
        number: issue.number,
        title: maskPersonal(issue.title),
        state: issue.state as IssueState,
        receivedAt: issue.receivedAt,
      },
      before: endOf(was),
      after: endOf(is),
    })
  }
  return { looked: rows.length, changed }
}

const endOf = ({ id, name, to }: CatalogueLine) => ({ lineId: id, name, to })

/** The facts of an issue as they were when it came in: the meters' word then, not now. */
async function factsThen(
  db: Db,
  lines: readonly CatalogueLine[],
  matter: Matter,
  { siteId, receivedAt, powerEventId }: { siteId: string | null; receivedAt: number; powerEventId: string | null },
): Promise<CatalogueFacts> {
  const asksNothing = lines.map((line) => ({ ...line, when: { ...line.when, evidence: 'any' as const } }))
  const facts = await factsAt(db, asksNothing, matter, receivedAt)
  const asksEvidence = lines.some(({ when }) => when.evidence !== 'any')
  return {
    ...facts,
    isEvidenceConfirmed: asksEvidence && (powerEventId !== null || (await wasWithout(db, siteId, receivedAt))),
  }
}

async function wasWithout(db: Db, siteId: string | null, at: number): Promise<boolean> {
  if (siteId === null) return false
  const rows = await db.all<{ one: number }>(sql`SELECT 1 AS one FROM power_events
    WHERE site_id = ${siteId} AND kind = 'interruption' AND evidence = 'confirmed' AND superseded_at IS NULL
      AND start_max_at <= ${at} AND (end_max_at IS NULL OR end_max_at > ${at}) LIMIT 1`)
  return rows.length > 0
}
