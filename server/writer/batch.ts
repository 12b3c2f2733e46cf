import type { IngestMessage } from '../ingest/port.ts'

/** Messages as they cross to the writer's thread: one transferred buffer of numbers and payloads, and their names. */
export interface PackedBatch {
  buffer: ArrayBuffer
  count: number
  nodes: string[]
  topics: string[]
}

/** receivedAt, index of the node, index of the topic, offset and length of the payload. */
const NUMBERS = 5
const BYTES_PER_NUMBER = 8

const indexIn = (names: Map<string, number>, name: string): number => {
  const known = names.get(name)
  if (known !== undefined) return known
  names.set(name, names.size)
  return names.size - 1
}

export function packBatch(messages: readonly IngestMessage[]): PackedBatch {
  const headBytes = messages.length * NUMBERS * BYTES_PER_NUMBER
  let bytes = headBytes
  for (const { payload } of messages) bytes += payload.length
  const buffer = new ArrayBuffer(bytes)
  const numbers = new Float64Array(buffer, 0, messages.length * NUMBERS)
  const payloads = new Uint8Array(buffer)
  const nodes = new Map<string, number>()
  const topics = new Map<string, number>()
  let offset = headBytes
  let at = 0
  for (const { node, topic, payload, receivedAt } of messages) {
    numbers[at++] = receivedAt
    numbers[at++] = indexIn(nodes, node)
    numbers[at++] = indexIn(topics, topic)
    numbers[at++] = offset
    numbers[at++] = payload.length
    payloads.set(payload, offset)
    offset += payload.length
  }
  return { buffer, count: messages.length, nodes: [...nodes.keys()], topics: [...topics.keys()] }
}

export function unpackBatch({ buffer, count, nodes, topics }: PackedBatch): IngestMessage[] {
  const numbers = new Float64Array(buffer, 0, count * NUMBERS)
  const messages: IngestMessage[] = []
  for (let at = 0; at < count * NUMBERS; at += NUMBERS) {
    messages.push({
      receivedAt: numbers[at]!,
      node: nodes[numbers[at + 1]!]!,
      topic: topics[numbers[at + 2]!]!,
      payload: Buffer.from(buffer, numbers[at + 3]!, numbers[at + 4]!),
    })
  }
  return messages
}
