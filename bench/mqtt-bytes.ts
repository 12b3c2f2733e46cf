/** MQTT 3.1.1 packets as bytes, as few as the load and the tests need; no client library stands between. */

const remaining = (length: number): number[] => {
  const bytes: number[] = []
  let rest = length
  do {
    const more = rest >= 128
    bytes.push(more ? (rest % 128) | 128 : rest)
    rest = Math.floor(rest / 128)
  } while (rest > 0)
  return bytes
}

const packet = (head: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([head, ...remaining(body.length)]), body])
}

const word = (value: number): Buffer => Buffer.from([value >> 8, value & 255])
const field = (value: Uint8Array | string): Buffer => {
  const bytes = Buffer.from(value)
  return Buffer.concat([word(bytes.length), bytes])
}

export interface Connect {
  clientId: string
  username?: string
  password?: string
  keepaliveS?: number
  isClean?: boolean
  will?: { topic: string; payload: string; qos?: number; retain?: boolean }
}

export function connectBytes({ clientId, username, password, keepaliveS = 60, isClean = true, will }: Connect): Buffer {
  let flags = isClean ? 2 : 0
  if (will) flags |= 4 | ((will.qos ?? 1) << 3) | (will.retain ? 32 : 0)
  if (username !== undefined) flags |= 128
  if (password !== undefined) flags |= 64
  return packet(
    0x10,
    field('MQTT'),
    Buffer.from([4, flags]),
    word(keepaliveS),
    field(clientId),
    ...(will ? [field(will.topic), field(will.payload)] : []),
    ...(username !== undefined ? [field(username)] : []),
    ...(password !== undefined ? [field(password)] : []),
  )
}

export interface Publish {
  topic: Uint8Array | string
  payload: Uint8Array | string
  /** Needed above QoS 0. */
  id?: number
  qos?: number
  retain?: boolean
}

export const publishBytes = ({ topic, payload, id = 1, qos = 1, retain = false }: Publish): Buffer =>
  packet(0x30 | (qos << 1) | (retain ? 1 : 0), field(topic), ...(qos > 0 ? [word(id)] : []), Buffer.from(payload))

export const subscribeBytes = (topics: readonly string[], id = 1): Buffer =>
  packet(0x82, word(id), ...topics.flatMap((topic) => [field(topic), Buffer.from([1])]))

export const pubackBytes = (id: number): Buffer => packet(0x40, word(id))

/** Where in a PUBLISH of QoS 1 with this topic the packet id begins. */
export const idOffsetOf = (bytes: Buffer, topic: string): number => {
  let at = 1
  while (bytes[at++]! >= 128);
  return at + 2 + Buffer.byteLength(topic)
}

/** A packet as it was received: its first byte, and what follows its length. */
export interface Received {
  head: number
  body: Buffer
}

/** Cuts a stream of chunks into packets. */
export function packetReader(take: (received: Received) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    for (;;) {
      const cut = firstPacket(bytes)
      if (!cut) break
      take({ head: bytes[0]!, body: bytes.subarray(cut.from, cut.to) })
      bytes = bytes.subarray(cut.to)
    }
    rest = bytes
  }
}

function firstPacket(bytes: Buffer): { from: number; to: number } | null {
  let length = 0
  let at = 1
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[at++]
    if (byte === undefined) return null
    length += (byte & 127) * factor
    if (byte < 128) break
  }
  return bytes.length >= at + length ? { from: at, to: at + length } : null
}
