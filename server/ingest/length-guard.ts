import type { Socket } from 'node:net'

const CONTINUES = 0x80
const LENGTH_BYTES = 4

/**
 * Follows the packet headers of an MQTT stream, chunk by chunk, without looking at the packets themselves. Returns the
 * function that takes the next chunk and says whether every header in it announces at most `limitBytes`.
 */
export function packetLengths(limitBytes: number): (chunk: Uint8Array) => boolean {
  let rest = 0
  let isInLength = false
  let length = 0
  let lengthBytes = 0
  return (chunk) => {
    let at = 0
    while (at < chunk.length) {
      if (rest > 0) {
        const skipped = Math.min(rest, chunk.length - at)
        rest -= skipped
        at += skipped
      } else if (!isInLength) {
        isInLength = true
        length = 0
        lengthBytes = 0
        at++
      } else {
        const byte = chunk[at++]!
        length += (byte & ~CONTINUES) * 128 ** lengthBytes++
        if (length > limitBytes || (lengthBytes === LENGTH_BYTES && byte >= CONTINUES)) return false
        if (byte < CONTINUES) {
          isInLength = false
          rest = length
        }
      }
    }
    return true
  }
}

/** Closes a socket as soon as a header on it announces more than `limitBytes`, before any of it is buffered. */
export function guardLength(socket: Socket, limitBytes: number, refused: () => void): void {
  const accepts = packetLengths(limitBytes)
  const read = socket.read.bind(socket)
  socket.read = (size?: number) => {
    const chunk = read(size) as Buffer | null
    if (chunk === null || accepts(chunk)) return chunk
    refused()
    socket.destroy()
    return null
  }
}
