import type { NodeRow } from '../../server/wire/nodes.ts'
import { type Mark, toned } from '../words/phrase.ts'
import type { Words } from '../words/words.ts'
import { troublesOf, troubleTone } from './node-facts.ts'

/** The worst of a node in a word and a shape; a calm one says when it was last heard. */
export function nodeMark(node: NodeRow, now: number, words: Words): Mark {
  const [worst] = troublesOf(node)
  if (worst) return toned(troubleTone(worst), words.nodes.trouble(node, worst, now).word)
  return toned('calm', node.lastSeenAt === null ? words.nodes.never : words.time.ago(now - node.lastSeenAt))
}
