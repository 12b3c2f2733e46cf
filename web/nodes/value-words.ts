import type { NodeMetric } from '../../server/wire/nodes.ts'
import type { Words } from '../words/words.ts'

const KILO: Record<string, string> = { W: 'kW', VA: 'kVA', var: 'kvar', Wh: 'kWh' }

/** A value with its unit as a person reads it: `228.4 V`, `46.2 kW`, yes or no, or a word. */
export function valueSaid(
  metric: Pick<NodeMetric, 'type' | 'unit'>,
  value: number | string | null,
  words: Words,
): string {
  const w = words.nodes.metrics
  if (value === null) return '—'
  if (typeof value === 'string') return w.text(value)
  if (metric.type === 'boolean') return value === 0 ? w.no : w.yes
  const kilo = KILO[metric.unit]
  if (kilo && Math.abs(value) >= 1_000) return `${(value / 1_000).toFixed(1)} ${kilo}`
  const unit = w.unit(metric.unit)
  const digits = Number.isInteger(value) ? String(value) : value.toFixed(1)
  return unit === '' ? digits : unit === '%' ? `${digits}%` : `${digits} ${unit}`
}
