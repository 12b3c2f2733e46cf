import { eq } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { agencies } from '../../db/schema/people.ts'
import { plainText } from '../domain/plain-text.ts'
import { done, type Outcome, type Refused, refused } from '../wire/refusal.ts'
import { catalogueGiven } from './catalogue-fire.ts'
import { type Asked, act, one } from './issue-act.ts'
import { type Mover, type Plan, planEvent, planMove, SYSTEM } from './issue-plan.ts'
import type { NamedIssue } from './issue-view.ts'
import type { StorePorts } from './ports.ts'

export interface DispatchWords {
  agencyId: string
  reason: string
}

/** Transfers after which the service bureau takes over what could not be got done. */
const TRANSFERS_UNTIL_BUREAU = 2

/** T3, T9 or T21, by the state the issue is in. */
export const dispatchIssue = (ports: StorePorts, asked: Asked, words: DispatchWords) =>
  act(ports, asked, 'dispatch', async (found, plan, by) => {
    const reason = plainText(words.reason)
    if (!(await agencyExists(ports.db, words.agencyId))) return unknownAgency()
    return one(await planDispatch(ports.db, found, plan, by, { agencyId: words.agencyId, reason }, asked.at))
  })

/** The plan with a dispatch to an agency; where a matter was passed around, with the service bureau in its place. */
export async function planDispatch(
  db: Db,
  { service }: NamedIssue,
  plan: Plan,
  by: Mover,
  words: DispatchWords,
  at: number,
): Promise<Outcome<Plan>> {
  const basis = await catalogueGiven(db, plan.issue, service, words.agencyId, words.reason, at)
  const sent = plannedTo(plan, by, words, basis, {}, at)
  if (!sent.ok) return sent
  const isPassedAround =
    plan.clockClass === 'couldnt_get_it_done' &&
    sent.value.issue.transferCount === TRANSFERS_UNTIL_BUREAU &&
    plan.issue.transferCount < TRANSFERS_UNTIL_BUREAU
  const bureauId = isPassedAround ? await serviceBureau(db) : null
  if (bureauId === null || bureauId === plan.issue.agencyId) return sent
  const proposed = bureauId === words.agencyId ? {} : { proposedAgencyId: words.agencyId }
  const taken = plannedTo(plan, by, { ...words, agencyId: bureauId }, basis, proposed, at)
  if (!taken.ok) return taken
  const to = { ...SYSTEM, agencyId: bureauId }
  const { transferCount } = taken.value.issue
  return done(planEvent(taken.value, 'bureau_took_over', to, at, { transferCount }, { leadAgencyId: bureauId }))
}

/** The line of the catalogue a dispatch rests on, or the reason why it rests on none; and what its event keeps. */
type Basis = Awaited<ReturnType<typeof catalogueGiven>>

function plannedTo(
  plan: Plan,
  by: Mover,
  { agencyId, reason }: DispatchWords,
  basis: Basis,
  told: Record<string, unknown>,
  at: number,
): Outcome<Plan> {
  return planMove(
    plan,
    {
      to: 'dispatched',
      by: { ...by, agencyId },
      given: { agencyId, currentAgencyId: plan.issue.agencyId, reason, whatMustChange: reason, ...basis.given },
      body: { reason, ...basis.body, ...told },
      patch: { agencyId, personInCharge: null },
    },
    at,
  )
}

async function serviceBureau(db: Db): Promise<string | null> {
  const [row] = await db.select({ id: agencies.id }).from(agencies).where(eq(agencies.isServiceBureau, true)).limit(1)
  return row?.id ?? null
}

export async function agencyExists(db: Db, id: string): Promise<boolean> {
  return (await db.select({ id: agencies.id }).from(agencies).where(eq(agencies.id, id))).length > 0
}

export const unknownAgency = (pointer = '/agencyId'): Refused =>
  refused('unknown_reference', { errors: [{ pointer, code: 'unknown', detail: 'There is no such agency.' }] })
