import type { NewNode } from '../../server/wire/nodes.ts'
import { newFolder } from './edge-node.ts'

export type Happening = { kind: string; atMs: number; durationMs?: number } & Record<string, unknown>

/** The configuration the server gave, on a box with a battery of its own, where `scenario` happens after the start. */
export const boxWith = ({ configuration }: NewNode, scenario: readonly Happening[] = []): Record<string, unknown> => ({
  ...configuration,
  dataDir: newFolder(),
  poweredBy: 'ups',
  reconnect: { minMs: 200, maxMs: 1_000 },
  simulation: { seed: 7, scenario },
})
