import type { Statement } from '../../db/writer.ts'
import { gapRows } from '../ingest/gap-rows.ts'
import { upToOf } from '../ingest/ledger.ts'
import { upsertDevices, upsertMetrics } from '../store/telemetry-births.ts'
import type { JsonRow } from '../store/telemetry-json.ts'
import {
  addDeadlines,
  answerCommands,
  dropDeadlines,
  insertEvents,
  insertGaps,
  insertQuarantined,
  pushDeadlines,
  seenNodes,
  updateGap,
  upsertBoots,
  upsertCurrent,
} from '../store/telemetry-rows.ts'
import { insertPacked, insertSamples } from '../store/telemetry-samples.ts'
import { type BootFlush, type Flush, nodeEvent } from './flush.ts'
import type { KnownMetric } from './known.ts'

/** Everything a flush writes, in an order in which every row finds its parents. */
export function statementsOf(flush: Flush): Statement[] {
  const metrics = [...flush.metrics].sort((a, b) => a.id - b.id)
  const boots: JsonRow[] = []
  const gaps: Statement[] = []
  const newGaps: JsonRow[] = []
  for (const account of flush.boots.values()) {
    boots.push(bootRow(account))
    if (account.boot.ledger.gaps !== account.boot.storedGaps || account.closed.length > 0)
      settleGaps(flush, account, gaps, newGaps)
  }
  const { current, deadlines } = movedRows(flush, metrics)
  return [
    ...upsertDevices(flush.devices),
    ...upsertMetrics(flush.newMetrics),
    ...flush.statements,
    ...upsertBoots(boots),
    ...gaps,
    ...insertGaps(newGaps),
    ...insertPacked(metrics.map((metric) => metric.packed)),
    ...insertSamples(metrics.flatMap((metric) => metric.rows)),
    ...upsertCurrent(current),
    ...addDeadlines(flush.addedDeadlines),
    ...dropDeadlines(flush.droppedDeadlines),
    ...pushDeadlines(deadlines),
    ...seenNodes(seenRows(flush)),
    ...flush.quarantined.map(insertQuarantined),
    ...answerCommands(flush.answers),
    ...insertEvents(flush.events),
  ]
}

const bootRow = ({ node, boot }: BootFlush): JsonRow => [
  boot.id,
  node.id,
  boot.boot,
  upToOf(boot.ledger),
  boot.ledger.highest,
  boot.firstReceivedAt,
  boot.lastReceivedAt,
]

function settleGaps(flush: Flush, account: BootFlush, updates: Statement[], inserts: JsonRow[]): void {
  const { node, boot, closed } = account
  const rows = gapRows(boot.storedGaps, boot.ledger.gaps, closed)
  const closedAt = (outcome: string): number | null => (outcome === 'open' ? null : flush.now)
  for (const { from, newFrom, newTo, outcome } of rows.updates)
    updates.push(updateGap(boot.id, from, { from: newFrom, to: newTo, outcome, closedAt: closedAt(outcome) }))
  for (const { from, to, seenAt, outcome } of rows.inserts)
    inserts.push([boot.id, node.id, from, to, seenAt, closedAt(outcome), outcome])
  if (rows.inserts.some(({ outcome }) => outcome === 'open')) nodeEvent(flush, node, flush.now, { change: 'gapOpened' })
  if (closed.length > 0 || rows.updates.some(({ outcome }) => outcome !== 'open'))
    nodeEvent(flush, node, flush.now, { change: 'gapClosed' })
}

/** When a node was last seen is kept to the second. */
const SEEN_STEP_MS = 1_000

function seenRows(flush: Flush): JsonRow[] {
  const rows: JsonRow[] = []
  for (const [node, at] of flush.nodes) {
    if (at - node.storedSeenAt < SEEN_STEP_MS) continue
    node.storedSeenAt = at
    rows.push([node.id, at, node.skewMs, node.isClockSynced === null ? null : Number(node.isClockSynced)])
  }
  return rows
}

function movedRows(flush: Flush, metrics: readonly KnownMetric[]): { current: JsonRow[]; deadlines: JsonRow[] } {
  const current: JsonRow[] = []
  const deadlines: JsonRow[] = []
  for (const metric of metrics) {
    if (metric.isHeard && metric.deadline) {
      deadlines.push([metric.id, metric.deadline.dueAt])
      if (metric.deadline.firedAt !== null) nodeEvent(flush, metric.node, flush.now, { change: 'heard' })
    }
    const newest = metric.current
    if (!metric.isMoved || !newest) continue
    const { effectiveAt, bootId, sequence, value } = newest
    current.push([metric.id, effectiveAt, metric.receivedAt, bootId, sequence, value, metric.text, metric.flags])
  }
  return { current, deadlines }
}
