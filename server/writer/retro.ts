import { type ReturnVerdict, retroAttribution } from '../domain/supply-evidence.ts'
import { confirmInterruptions } from '../store/telemetry-power.ts'
import type { Birth } from '../wire/node-protocol.ts'
import type { Flush } from './flush.ts'
import type { KnownNode } from './known.ts'

/** What a node's return proves about the silence before it; null at its first birth. A proven loss confirms its interruptions. */
export function verdictOf(flush: Flush, node: KnownNode, birth: Birth, at: number): ReturnVerdict | null {
  const { start } = node
  if (!start) return null
  const silences = [...node.metrics.values()].map((metric) => metric.maximumSilenceMs)
  const attribution = retroAttribution(
    {
      startId: start.startId,
      uptimeMs: start.uptimeMs,
      lastRecordAt: node.lastSeenAt ?? start.bornAt,
      maximumSilenceMs: Math.min(...silences, Number.MAX_SAFE_INTEGER),
    },
    {
      at,
      startId: birth.start.id,
      uptimeMs: birth.start.uptimeMs,
      startReason: birth.start.reason,
      poweredBy: birth.poweredBy,
    },
  )
  if (attribution.verdict === 'supply_lost')
    flush.statements.push(confirmInterruptions(node.id, attribution.startMinAt, attribution.endMaxAt))
  return attribution.verdict
}
