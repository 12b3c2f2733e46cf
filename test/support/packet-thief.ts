import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

const PUBACK = 4

export interface PacketThief {
  port: number
  /** PUBACKs of the server that never reached a client. */
  stolen: () => number
  stop(): Promise<void>
}

/** A TCP proxy that swallows some of the server's PUBACKs; `random` decides, below `share` they go. */
export async function startPacketThief(serverPort: number, share: number, random: () => number): Promise<PacketThief> {
  let stolen = 0
  const sockets = new Set<Socket>()
  const tcp = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1')
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        client.destroy()
        server.destroy()
        sockets.delete(socket)
      })
    }
    client.pipe(server)
    let waiting = Buffer.alloc(0)
    server.on('data', (bytes) => {
      waiting = Buffer.concat([waiting, bytes])
      for (let length = packetLength(waiting); length !== null; length = packetLength(waiting)) {
        const packet = waiting.subarray(0, length)
        waiting = waiting.subarray(length)
        if (packet[0]! >> 4 === PUBACK && random() < share) stolen++
        else client.write(packet)
      }
    })
  })
  tcp.listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  const address = tcp.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    stolen: () => stolen,
    async stop() {
      for (const socket of sockets) socket.destroy()
      const closed = once(tcp, 'close')
      tcp.close()
      await closed
    },
  }
}

/** Length of the MQTT packet at the start, or null when it is not complete (MQTT 3.1.1, 2.2.3). */
function packetLength(bytes: Buffer): number | null {
  let remaining = 0
  for (let index = 1; index <= 4; index++) {
    const byte = bytes[index]
    if (byte === undefined) return null
    remaining += (byte & 0x7f) * 128 ** (index - 1)
    if (byte < 0x80) return bytes.length >= 1 + index + remaining ? 1 + index + remaining : null
  }
  throw new Error('a remaining length of more than four bytes')
}
