import { connect, type Socket } from 'node:net'
import { type Connect, connectBytes, packetReader, type Received } from '../../bench/mqtt-bytes.ts'
import { waitFor } from './wait-for.ts'

export const CONNACK = 0x20
export const PUBACK = 0x40
export const SUBACK = 0x90

export interface RawMqtt {
  socket: Socket
  /** Packets the broker sent, in order. */
  received: Received[]
  /** True once the broker closed the connection. */
  isClosed(): boolean
  send(bytes: Uint8Array): void
  /** The first packet with this head, when it has come. */
  packet(head: number): Promise<Received>
  closed(): Promise<void>
  end(): void
}

/** A socket that speaks MQTT byte by byte, so that a test can say what no client library would. */
export async function connectRaw(port: number): Promise<RawMqtt> {
  const socket = connect(port, '127.0.0.1')
  const received: Received[] = []
  let isClosed = false
  socket.on(
    'data',
    packetReader((packet) => received.push(packet)),
  )
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isClosed = true
  })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return {
    socket,
    received,
    isClosed: () => isClosed,
    send: (bytes) => void socket.write(bytes),
    packet: (head) =>
      waitFor(() => received.find((packet) => packet.head === head) ?? null, {
        what: `a packet ${head.toString(16)}`,
        everyMs: 5,
      }),
    async closed() {
      await waitFor(() => isClosed, { what: 'the broker closes the connection', everyMs: 5 })
    },
    end: () => socket.destroy(),
  }
}

/** Says CONNECT and gives the connection and the code of the CONNACK, null when the broker closed without one. */
export async function sayConnect(port: number, claim: Connect): Promise<{ raw: RawMqtt; code: number | null }> {
  const raw = await connectRaw(port)
  raw.send(connectBytes(claim))
  await waitFor(() => raw.isClosed() || raw.received.some(({ head }) => head === CONNACK), {
    what: 'an answer to CONNECT',
    everyMs: 5,
  })
  return { raw, code: raw.received.find(({ head }) => head === CONNACK)?.body[1] ?? null }
}
