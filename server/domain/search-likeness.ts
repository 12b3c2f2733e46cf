import { termsOf } from './search-terms.ts'

// Characters that say how something is said, not what: pairs with them make any two texts alike.
const FILLERS = new Set('的了是我你他它们在有不就也都和与及还这那个么吗呢吧啊把被给让到说要会能可很再又没去来')

/** What a text is about: its pairs of characters and its other words, without filler words; at most `limit`. */
export function pairsIn(text: string, limit = 200): Set<string> {
  const pairs = new Set<string>()
  for (const term of termsOf(text).split(' ')) {
    if (pairs.size >= limit) break
    if (term.length > 1 && ![...term].some((char) => FILLERS.has(char))) pairs.add(term)
  }
  return pairs
}

/** Pairs in both, as a share of the smaller set: 0–1; 0 when one is empty. */
export function likenessOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  if (small.size === 0) return 0
  return [...small].filter((pair) => large.has(pair)).length / small.size
}
