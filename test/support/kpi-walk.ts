import { getTableColumns } from 'drizzle-orm'
import { issues } from '../../db/schema/issues.ts'
import type { ClockRules } from '../../server/domain/clock.ts'
import { STATE_CLOCK } from '../../server/domain/issue.ts'
import type { Given } from '../../server/domain/issue-given.ts'
import {
  type IssueRecord,
  type Move,
  type Mover,
  type Plan,
  planCreation,
  planEvent,
  planExtension,
  planMove,
  planServiceChange,
  planStop,
} from '../../server/store/issue-plan.ts'

export interface WalkService {
  id: string
  kind: string
  clockClass: string
  isSupplyOutage: boolean
}
/** Where a walk may lead. */
export interface Town {
  rules: ClockRules
  services: readonly WalkService[]
  agencies: readonly string[]
  sites: readonly (string | null)[]
}
/** What a walk leaves behind. */
export interface Walk {
  plan: Plan
  reports: { id: string; number: string; isPrimary: boolean; createdAt: number }[]
  prints: { round: number; repliedAt: number; agencyId: string | null; text: number }[]
  call: { outcome: string; calledAt: number } | null
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const actor = (name: Mover['actor'], agencyId: string | null = null): Mover => ({ actor: name, userId: null, agencyId })

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A random life of an issue, by the same planning the product uses, from `at` to at most `until` (epoch ms). */
export function walk(random: () => number, town: Town, id: string, serial: number, at: number, until: number): Walk {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const chance = (share: number): boolean => random() < share
  const service = pick(town.services)
  const life = new Life(random, town, service, blank(id, serial, service, pick(town.sites), at), at)
  if (chance(0.02)) life.patch({ isTest: true })
  if (chance(0.05)) life.patch({ parentId: 'parent' })
  if (chance(0.08)) life.patch({ repeatOfId: 'earlier' })
  if (service.isSupplyOutage && chance(0.7)) life.patch({ powerEventId: `power-${id}` })
  for (let steps = 0; steps < 40 && life.wait(until); steps++) if (!life.step()) break
  return life.done()
}

function blank(id: string, serial: number, service: WalkService, siteId: string | null, at: number): IssueRecord {
  const empty = Object.fromEntries(
    Object.entries(getTableColumns(issues)).flatMap(([name, column]) => (column.notNull ? [] : [[name, null]])),
  )
  const counts = { round: 1, version: 1, subscriberCount: 0, returnCount: 0, transferCount: 0, reworkCount: 0 }
  const flags = { isSecret: false, isTest: false, reopenCount: 0, supervisionLevel: 0, consultation: 'none' }
  const facts = { resolved: 'none', confirmed: 'not_asked', evidenced: 'none', frozen: '{}', state: 'received' }
  const own = { id, serial, number: `W-${serial}`, channel: 'telephone', kind: service.kind, serviceId: service.id }
  const said = { siteId, title: '诉求', text: '诉求', receivedAt: at, sinceAt: at }
  return { ...empty, ...counts, ...flags, ...facts, ...own, ...said } as unknown as IssueRecord
}

class Life {
  private plan: Plan
  private at: number
  private readonly reports: Walk['reports']
  private readonly prints: Walk['prints'] = []
  private readonly random: () => number
  private readonly town: Town
  private service: WalkService

  constructor(random: () => number, town: Town, service: WalkService, issue: IssueRecord, at: number) {
    this.random = random
    this.town = town
    this.service = service
    this.at = at
    const given = { channel: 'telephone', kind: service.kind, serviceId: service.id, place: '3-12', text: '诉求' }
    const made = planCreation(issue, service.clockClass, { by: actor('operator'), given }, town.rules)
    if (!made.ok) throw new Error(JSON.stringify(made))
    this.plan = made.value
    this.reports = [{ id: `${issue.id}-1`, number: `${issue.number}-01`, isPrimary: true, createdAt: at }]
  }

  patch(values: Partial<IssueRecord>): void {
    this.plan = { ...this.plan, issue: { ...this.plan.issue, ...values } }
  }

  private chance(share: number): boolean {
    return this.random() < share
  }
  private pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)]!
  }
  private one(ways: readonly (readonly [number, () => void])[]): void {
    let rest = this.random() * ways.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, go] of ways) {
      rest -= weight
      if (rest < 0) {
        go()
        return
      }
    }
  }

  /** Time passes; often little, sometimes much, sometimes exactly to the due. False when that is beyond the end. */
  wait(until: number): boolean {
    const { dueAt } = this.plan.issue
    const scale = this.pick([5 * MINUTE, 2 * HOUR, 20 * HOUR, 80 * HOUR])
    this.at += 1 + Math.floor(this.random() * scale)
    if (dueAt !== null && dueAt > this.at && this.chance(0.04)) this.at = dueAt
    if (dueAt !== null && dueAt > this.at && this.chance(0.06)) this.at = Math.max(this.at, dueAt - 30 * MINUTE)
    if (this.chance(0.05)) this.join()
    return this.at <= until
  }

  private join(): void {
    const n = this.reports.length + 1
    const number = `${this.plan.issue.number}-0${n}`
    this.reports.push({ id: `${this.plan.issue.id}-${n}`, number, isPrimary: false, createdAt: this.at })
    this.event('joined', actor('reporter'), { reportNumber: number })
  }

  private event(kind: string, by: Mover, body: Record<string, unknown>): void {
    this.plan = planEvent(this.plan, kind, by, this.at, body)
  }

  private go(to: Move['to'], by: Mover, given: Given, more: Partial<Move> = {}): void {
    const moved = planMove(this.plan, { to, by, given, body: more.body ?? {}, ...more }, this.at)
    if (!moved.ok) throw new Error(`${this.plan.issue.state} → ${to}: ${JSON.stringify(moved)}`)
    this.plan = moved.value
  }

  private dispatch(): void {
    const { agencyId: current, state } = this.plan.issue
    const others = this.town.agencies.filter((agency) => agency !== current || state !== 'dispatched')
    const agencyId = this.pick(others)
    const given = { agencyId, currentAgencyId: current, reason: '派', whatMustChange: '重办', overrideReason: '派' }
    this.go('dispatched', { ...actor('operator'), agencyId }, given, { patch: { agencyId }, body: { reason: '派' } })
  }

  private answer(): void {
    const entry = this.chance(0.6) ? { entryId: `K-${Math.floor(this.random() * 5)}` } : { proposedTitle: '新条目' }
    const body = { text: '答', resolved: 'none', ...entry }
    this.go('answered', actor('operator'), { answer: '答', proposedEntry: '新条目' }, { body })
  }

  private reply(): void {
    const agency = this.agency()
    const resolved = this.pick(['yes', 'yes', 'partly', 'no'] as const)
    const waits = this.service.isSupplyOutage && this.chance(0.4)
    const given = { reply: '答复', resolved, reasonCode: 'done' }
    const patch = { repliedAt: this.at }
    const { round } = this.plan.issue
    this.go('replied', agency, given, { body: { text: '答复', resolved }, patch, keepsHandleClock: waits })
    this.prints.push({ round, repliedAt: this.at, agencyId: agency.agencyId, text: Math.floor(this.random() * 400) })
    if (!this.plan.issue.powerEventId) return
    const value = this.pick(['supports', 'contradicts', 'none'])
    if (this.chance(0.8))
      this.event('evidence', actor('system'), { change: 'judged', claim: 'resolution', value, at: this.at })
    if (waits && this.chance(0.8)) {
      this.at += Math.floor(this.random() * 6 * HOUR)
      this.event('evidence', actor('system'), { change: 'supply_returned', at: this.at })
      this.plan = planStop(this.plan, 'handle', this.at, 'supply_returned')
    }
  }

  private agency(): Mover {
    return actor('agency', this.plan.issue.agencyId)
  }
  private sendBack(): void {
    const given = { reasonCode: 'not_our_duty', proposedAgencyId: this.town.agencies[0], legalBasis: '条例' }
    this.go('returned', this.agency(), given)
  }
  private withdraw(): void {
    this.go('withdrawn', actor('reporter'), { reason: '不用了', askedBy: 'reporter' })
  }
  private merge(): void {
    this.go('merged', actor('operator'), { masterId: 'master', masterState: 'handling', reason: '同一件' })
  }
  private refuse(): void {
    const given = { legalBasis: '条例', reasonCode: 'court', whereInstead: '法院' }
    this.go('not_accepted', actor('operator'), given)
  }
  private contact(): void {
    const wasReached = this.chance(0.8)
    const given = wasReached ? { contactBy: 'u', contactAt: this.at, contactHow: '电话' } : { whyImpossible: '没接' }
    this.go('handling', this.agency(), given, { body: { note: '电话', wasReached } })
  }
  private later(kind: 'waiting_reporter' | 'suspension' | 'extension', untilAt: number) {
    const words = { kind, untilAt, reason: '等', legalBasis: '条例', requestedBy: null, approvedBy: null }
    return { ...words, reporterToldAt: this.chance(0.8) ? this.at : null }
  }
  private ask(): void {
    const untilAt = this.at + 5 * 24 * HOUR
    const given = { question: '哪一户', channel: 'telephone', limitAt: untilAt, reporterToldAt: this.at }
    this.go('waiting_reporter', this.agency(), given, { pause: this.later('waiting_reporter', untilAt) })
  }
  private suspend(): void {
    const untilAt = this.at + 24 * HOUR * (1 + Math.floor(this.random() * 6))
    const agreed = { reason: '等件', legalBasis: '条例', untilAt, reporterToldAt: this.at }
    const given = { ...agreed, requestedBy: 'a', approvedBy: 'b' }
    this.go('suspended', actor('supervisor'), given, { pause: this.later('suspension', untilAt) })
  }
  private extend(): void {
    const run = this.plan.running.find(({ clock }) => clock === 'handle')
    if (!run || run.dueAt < this.at) return
    this.plan = planExtension(this.plan, this.later('extension', run.dueAt + 48 * HOUR), this.at)
    this.event('extended', actor('supervisor'), {})
  }
  private changeService(): void {
    this.service = this.pick(this.town.services)
    const { receivedAt } = this.plan.issue
    this.plan = planServiceChange(this.plan, this.service.clockClass, receivedAt, this.at)
    this.patch({ serviceId: this.service.id, kind: this.service.kind })
    this.event('service_changed', actor('operator'), {})
  }

  private said(answer: 'yes' | 'no'): void {
    const body = { answer, channel: 'phone_page', text: '' }
    if (answer === 'yes') this.go('confirmed', actor('reporter'), { answer, channel: 'phone_page' }, { body })
    else if (this.chance(0.25)) this.go('closed', actor('system'), { reasonCode: 'too_slow' }, { body })
    else this.go('dissatisfied', actor('reporter'), { reasonCode: 'not_solved' }, { body })
    const reportNumber = this.reports[0]?.number
    if (this.chance(0.6))
      this.event('grade', actor('reporter'), { reportNumber, grade: 1 + Math.floor(this.random() * 5) })
    if (this.chance(0.05)) this.event('answer_excluded', actor('supervisor'), { reportNumber, reason: '不合理' })
  }

  /** One move by the state it is in; false when nothing more happens. */
  step(): boolean {
    const reopen = (): void => this.go('received', actor('operator'), { reason: '又坏了' })
    const close = (given: Given): void => this.go('closed', actor('system'), given)
    const ways: Record<string, (readonly [number, () => void])[]> = {
      received: [
        [24, () => this.answer()],
        [64, () => this.dispatch()],
        [4, () => this.refuse()],
        [4, () => this.merge()],
        [4, () => this.withdraw()],
      ],
      dispatched: [
        [
          84,
          () =>
            this.go(
              'signed',
              this.agency(),
              { personInCharge: '王' },
              { patch: { leadAgencyId: this.plan.issue.agencyId } },
            ),
        ],
        [8, () => this.sendBack()],
        [4, () => this.dispatch()],
        [2, () => this.withdraw()],
        [2, () => this.merge()],
      ],
      returned: [
        [80, () => this.dispatch()],
        [10, () => this.answer()],
        [5, () => this.refuse()],
        [5, () => this.withdraw()],
      ],
      signed: [
        [88, () => this.contact()],
        [6, () => this.sendBack()],
        [3, () => this.withdraw()],
        [3, () => this.changeService()],
      ],
      handling: [
        [74, () => this.reply()],
        [9, () => this.ask()],
        [6, () => this.suspend()],
        [5, () => this.extend()],
        [4, () => this.sendBack()],
        [2, () => this.changeService()],
      ],
      waiting_reporter: [
        [90, () => this.go('handling', actor('reporter'), { answer: '3-12' })],
        [10, () => this.reply()],
      ],
      suspended: [[1, () => this.go('handling', this.agency(), { endedAt: this.at, dueAt: this.at })]],
      replied: [
        [9, () => this.go('follow_up', actor('system'), { channel: 'phone_page', contactAt: this.at })],
        [1, () => close({ reasonCode: 'no_contact' })],
      ],
      answered: [
        [9, () => this.go('follow_up', actor('system'), { channel: 'phone_page', contactAt: this.at })],
        [1, () => close({ reasonCode: 'no_contact' })],
      ],
      follow_up: [
        [55, () => this.said('yes')],
        [20, () => this.said('no')],
        [22, () => close({ reasonCode: 'no_answer' })],
        [3, () => this.go('dissatisfied', actor('supervisor'), { evidenceId: 'e', evidence: 'contradicts' })],
      ],
      dissatisfied: [
        [60, () => this.dispatch()],
        [28, () => this.go('answered', actor('operator'), { explanation: `解释${this.at}`, earlierTexts: ['答复'] })],
        [
          8,
          () =>
            this.go('closed', actor('supervisor'), {
              reason: '理由',
              legalBasis: '条例',
              proposedBy: 'a',
              approvedBy: 'b',
              reporterToldAt: this.at,
            }),
        ],
        [4, () => this.withdraw()],
      ],
      confirmed: [
        [9, () => close({ windowEndedAt: this.at })],
        [1, reopen],
      ],
    }
    const { state } = this.plan.issue
    const own = ways[state]
    if (own) this.one(own)
    else if (this.chance(0.06)) reopen()
    else return false
    return STATE_CLOCK[state as keyof typeof STATE_CLOCK] !== undefined
  }

  done(): Walk {
    const { state } = this.plan.issue
    const isDrawn = ['withdrawn', 'merged', 'not_accepted'].includes(state) && this.chance(0.5)
    const call = isDrawn
      ? { outcome: this.pick(['no_pressure', 'no_pressure', 'pressure', 'unreachable']), calledAt: this.at + HOUR }
      : null
    return { plan: this.plan, reports: this.reports, prints: this.prints, call }
  }
}
