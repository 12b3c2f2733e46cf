import type { Calendar } from '../server/domain/calendar.ts'
import type { RawEvent, RawIssue, RawRun } from './audit-rows.ts'
import type { Tally } from './audit-tally.ts'
import { isLastMoment, minutesOf } from './audit-time.ts'

const WEEK = 7 * 86_400_000
const OUT: Readonly<Record<string, string>> = { T5: 'merged', T6: 'withdrawn', T8: 'returned', T9: 'redispatched' }

interface Dispatch {
  at: number
  agency: string
  endedBy: string
  endedAt: number
  isReturned: boolean
}
interface Reply {
  at: number
  agency: string
  round: number
  saysSolved: boolean
  evidence: string
  isBack: boolean
  isJudged: boolean
}
interface Answer {
  at: number
  agency: string
  isYes: boolean
  isExcluded: boolean
  grade: number | null
}

/**
 * Counts one issue into the tally by walking its events once, from the first to the last, with what is open at each
 * moment in hand. `now`: what is due before it counts as past due (epoch ms). Shares no code with the figures' fold.
 */
export class IssueCount {
  private readonly dispatches: Dispatch[] = []
  private readonly replies: Reply[] = []
  private readonly answers: Answer[] = []
  private readonly asked: { at: number; agency: string; isAnswered: boolean }[] = []
  private readonly direct: { at: number; fromEntry: boolean; isBack: boolean; round: number }[] = []
  private readonly loose: { at: number; agency: string; grade: number }[] = []
  private readonly silent: { at: number; agency: string; reason: string }[] = []
  private readonly stints: { from: number; agency: string; endedBy: string; endedAt: number }[] = []
  private holder = ''
  private state = ''
  private stateAt = 0
  private receivedAt: number | null = null
  private firstPromise: number | null = null
  private contactAt: number | null = null
  private contactAgency = ''
  private contactLimit: number | null = null
  private wasInVain = false
  private hasRework = false
  private firstWord: { at: number; agency: string } | null = null
  private moves = 0
  private end: { event: RawEvent; agency: string } | null = null
  private firstRoundHolder = ''
  private isOldImport = false
  private readonly issue: RawIssue
  private readonly tally: Tally
  private readonly calendarOf: (run: RawRun) => Calendar
  private readonly now: number

  constructor(issue: RawIssue, tally: Tally, calendarOf: (run: RawRun) => Calendar, now: number) {
    this.issue = issue
    this.tally = tally
    this.calendarOf = calendarOf
    this.now = now
  }

  count(): void {
    for (const event of this.issue.events) this.see(event)
    if (this.receivedAt === null) return
    if (this.issue.isTest) {
      this.put('received', this.receivedAt, '', false, 'test')
      return
    }
    this.countReceipt(this.receivedAt)
    this.countDispatches()
    this.countHandling()
    this.countStints()
    this.countReplies()
    this.countAnswers()
    this.countStages()
  }

  private put(kpi: string, at: number, agency: string, isIn: boolean, reason = ''): void {
    this.tally.add(this.tally.viewsOf(this.issue.service, agency, this.issue.site), kpi, at, isIn, reason)
  }
  private lasts(kpi: string, dueAt: number, from: number, to: number | null, agency: string): void {
    const start = Math.max(dueAt, from)
    if (to === null ? start >= this.now : to <= start) return
    this.tally.last(this.tally.viewsOf(this.issue.service, agency, this.issue.site), kpi, start, to)
  }

  private see(event: RawEvent): void {
    if (event.kind === 'transition' || event.kind === 'imported') this.move(event)
    else this.note(event)
  }

  private note({ at, kind, body }: RawEvent): void {
    const primary = this.issue.reports.find(({ isPrimary }) => isPrimary)?.number
    const answer = this.answers.findLast((one) => one.at <= at)
    if (kind === 'grade' && body.reportNumber === primary) {
      if (answer) answer.grade = Number(body.grade)
      else this.loose.push({ at, agency: this.holder, grade: Number(body.grade) })
    }
    if (kind === 'answer_excluded' && body.reportNumber === primary && answer) answer.isExcluded = true
    const reply = this.replies.at(-1)
    if (kind === 'evidence' && body.claim === 'resolution' && reply && !reply.isJudged)
      reply.evidence = String(body.value)
    if (kind === 'contact' && body.wasReached === true) this.reached(at)
  }

  private reached(at: number): void {
    if (this.contactAt !== null) return
    this.contactAt = at
    this.contactAgency = this.dispatches.at(-1)?.agency ?? ''
  }

  private move(event: RawEvent): void {
    const { at, rule, to, body, round } = event
    const before = this.holder
    if (this.receivedAt === null) {
      this.receivedAt = at
      this.firstPromise = typeof body.expectedAt === 'number' ? body.expectedAt : null
      this.isOldImport = event.kind === 'imported' && to !== 'received'
    } else this.isOldImport = false
    this.endStint(rule, at)
    this.endDispatch(rule, at)
    if (rule === 'T3' || rule === 'T9' || rule === 'T21') this.dispatched(event)
    if (rule === 'T2' || rule === 'T8' || rule === 'T22') this.holder = ''
    if (rule === 'T7') {
      if (this.contactAt === null) this.contactLimit = typeof body.contactDueAt === 'number' ? body.contactDueAt : null
      if (round === 1) this.stints.push({ from: at, agency: this.holder, endedBy: '', endedAt: 0 })
    }
    if (rule === 'T10' && body.wasReached === true) this.reached(at)
    if (rule === 'T10' && body.wasReached === false) this.wasInVain = true
    if (rule === 'T2') this.direct.push({ at, fromEntry: typeof body.entryId === 'string', isBack: false, round })
    if (rule === 'T2' || rule === 'T22') for (const reply of this.replies) reply.isJudged = true
    if (rule === 'T13') this.replied(event, before)
    if (rule === 'T2' || rule === 'T13') this.firstWord ??= { at, agency: rule === 'T13' ? before : '' }
    if (rule === 'T21') this.hasRework = true
    if (rule === 'T19' || rule === 'T25') this.cameBack(at)
    this.followUp(event)
    if (round === 1) {
      if (this.end === null && ['replied', 'answered', 'not_accepted', 'merged', 'withdrawn'].includes(to))
        this.end = { event, agency: before }
      if (this.end === null) this.firstRoundHolder = this.holder
    }
    this.state = to
    this.stateAt = at
  }

  private dispatched({ at, agency }: RawEvent): void {
    const last = this.dispatches.at(-1)
    if (last && last.agency !== agency) this.moves++
    this.dispatches.push({ at, agency, endedBy: '', endedAt: 0, isReturned: false })
    this.holder = agency
  }
  private endDispatch(rule: string, at: number): void {
    const open = this.dispatches.at(-1)
    if (!open) return
    if (rule === 'T8') open.isReturned = true
    if (open.endedBy === '' && ['T5', 'T6', 'T7', 'T8', 'T9'].includes(rule)) {
      open.endedBy = rule
      open.endedAt = at
    }
  }
  private endStint(rule: string, at: number): void {
    const open = this.stints.at(-1)
    if (open?.endedBy !== '' || !['T5', 'T6', 'T8', 'T13'].includes(rule)) return
    open.endedBy = rule
    open.endedAt = at
  }
  private replied({ at, round, body }: RawEvent, agency: string): void {
    for (const reply of this.replies) reply.isJudged = true
    const saysSolved = body.resolved === 'yes'
    this.replies.push({ at, agency, round, saysSolved, evidence: '', isBack: false, isJudged: false })
  }
  private cameBack(at: number): void {
    const reply = this.replies.at(-1)
    if (reply && at - reply.at <= WEEK) reply.isBack = true
    for (const one of this.direct) one.isBack = true
  }
  private followUp({ at, rule, role, body }: RawEvent): void {
    const agency = this.holder
    if (rule === 'T16') this.asked.push({ at, agency, isAnswered: false })
    if (rule === 'T17') this.silent.push({ at, agency, reason: 'not_asked' })
    const isYes = rule === 'T18'
    const isNo = (rule === 'T19' && role !== 'supervisor') || (rule === 'T20' && body.answer === 'no')
    if (rule === 'T20' && !isNo) this.silent.push({ at, agency, reason: 'no_answer' })
    if (!isYes && !isNo) return
    this.answers.push({ at, agency, isYes, isExcluded: false, grade: null })
    const asked = this.asked.at(-1)
    if (asked) asked.isAnswered = true
  }

  private countReceipt(at: number): void {
    const agency = this.dispatches.at(-1)?.agency ?? ''
    const out = this.isOldImport
      ? 'imported'
      : this.state === 'not_accepted' || this.state === 'merged'
        ? this.state
        : ''
    const isDirect = this.dispatches.length === 0 && this.direct.some(({ round }) => round === 1)
    this.put('received', at, agency, false)
    this.put('direct_handle', at, agency, isDirect, out)
    this.put(`direct_handle.${this.issue.kind}`, at, agency, isDirect, out)
    this.put('completion', at, agency, this.firstWord !== null, out || (this.state === 'withdrawn' ? 'withdrawn' : ''))
    this.put('repeat', at, agency, this.issue.isRepeat)
    for (const { isPrimary, createdAt } of this.issue.reports)
      if (!isPrimary) this.put('repeat', createdAt, agency, false, 'me_too')
    for (const one of this.direct) {
      this.put('direct_back', one.at, '', one.isBack)
      if (one.fromEntry) this.put('entry_come_back', one.at, '', one.isBack)
    }
    if (this.firstWord) this.put('rework', this.firstWord.at, this.firstWord.agency, this.hasRework)
    const { call } = this.issue
    if (call)
      this.put(
        'withdrawal_check',
        call.at,
        agency,
        call.outcome === 'pressure',
        call.outcome === 'unreachable' ? 'unreachable' : '',
      )
  }

  private countDispatches(): void {
    const [first] = this.dispatches
    if (!first) return
    for (const { at, agency, endedBy, endedAt, isReturned } of this.dispatches) {
      this.put('return', at, agency, isReturned)
      const run = this.issue.runs.findLast(({ clock, startedAt }) => clock === 'sign' && startedAt === at)
      if (!run) continue
      if (run.isProvisional) this.put('sign_on_time', at, agency, false, 'provisional')
      else if (endedBy === '') {
        if (run.dueAt < this.now) this.put('sign_on_time', at, agency, false)
      } else if (endedBy === 'T7') this.put('sign_on_time', at, agency, endedAt <= run.dueAt)
      else this.put('sign_on_time', at, agency, false, endedAt <= run.dueAt ? OUT[endedBy] : '')
    }
    const part = this.issue.isPart ? 'co_handling' : ''
    this.put('retransfer', first.at, first.agency, this.moves > 0, part)
    this.put('transfer_twice', first.at, first.agency, this.moves > 1, part)
    const agency = this.contactAt === null ? (this.dispatches.at(-1)?.agency ?? '') : this.contactAgency
    const limit = this.contactLimit
    const isGone = this.state === 'withdrawn' || this.state === 'merged'
    const out = this.contactAt === null && isGone && (limit === null || this.stateAt <= limit) ? this.state : ''
    const isIn = this.contactAt !== null && limit !== null && this.contactAt <= limit
    this.put('response', first.at, agency, isIn, out)
    this.put('unreached', first.at, agency, this.contactAt === null && this.wasInVain, out)
  }

  private handleRun(round: number, at: number): RawRun | undefined {
    return this.issue.runs
      .filter((run) => run.clock === 'handle' && run.round === round && run.startedAt <= at)
      .filter((run) => run.stoppedAt === null || run.stoppedAt >= at)
      .at(-1)
  }

  private countHandling(): void {
    const { end, issue } = this
    const dispatch = this.dispatches[0]
    const isOwnRound = dispatch !== undefined && (end === null || dispatch.at <= end.event.at)
    if (!end && !isOwnRound) return
    const told = end?.event.body.expectedAt
    const own = issue.round === 1 ? issue.expectedAt : null
    const promise = end ? (typeof told === 'number' ? told : own) : issue.expectedAt
    const firstRuns = issue.runs.filter(({ round }) => round === 1)
    const at = end?.event.at ?? null
    const raws = firstRuns.filter(({ clock, startedAt }) => clock === 'handle' && (at === null || startedAt <= at))
    const raw =
      promise === null ? null : Math.min(this.firstPromise ?? promise, ...raws.map(({ rawDueAt }) => rawDueAt))
    const handle =
      at === null
        ? firstRuns.filter(({ clock, stoppedAt }) => clock === 'handle' && stoppedAt === null).at(-1)
        : this.handleRun(1, at)
    const isTentative = (handle ?? firstRuns.filter(({ clock }) => clock === 'sign').at(-1))?.isProvisional ?? false
    const agency = end ? end.agency : this.firstRoundHolder
    const isReply = end?.event.rule === 'T13'
    const supplyAt =
      isReply && handle && at !== null ? (handle.stoppedAt === null ? null : Math.max(handle.stoppedAt, at)) : at
    const readings = [
      ['handle_on_time', promise, at],
      ['handle_on_time.raw', raw, at],
      ['handle_on_time.supply', promise, supplyAt],
    ] as const
    for (const [kpi, due, endAt] of readings) {
      if (end?.event.rule === 'T2') this.put(kpi, end.event.at, '', false, 'direct_answer')
      else if (isReply && endAt !== null)
        this.put(
          kpi,
          endAt,
          agency,
          due !== null && endAt <= due,
          isTentative ? 'provisional' : due === null ? 'no_promise' : '',
        )
      if (isOwnRound && !isTentative && due !== null) this.lasts(kpi, due, dispatch.at, endAt, agency)
    }
  }

  private countStints(): void {
    for (const { from, agency, endedBy, endedAt } of this.stints) {
      const run =
        endedBy === ''
          ? this.issue.runs.filter((one) => one.clock === 'handle' && one.round === 1 && one.stoppedAt === null).at(-1)
          : this.handleRun(1, endedAt)
      if (!run) continue
      const reason = OUT[endedBy] ?? (run.isProvisional ? 'provisional' : '')
      for (const [kpi, due] of [
        ['handle_agency', run.dueAt],
        ['handle_agency.raw', run.rawDueAt],
      ] as const) {
        if (endedBy !== '') this.put(kpi, endedAt, agency, endedAt <= due, reason)
        if (endedBy !== 'T8' && !run.isProvisional) this.lasts(kpi, due, from, endedBy === '' ? null : endedAt, agency)
      }
    }
  }

  private countReplies(): void {
    for (const reply of this.replies) {
      const { at, agency, round } = reply
      this.put('identical', at, agency, this.issue.copies.has(at))
      this.put(
        'paused',
        at,
        agency,
        this.issue.pauses.some((pause) => pause.round === round && pause.fromAt <= at),
      )
      this.put('seven_day', at, agency, reply.isBack)
      const isSaid = reply.evidence === 'supports' || reply.evidence === 'contradicts'
      if (reply.saysSolved && isSaid) this.put('evidence_conflict', at, agency, reply.evidence === 'contradicts')
      else if (reply.saysSolved && this.issue.hasMeter) this.put('evidence_conflict', at, agency, false, 'stale')
      const run = this.handleRun(round, at)
      if (run && at <= run.dueAt)
        this.put(
          'last_moment',
          at,
          agency,
          isLastMoment(run, at, this.issue.pauses, this.calendarOf(run)),
          run.isProvisional ? 'provisional' : '',
        )
    }
  }

  private countAnswers(): void {
    for (const { at, agency, isAnswered } of this.asked) this.put('follow_up_answer', at, agency, isAnswered)
    for (const { at, agency, reason } of this.silent) this.put('resolution', at, agency, false, reason)
    for (const { at, agency, isYes, isExcluded, grade } of this.answers) {
      const out = isExcluded ? 'two_persons' : ''
      this.put('resolution', at, agency, isYes, out)
      this.put('exclusion_share', at, agency, isExcluded)
      this.countGrade(at, agency, grade, out)
    }
    for (const { at, agency, grade } of this.loose) this.countGrade(at, agency, grade, '')
  }
  private countGrade(at: number, agency: string, grade: number | null, out: string): void {
    const reason = out || (grade === null ? 'not_graded' : '')
    this.put('satisfaction', at, agency, grade !== null && grade >= 3, reason)
    if (reason === '') this.put('grade_five', at, agency, grade === 5)
  }

  private countStages(): void {
    for (const run of this.issue.runs) {
      if (run.stoppedBy === 'service_changed') continue
      const isAgencys = run.clock === 'sign' || run.clock === 'handle'
      const stop = run.stoppedAt
      const holder = this.dispatches.filter(({ at }) => stop === null || at <= stop).at(-1)?.agency ?? ''
      const agency = isAgencys ? run.agency || holder : ''
      const views = this.tally.viewsOf(this.issue.service, agency, this.issue.site)
      if (stop === null) this.tally.run(views, `stage.${run.clock}`)
      else
        this.tally.time(
          views,
          `stage.${run.clock}`,
          stop,
          minutesOf(run, stop, this.issue.pauses, this.calendarOf(run)),
        )
    }
  }
}
