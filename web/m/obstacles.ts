import type { Obstacle } from '../../server/wire/spots.ts'

/** In the order they are offered; the schema itself stays on the server. */
export const OBSTACLES = [
  'not_accepted',
  'overdue',
  'extra_papers',
  'sent_elsewhere',
  'attitude',
] as const satisfies readonly Obstacle[]
