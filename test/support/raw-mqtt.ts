import { connect, type Socket } from 'node:net'
import { generate, type Packet, parser } from 'mqtt-packet'
import { waitFor } from './wait-for.ts'

export interface RawMqtt {
  socket: Socket
  /** Packets the broker sent, in order. */
  received: Packet[]
  /** True once the broker closed the connection. */
  isClosed(): boolean
  send(packet: Packet): void
  sendBytes(bytes: Uint8Array): void
  /** The first packet of a kind, when it has come. */
  packet(cmd: Packet['cmd']): Promise<Packet>
  closed(): Promise<void>
  end(): void
}

/** A socket that speaks MQTT packet by packet, so that a test can say what no client library would. */
export async function connectRaw(port: number): Promise<RawMqtt> {
  const socket = connect(port, '127.0.0.1')
  const received: Packet[] = []
  let isClosed = false
  const packets = parser()
  packets.on('packet', (packet: Packet) => received.push(packet))
  socket.on('data', (chunk) => packets.parse(chunk))
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isClosed = true
  })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return {
    socket,
    received,
    isClosed: () => isClosed,
    send: (packet) => void socket.write(generate(packet)),
    sendBytes: (bytes) => void socket.write(bytes),
    packet: (cmd) =>
      waitFor(() => received.find((packet) => packet.cmd === cmd) ?? null, { what: `a ${cmd}`, everyMs: 5 }),
    async closed() {
      await waitFor(() => isClosed, { what: 'the broker closes the connection', everyMs: 5 })
    },
    end: () => socket.destroy(),
  }
}
