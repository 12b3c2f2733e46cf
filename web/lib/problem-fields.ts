import type { Problem } from '../../server/wire/problem.ts'

/** What a refused body says about one field, by its JSON pointer (`/name`). */
export const errorAt = (problem: Problem | undefined, pointer: string): string | undefined =>
  problem?.errors?.find((error) => error.pointer === pointer || error.pointer === `#${pointer}`)?.detail
