import { advance, type ClockRules } from '../../server/domain/clock.ts'
import type { Store } from '../../server/store/store.ts'
import type { Viewer } from '../../server/store/viewer.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import type { Outcome } from '../../server/wire/refusal.ts'
import type { Chance } from './chance.ts'
import { type Matter, NOT_SOLVED, PLACES, QUESTIONS, RETURNS } from './matters.ts'
import type { Past } from './queue.ts'

/** Who acts in the month, and with what. */
export interface Cast {
  store: Store
  rules: ClockRules
  operator: Viewer
  supervisor: Viewer
  /** An officer of each agency, by the district's word. */
  officers: ReadonlyMap<string, Viewer>
  agencyIds: ReadonlyMap<string, string>
  siteIds: readonly string[]
  /** Ids of knowledge entries in the order of ENTRIES. */
  entryIds: readonly string[]
}

const DAY_MS = 86_400_000

/** One matter from the call to wherever it got by the end of the past. */
export class Life {
  private detail: IssueDetail | null = null
  private readonly cast: Cast
  private readonly past: Past
  private readonly matter: Matter
  private readonly chance: Chance

  constructor(cast: Cast, past: Past, matter: Matter, chance: Chance) {
    this.cast = cast
    this.past = past
    this.matter = matter
    this.chance = chance
  }

  begin(at: number): void {
    this.past.plan(at, () => this.receive(at))
  }

  /** So many minutes of office hours after an instant. */
  private soon(at: number, from: number, to: number): number {
    return advance(at, Math.round(this.chance.between(from, to)), 'B', this.cast.rules.calendar)
  }

  private async receive(at: number): Promise<void> {
    const { store, operator, siteIds } = this.cast
    const taken = await store.issues.takeDown(
      {
        channel: this.chance.weighed([
          { weight: 7, channel: 'telephone' as const },
          { weight: 2, channel: 'window' as const },
          { weight: 2, channel: 'web' as const },
        ]).channel,
        serviceId: this.matter.serviceId,
        siteId: this.chance.one(siteIds),
        place: this.chance.one(PLACES),
        text: `${this.chance.one(this.matter.said)}。`,
        telephone: `1380000${String(Math.floor(this.chance.between(1_000, 9_999)))}`,
        name: null,
      },
      operator,
      at,
    )
    if (!this.keep(taken)) return
    const next = this.soon(at, 8, 100)
    if (this.matter.agency === null) this.past.plan(next, () => this.answer(next))
    else if (this.chance.isBelow(0.03)) this.past.plan(next, () => this.withdraw(next))
    else this.past.plan(next, () => this.dispatch(next, this.matter.agency as string, '按职责'))
  }

  private async answer(at: number): Promise<void> {
    const entryId = this.cast.entryIds[this.matter.entry ?? 0] ?? null
    const text = this.chance.one(this.matter.replies)
    await this.step(at, this.cast.operator, (asked) =>
      this.cast.store.issues.answerDirectly(asked, {
        text,
        entryId,
        proposedTitle: '',
        resolved: 'yes',
        sameTextReason: '照知识条目原话答复',
      }),
    )
    this.hear(at)
  }

  private async withdraw(at: number): Promise<void> {
    await this.step(at, this.cast.operator, (asked) =>
      this.cast.store.issues.withdraw(asked, { reason: '商户说已经解决了', askedChannel: 'telephone', askedAt: at }),
    )
  }

  private async dispatch(at: number, agency: string, reason: string): Promise<void> {
    const agencyId = this.cast.agencyIds.get(agency) ?? ''
    await this.step(at, this.cast.operator, (asked) => this.cast.store.issues.dispatch(asked, { agencyId, reason }))
    const back = RETURNS.find((one) => one.agency !== agency)
    if (this.detail?.returnCount === 0 && back && this.chance.isBelow(0.09)) {
      const next = this.soon(at, 40, 300)
      this.past.plan(next, () => this.giveBack(next, agency, back))
      return
    }
    const next = this.soon(at, 20, this.chance.isBelow(0.07) ? 900 : 330)
    this.past.plan(next, () => this.sign(next, agency))
  }

  private async giveBack(at: number, agency: string, back: (typeof RETURNS)[number]): Promise<void> {
    await this.step(at, this.officer(agency), (asked) =>
      this.cast.store.issues.return(asked, {
        reasonCode: 'not_our_duty',
        reason: back.reason,
        legalBasis: back.legalBasis,
        proposedAgencyId: this.cast.agencyIds.get(back.agency) ?? '',
      }),
    )
    const next = this.soon(at, 20, 90)
    this.past.plan(next, () => this.dispatch(next, back.agency, back.reason))
  }

  private async sign(at: number, agency: string): Promise<void> {
    const officer = this.officer(agency)
    await this.step(at, officer, (asked) => this.cast.store.issues.sign(asked, { personInCharge: '经办人' }))
    const next = this.soon(at, 30, this.chance.isBelow(0.1) ? 700 : 300)
    this.past.plan(next, () => this.contact(next, agency))
  }

  private async contact(at: number, agency: string): Promise<void> {
    const wasReached = !this.chance.isBelow(0.06)
    const note = wasReached ? '已电话联系商户，约了上门时间' : '打了三次没接通，改发短信'
    await this.step(at, this.officer(agency), (asked) => this.cast.store.issues.contact(asked, { note, wasReached }))
    if (this.chance.isBelow(0.1)) {
      const next = this.soon(at, 60, 200)
      this.past.plan(next, () => this.ask(next, agency))
      return
    }
    this.planReply(at, agency)
  }

  private async ask(at: number, agency: string): Promise<void> {
    const officer = this.officer(agency)
    await this.step(at, officer, (asked) =>
      this.cast.store.issues.ask(asked, {
        text: this.chance.one(QUESTIONS),
        reportId: null,
        channel: 'telephone',
        days: 5,
      }),
    )
    const next = this.soon(at, 200, 900)
    this.past.plan(next, async () => {
      await this.step(next, officer, (asked) =>
        this.cast.store.issues.endAsking(asked, { answer: '商户补来了照片。', isDropped: false }),
      )
      this.planReply(next, agency)
    })
  }

  /** Most agencies answer well within the limit, some at its very end, some late. */
  private planReply(at: number, agency: string): void {
    const handle = this.detail?.clocks.findLast(({ clock }) => clock === 'handle')
    const leftMs = Math.max(2 * 3_600_000, (handle?.dueAt ?? at + 3 * DAY_MS) - at)
    const share = this.chance.weighed([
      { weight: 78, from: 0.15, to: 0.8 },
      { weight: 9, from: 0.955, to: 0.999 },
      { weight: 13, from: 1.05, to: 1.6 },
    ])
    const next = Math.round(at + leftMs * this.chance.between(share.from, share.to))
    this.past.plan(next, () => this.reply(next, agency))
  }

  private async reply(at: number, agency: string): Promise<void> {
    const isCopied = this.chance.isBelow(0.08)
    const words = isCopied
      ? '您好，您反映的问题我单位高度重视，已按相关规定办理完毕，感谢您的理解与支持。'
      : `${this.chance.one(this.matter.replies)}经办人${this.chance.one(['刘', '周', '韩', '郭', '马'])}师傅，${this.chance.one(PLACES)}现场核过。`
    await this.step(at, this.officer(agency), (asked) =>
      this.cast.store.issues.reply(asked, {
        text: words,
        resolved: this.chance.isBelow(0.9) ? 'yes' : 'partly',
        reasonCode: 'done',
        plannedAt: null,
        explanation: '',
        sameTextReason: '同类事项，办法相同',
      }),
    )
    this.hear(at)
  }

  /** Two of three merchants answer the call; a few are not content. */
  private hear(at: number): void {
    if (!this.chance.isBelow(0.68)) return
    const next = this.soon(at, 60, 700)
    this.past.plan(next, () => this.confirm(next))
  }

  private async confirm(at: number): Promise<void> {
    const isSolved = !this.chance.isBelow(this.detail?.round === 1 ? 0.14 : 0.05)
    const text = isSolved ? '' : this.chance.one(NOT_SOLVED)
    await this.step(at, this.cast.operator, (asked) =>
      this.cast.store.issues.confirm(asked, { answer: isSolved ? 'yes' : 'no', channel: 'telephone', text }),
    )
    if (isSolved || this.matter.agency === null) return
    const next = this.soon(at, 15, 90)
    this.past.plan(next, () => this.dispatch(next, this.matter.agency as string, text))
  }

  private officer(agency: string): Viewer {
    return this.cast.officers.get(agency) ?? this.cast.operator
  }

  private keep(outcome: Outcome<IssueDetail>): boolean {
    if (outcome.ok) this.detail = outcome.value
    return outcome.ok
  }

  /** A step on the version that stands; one that came too late for the issue is left out. */
  private async step(
    at: number,
    viewer: Viewer,
    run: (asked: { id: string; viewer: Viewer; version: number; at: number }) => Promise<Outcome<IssueDetail>>,
  ): Promise<void> {
    if (!this.detail) return
    const { id, version } = this.detail
    const outcome = await run({ id, viewer, version, at })
    if (outcome.ok || outcome.reason !== 'stale') return void this.keep(outcome)
    // A timer moved it meanwhile.
    this.keep(await run({ id, viewer, version: outcome.version ?? version, at }))
  }
}
