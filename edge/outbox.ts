import type { Client, InStatement, Row } from '@libsql/client'
import type { Birth, NodeClock } from '../server/wire/node-protocol.ts'
import type { EvictionPlan } from './domain/eviction.ts'
import type { Range } from './domain/ranges.ts'
import { addToRanges, coarsenRanges, isInRanges, mergeRanges } from './domain/ranges.ts'
import type { Draft, HeldRecord, RecordBody, RecordClass, RecordKey } from './domain/record.ts'
import type { Lane } from './domain/send-order.ts'
import type { GuardedFile } from './guarded-file.ts'
import { hasCode } from './guarded-file.ts'
import { newBootId, openOutboxFile, PAGE_BYTES } from './outbox-file.ts'
import { HOLDS, heldRecord, insertion, laneQuery, MOVE, ONE_RECORD, removal, USED_PAGES } from './outbox-queries.ts'

/** Share of the pages at which old raw records are evicted, and above which only transitions are appended. */
export const EVICT_AT = 0.9
const RESERVED_FROM = 0.95
const HOLDS_IN_BIRTH = 200

export interface OutboxOptions {
  path: string
  /** Most pages of PAGE_BYTES the file may have. */
  pageCap: number
  now: () => number
}

/** Records on disk until the server has receipted them. Nothing leaves it but by receipt or by an eviction declared in a record. */
export class Outbox {
  /** The boot id new records get. */
  boot = ''
  /** The sequence the next record will get. */
  next = 1
  /** No sequence from here on was sent before the file was opened. */
  firstOwn = 1
  /** The highest sequence of `boot` sent since then, 0 when none. */
  highestSent = 0
  /** Bytes of bodies appended since it was opened. */
  appendedBytes = 0
  /** The name a damaged file was put aside under, or null. */
  putAside: string | null = null
  /** Told of every record appended, after it is on disk. */
  onAppended: (records: HeldRecord[]) => void = () => {}
  /** Whether a record is being sent, so that eviction leaves it alone. */
  isInFlight: (key: RecordKey) => boolean = () => false

  private sent: Range[] = []
  private file!: GuardedFile
  private usedPages = 0
  private isStale = false
  private readonly options: OutboxOptions

  private constructor(options: OutboxOptions) {
    this.options = options
  }

  static async open(options: OutboxOptions): Promise<Outbox> {
    const outbox = new Outbox(options)
    const { file, putAside } = await openOutboxFile(options.path, options.pageCap, options.now)
    outbox.file = file
    outbox.putAside = putAside
    await file.exclusive((client) => outbox.reload(client))
    await outbox.query('UPDATE meta SET unsent_from = next_sequence WHERE id = 1 AND unsent_from IS NULL', [])
    const { rows } = await outbox.query('SELECT unsent_from FROM meta WHERE id = 1', [])
    outbox.firstOwn = Number(rows[0]?.unsent_from)
    return outbox
  }

  get path(): string {
    return this.options.path
  }

  /** Used share of the pages, 0 to 1. */
  get share(): number {
    return this.usedPages / this.options.pageCap
  }

  get megabytes(): number {
    return (this.options.pageCap * PAGE_BYTES) / 1_048_576
  }

  /** Bytes still free below the level at which eviction starts. */
  get freeBytes(): number {
    return Math.max(0, EVICT_AT * this.options.pageCap - this.usedPages) * PAGE_BYTES
  }

  /** Appends all drafts in one transaction, or none: 'full' when there is no room for them (raw ones must leave the reserve to transitions). */
  async append(drafts: readonly Draft[]): Promise<HeldRecord[] | 'full'> {
    if (this.share >= RESERVED_FROM && drafts.some((draft) => draft.class === 'raw')) return 'full'
    return this.write(async (client) => {
      const records = drafts.map((draft, index) => ({ ...draft, boot: this.boot, sequence: this.next + index }))
      await this.commit(client, records, [])
      return records
    })
  }

  /** Puts the plan's record in the place of those it removes, in one transaction. Another boot's sequences are not declared: a birth's `holds` does that. */
  async replace(boot: string, plan: EvictionPlan): Promise<HeldRecord[] | 'full'> {
    return this.write(async (client) => {
      const body: RecordBody = { clock: plan.clock, values: plan.values }
      if (boot === this.boot) body.evicted = plan.evicted
      const record = { boot: this.boot, sequence: this.next, class: plan.class, appendedAt: plan.appendedAt, body }
      const isEmpty = boot !== this.boot && plan.values.length === 0
      const removals = plan.remove.map((sequence) => removal({ boot, sequence }))
      await this.commit(client, isEmpty ? [] : [record], removals)
      return isEmpty ? [] : [record]
    })
  }

  /** Appends drafts that declare `count` records given up before they got a place, and gives those their sequences. */
  async declareUnsaved(count: number, clock: NodeClock): Promise<HeldRecord[] | 'full'> {
    return this.write(async (client) => {
      const range = { from: this.next, to: this.next + count - 1, why: 'dropped' as const, kept: 0 }
      const body: RecordBody = { clock, values: [], evicted: [range] }
      const record: HeldRecord = {
        boot: this.boot,
        sequence: range.to + 1,
        class: 'dropped',
        appendedAt: clock.at,
        body,
      }
      await this.commit(client, [record], [])
      return [record]
    })
  }

  /** Deletes what a receipt covers; returns how many records. */
  async receipted(boot: string, upTo: number): Promise<number> {
    return this.file.exclusive(async (client) => {
      const statement = { sql: 'DELETE FROM out WHERE boot = ? AND sequence <= ?', args: [boot, upTo] }
      const { rowsAffected } = await client.execute(statement)
      if (rowsAffected > 0) await this.measure(client)
      return rowsAffected
    })
  }

  /** Gives records of `boot` from sequence `from` on another boot id: a fresh one when it is the present one, else the present one. Their declarations name sequences of the old boot and are taken out. */
  async moveToOtherBoot(boot: string, from: number): Promise<void> {
    await this.file.exclusive(async (client) => {
      const args = [boot, from]
      const { rows } = await client.execute({
        sql: 'SELECT min(sequence) AS first, max(sequence) AS last FROM out WHERE boot = ? AND sequence >= ?',
        args,
      })
      const target = boot === this.boot ? { boot: newBootId(), next: 1 } : { boot: this.boot, next: this.next }
      const [first, last] = [rows[0]?.first, rows[0]?.last]
      const shift = typeof first === 'number' ? target.next - first : 0
      const next = typeof last === 'number' ? last + shift + 1 : target.next
      await client.batch(
        [
          { sql: MOVE, args: [target.boot, shift, ...args] },
          {
            sql: 'UPDATE meta SET boot = ?, next_sequence = ?, unsent_from = ? WHERE id = 1',
            args: [target.boot, next, target.boot === this.boot ? null : 1],
          },
        ],
        'write',
      )
      if (target.boot !== this.boot) {
        this.firstOwn = 1
        this.highestSent = 0
        this.sent = []
      }
      this.boot = target.boot
      this.next = next
    })
  }

  /** One held record, or null. */
  async read(key: RecordKey): Promise<HeldRecord | null> {
    const { rows } = await this.query(ONE_RECORD, [key.boot, key.sequence])
    return rows[0] ? heldRecord(rows[0]) : null
  }

  /** Up to `limit` records of a lane beyond `position` (null = from its start) among the rows up to `horizon`, with the position behind them. */
  async readLane(
    lane: Lane,
    position: number | null,
    horizon: number,
    limit: number,
  ): Promise<{ records: HeldRecord[]; position: number | null }> {
    const start = position ?? (lane.isNewestFirst ? horizon + 1 : 0)
    const { rows } = await this.query(laneQuery(lane), [...lane.classes, start, horizon, limit])
    const last = rows.at(-1)
    return { records: rows.map(heldRecord), position: last ? Number(last.position) : position }
  }

  /** The row position of the newest record, 0 when empty. */
  async horizon(): Promise<number> {
    const { rows } = await this.query('SELECT coalesce(max(rowid), 0) AS position FROM out', [])
    return Number(rows[0]?.position)
  }

  /** Bytes of bodies per class. */
  async bytesByClass(): Promise<Partial<Record<RecordClass, number>>> {
    const { rows } = await this.query('SELECT class, sum(length(body)) AS bytes FROM out GROUP BY class', [])
    return Object.fromEntries(rows.map((row) => [String(row.class), Number(row.bytes)]))
  }

  /** Remembers on disk that from now on anything may have been sent, whenever the process ends. */
  async beginSending(): Promise<void> {
    await this.query('UPDATE meta SET unsent_from = NULL WHERE id = 1', [])
  }

  /** A record goes out. */
  markSent(key: RecordKey): void {
    if (key.boot !== this.boot) return
    this.sent = addToRanges(this.sent, key.sequence)
    this.highestSent = Math.max(this.highestSent, key.sequence)
  }

  /** Remembers on disk what was never sent. */
  async endSending(): Promise<void> {
    await this.query('UPDATE meta SET unsent_from = ? WHERE id = 1', [Math.max(this.firstOwn, this.highestSent + 1)])
  }

  /** The lowest held sequence of the present boot up to `upTo` that was never sent, or null. */
  async lowestUnsent(upTo: number): Promise<number | null> {
    const sql = 'SELECT sequence FROM out WHERE boot = ? AND sequence BETWEEN ? AND ? ORDER BY sequence'
    const { rows } = await this.query(sql, [this.boot, this.firstOwn, upTo])
    const unsent = rows.find((row) => !isInRanges(this.sent, Number(row.sequence)))
    return unsent ? Number(unsent.sequence) : null
  }

  /** How many records are held. */
  async count(): Promise<number> {
    const { rows } = await this.query('SELECT count(*) AS held FROM out', [])
    return Number(rows[0]?.held)
  }

  /** All sequences that are held or whose end a held record declares, so that a birth closes no gap a record is about to explain. */
  async holds(): Promise<Birth['holds']> {
    const { rows } = await this.query(HOLDS, [])
    const boots = [...new Set(rows.map((row) => String(row.boot)))]
    return boots.flatMap((boot) => {
      const own = rows.filter((row) => row.boot === boot)
      const ranges = mergeRanges(own.map((row) => ({ from: Number(row.lowest), to: Number(row.highest) })))
      return coarsenRanges(ranges, Math.max(1, Math.floor(HOLDS_IN_BIRTH / boots.length))).map((range) => ({
        boot,
        ...range,
      }))
    })
  }

  /** Runs a statement beside the records: the node's own memory in `meta` and `commands`. */
  async query(sql: string, args: (string | number | null)[]): Promise<{ rows: Row[]; rowsAffected: number }> {
    return this.file.exclusive((client) => client.execute({ sql, args }))
  }

  async close(): Promise<void> {
    await this.file.close()
  }

  private async write(work: (client: Client) => Promise<HeldRecord[]>): Promise<HeldRecord[] | 'full'> {
    try {
      const records = await this.file.exclusive(async (client) => {
        if (this.isStale) await this.reload(client)
        return work(client)
      })
      if (records.length > 0) this.onAppended(records)
      return records
    } catch (error) {
      if (hasCode(error, 'SQLITE_FULL')) return 'full'
      this.isStale = true
      throw error
    }
  }

  private async commit(client: Client, records: readonly HeldRecord[], removals: InStatement[]): Promise<void> {
    const bodies = records.map((record) => JSON.stringify(record.body))
    const next = (records.at(-1)?.sequence ?? this.next - 1) + 1
    const insertions = records.map((record, index) => insertion(record, bodies[index]!))
    const advance = { sql: 'UPDATE meta SET next_sequence = ? WHERE id = 1', args: [next] }
    await client.batch([...insertions, advance, ...removals], 'write')
    this.next = next
    this.appendedBytes += bodies.reduce((sum, body) => sum + body.length, 0)
    await this.measure(client)
  }

  private async reload(client: Client): Promise<void> {
    const { rows } = await client.execute('SELECT boot, next_sequence FROM meta WHERE id = 1')
    this.boot = String(rows[0]?.boot)
    this.next = Number(rows[0]?.next_sequence)
    await this.measure(client)
    this.isStale = false
  }

  private async measure(client: Client): Promise<void> {
    const { rows } = await client.execute(USED_PAGES)
    this.usedPages = Number(rows[0]?.used)
  }
}
