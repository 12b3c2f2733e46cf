import type { zh } from './zh/index.ts'

/** Every word of the desk; the Chinese dictionary is the measure, the English one has the same keys. */
export type Words = typeof zh
