/** What follows from a standard reason given with “not solved”. */
export type ReasonEffect = 'rehandle' | 'reexplain' | 'count_only'

/**
 * Where “not solved” leads: back to the desk (T19), or closed and counted (T20). `effect` null = no standard reason was
 * picked. Free text always reaches a person.
 */
export function ruleOfNo(effect: ReasonEffect | null, text: string): 'T19' | 'T20' {
  return effect === 'count_only' && text.trim() === '' ? 'T20' : 'T19'
}

/** A “not solved” says why: by a standard reason or in words. */
export const saysWhy = (reason: string | null, text: string): boolean => reason !== null || text.trim() !== ''
