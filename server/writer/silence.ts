import type { GuardedWriter } from '../../db/client.ts'
import type { PowerSource } from '../domain/supply.ts'
import { probableOutage } from '../domain/supply-evidence.ts'
import type { SilenceOutcome } from '../ingest/port.ts'
import {
  type DueDeadline,
  fireDeadlines,
  loadDueDeadlines,
  loadNeighbours,
  type SiteNode,
} from '../store/telemetry-silence.ts'
import { type Flush, newFlush, nodeEvent } from './flush.ts'
import { statementsOf } from './flush-statements.ts'
import type { IngestCore } from './ingest-core.ts'
import type { KnownNode } from './known.ts'
import { stepSilence } from './power-live.ts'
import { settlePower } from './power-settle.ts'

const NOTHING: SilenceOutcome = { metricIds: [], nodes: [], hasEvents: false }

/**
 * Fires the deadlines that are due at `now` (epoch ms), each once. A node is silent when the last of its metrics is;
 * that alone is no outage, but enough of them together beside one that still talks is a probable one.
 */
export async function fireSilence(ingest: IngestCore, writer: GuardedWriter, now: number): Promise<SilenceOutcome> {
  const due = await writer.exclusive((client) => loadDueDeadlines(client, now))
  if (due.length === 0) return NOTHING
  try {
    return await fire(ingest, writer, due, now)
  } catch (error) {
    ingest.forget()
    throw error
  }
}

async function fire(
  ingest: IngestCore,
  writer: GuardedWriter,
  due: readonly DueDeadline[],
  now: number,
): Promise<SilenceOutcome> {
  const ids = new Set(due.map(({ nodeId }) => nodeId))
  const unknown = [...ids].filter((id) => !ingest.nodes.has(id))
  if (unknown.length > 0) await ingest.load(unknown)
  const flush = newFlush(now, ingest.nodes)
  const silent: KnownNode[] = []
  for (const id of ids) {
    const node = ingest.nodes.get(id)
    if (node && silence(flush, node, due, now)) silent.push(node)
  }
  await settlePower(flush, writer)
  if (silent.length > 0) await noteProbable(flush, writer, silent, now)
  const fired = fireDeadlines(due.map(({ metricId, dueAt }) => [metricId, dueAt, now]))
  const statements = [...fired, ...statementsOf(flush)].map(({ sql, args }) => ({ sql, args }))
  await writer.exclusive((client) => client.batch(statements, 'write'))
  return {
    metricIds: due.map(({ metricId }) => metricId),
    nodes: silent.map(({ id }) => id),
    hasEvents: flush.events.length > 0,
  }
}

/** True when with these deadlines the last metric of the node fell silent. */
function silence(flush: Flush, node: KnownNode, due: readonly DueDeadline[], now: number): boolean {
  const fired = new Set(due.map(({ metricId }) => metricId))
  const metrics = [...node.metrics.values()].filter((metric) => metric.deadline)
  const newly = metrics.filter((metric) => fired.has(metric.id))
  for (const metric of newly) {
    if (metric.deadline) metric.deadline.firedAt = now
    if (metric.phase) stepSilence(flush, metric.device, metric.deadline?.dueAt ?? now)
  }
  const isSilent = metrics.every((metric) => metric.deadline?.firedAt !== null)
  const names = newly.map((metric) => `${metric.device.name}/${metric.name}`).slice(0, 20)
  nodeEvent(flush, node, now, { change: isSilent ? 'silent' : 'metricSilent', metrics: names })
  return isSilent
}

/** One event per site whose silence looks like an outage; the supply shown is derived from the same rule. */
async function noteProbable(
  flush: Flush,
  writer: GuardedWriter,
  silent: readonly KnownNode[],
  now: number,
): Promise<void> {
  const ids = silent.map(({ id }) => id)
  const nodes = await writer.exclusive((client) => loadNeighbours(client, ids))
  const groups = new Map<string, SiteNode[]>()
  for (const node of nodes) {
    const key = node.supplyId ?? node.siteId
    groups.set(key, [...(groups.get(key) ?? []), node])
  }
  for (const group of groups.values()) {
    const outage = probableOutage(
      group.map((node) => ({ ...node, poweredBy: node.poweredBy as PowerSource | null })),
      now,
    )
    if (!outage.isProbable) continue
    const { silentNodeIds, witnessNodeIds, neededNodes, mainsNodes, startMinAt, startMaxAt } = outage
    const body = {
      change: 'probableOutage',
      silentNodeIds,
      witnessNodeIds,
      neededNodes,
      mainsNodes,
      startMinAt,
      startMaxAt,
    }
    for (const siteId of new Set(group.map((node) => node.siteId)))
      flush.events.push([now, 'power', siteId, siteId, JSON.stringify(body)])
  }
}
