/** Answers below which only “n of m” is said. */
export const FEW = 30

/** The 97.5 % point of the normal distribution. */
const Z = 1.959963984540054

/**
 * The 95 % interval of a rate, both ends between 0 and 1; null without a denominator. Wilson's score interval, without
 * continuity correction (E. B. Wilson, JASA 22, 1927, 209–212).
 */
export function wilson(numerator: number, denominator: number): { low: number; high: number } | null {
  if (denominator <= 0) return null
  const rate = numerator / denominator
  const weight = Z ** 2 / denominator
  const centre = (rate + weight / 2) / (1 + weight)
  const half = (Z * Math.sqrt((rate * (1 - rate)) / denominator + weight / (4 * denominator))) / (1 + weight)
  return { low: numerator === 0 ? 0 : centre - half, high: numerator === denominator ? 1 : centre + half }
}

/** A rate as it may be said: nothing without a denominator, only its counts below 30, else with its interval. */
export type Said =
  | { is: 'no_data' }
  | { is: 'few'; numerator: number; denominator: number }
  | { is: 'rate'; numerator: number; denominator: number; rate: number; low: number; high: number }

/** How a rate may be said. */
export function saidOf(numerator: number, denominator: number): Said {
  const interval = wilson(numerator, denominator)
  if (!interval) return { is: 'no_data' }
  if (denominator < FEW) return { is: 'few', numerator, denominator }
  return { is: 'rate', numerator, denominator, rate: numerator / denominator, ...interval }
}

/** Whether an agency's rate differs from the district's: only where its interval does not cross the district's line. */
export const VERDICTS = ['few', 'same', 'lower', 'higher'] as const
export type Verdict = (typeof VERDICTS)[number]

/** An agency's rate beside the district's line; `same` = it cannot be told apart. */
export function verdictOf(numerator: number, denominator: number, districtRate: number | null): Verdict {
  const said = saidOf(numerator, denominator)
  if (said.is !== 'rate' || districtRate === null) return 'few'
  if (said.high < districtRate) return 'lower'
  return said.low > districtRate ? 'higher' : 'same'
}
