import type { RecordClass } from './record.ts'

/** One reading direction through what is held. */
export interface Lane {
  classes: readonly RecordClass[]
  isNewestFirst: boolean
}

/** The order of the backlog behind live records: what explains gaps, then transitions newest first, then raw records oldest first (protocol section 4). */
export const BACKLOG_LANES: readonly Lane[] = [
  { classes: ['dropped', 'quartered', 'halved'], isNewestFirst: false },
  { classes: ['transition'], isNewestFirst: true },
  { classes: ['raw'], isNewestFirst: false },
]
