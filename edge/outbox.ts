import type { Client, InStatement, Row } from '@libsql/client'
import type { Birth, NodeClock } from '../server/wire/node-protocol.ts'
import type { EvictionPlan } from './domain/eviction.ts'
import { coarsenRanges, mergeRanges } from './domain/ranges.ts'
import type { Draft, HeldRecord, RecordBody, RecordClass, RecordKey } from './domain/record.ts'
import type { Lane } from './domain/send-order.ts'
import type { GuardedFile } from './guarded-file.ts'
import { hasCode } from './guarded-file.ts'
import { newBootId, openOutboxFile, PAGE_BYTES } from './outbox-file.ts'

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
  /** `next` when the file was opened: lower sequences may have been sent by an earlier process. */
  firstOwn = 1
  /** The highest sequence of `boot` that this process has sent. */
  highestSent = 0
  /** Bytes of bodies appended since it was opened. */
  appendedBytes = 0
  /** The name a damaged file was put aside under, or null. */
  putAside: string | null = null
  /** Told of every record appended, after it is on disk. */
  onAppended: (records: HeldRecord[]) => void = () => {}
  /** Whether a record is being sent, so that eviction leaves it alone. */
  isInFlight: (key: RecordKey) => boolean = () => false

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
    outbox.firstOwn = outbox.next
    return outbox
  }

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
          {
            sql: `UPDATE out SET boot = ?, sequence = sequence + ?, body = json_remove(body, '$.evicted') WHERE boot = ? AND sequence >= ?`,
            args: [target.boot, shift, ...args],
          },
          { sql: 'UPDATE meta SET boot = ?, next_sequence = ? WHERE id = 1', args: [target.boot, next] },
        ],
        'write',
      )
      if (target.boot !== this.boot) {
        this.firstOwn = 1
        this.highestSent = 0
      }
      this.boot = target.boot
      this.next = next
    })
  }

  /** One held record, or null. */
  async read(key: RecordKey): Promise<HeldRecord | null> {
    const { rows } = await this.query(
      'SELECT boot, sequence, class, appended_at, body FROM out WHERE boot = ? AND sequence = ?',
      [key.boot, key.sequence],
    )
    return rows[0] ? heldRecord(rows[0]) : null
  }

  /** Up to `limit` records of a lane beyond `position` (null = from its start) among the rows up to `horizon`, with the position behind them. */
  async readLane(
    lane: Lane,
    position: number | null,
    horizon: number,
    limit: number,
  ): Promise<{ records: HeldRecord[]; position: number | null }> {
    const [beyond, order] = lane.isNewestFirst ? ['<', 'DESC'] : ['>', 'ASC']
    const start = position ?? (lane.isNewestFirst ? horizon + 1 : 0)
    const { rows } = await this.query(
      `SELECT rowid AS position, boot, sequence, class, appended_at, body FROM out
       WHERE class IN (${lane.classes.map(() => '?').join(', ')}) AND rowid ${beyond} ? AND rowid <= ?
       ORDER BY rowid ${order} LIMIT ?`,
      [...lane.classes, start, horizon, limit],
    )
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

  /** Whether a record of `boot` with a sequence in this inclusive range is held. */
  async holdsBetween(boot: string, from: number, to: number): Promise<boolean> {
    const sql = 'SELECT 1 FROM out WHERE boot = ? AND sequence BETWEEN ? AND ? LIMIT 1'
    return from <= to && (await this.query(sql, [boot, from, to])).rows.length > 0
  }

  /** How many records are held. */
  async count(): Promise<number> {
    const { rows } = await this.query('SELECT count(*) AS held FROM out', [])
    return Number(rows[0]?.held)
  }

  /** All sequences that are held or whose end a held record declares, so that a birth closes no gap a record is about to explain. */
  async holds(): Promise<Birth['holds']> {
    const { rows } = await this.query(
      `SELECT boot, min(sequence) AS lowest, max(sequence) AS highest
       FROM (SELECT boot, sequence, sequence - row_number() OVER (PARTITION BY boot ORDER BY sequence) AS run FROM out)
       GROUP BY boot, run
       UNION ALL
       SELECT boot, json_extract(value, '$.from'), json_extract(value, '$.to')
       FROM out, json_each(body, '$.evicted') WHERE class IN ('halved', 'quartered', 'dropped')`,
      [],
    )
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
    const insertions = records.map((record, index) => ({
      sql: 'INSERT INTO out(boot, sequence, class, appended_at, body) VALUES (?, ?, ?, ?, ?)',
      args: [record.boot, record.sequence, record.class, record.appendedAt, bodies[index]!],
    }))
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
    const { rows } = await client.execute(
      'SELECT page_count - freelist_count AS used FROM pragma_page_count(), pragma_freelist_count()',
    )
    this.usedPages = Number(rows[0]?.used)
  }
}

const removal = (key: RecordKey) => ({
  sql: 'DELETE FROM out WHERE boot = ? AND sequence = ?',
  args: [key.boot, key.sequence],
})

const heldRecord = (row: Row): HeldRecord => ({
  boot: String(row.boot),
  sequence: Number(row.sequence),
  class: String(row.class) as RecordClass,
  appendedAt: Number(row.appended_at),
  body: JSON.parse(String(row.body)) as RecordBody,
})
