import { connect, type Socket } from 'node:net'
import { topicOf } from '../server/wire/node-protocol.ts'
import type { Histogram } from './histogram.ts'
import type { LoadClient } from './load.ts'
import { benchKey, benchNode, FIRST_SEQUENCE } from './load-names.ts'
import { birthText, recordText } from './load-texts.ts'
import { connectBytes, idOffsetOf, packetReader, pubackBytes, publishBytes, subscribeBytes } from './mqtt-bytes.ts'

/** One client of the load: records are made from one template, by writing digits over digits. */
export class RawClient implements LoadClient {
  readonly latency: Histogram
  sent = 0
  acknowledged = 0
  receipts = 0
  private readonly socket: Socket
  private readonly template: Buffer
  private readonly at: { id: number; sequence: number; instants: number[]; values: number[] }
  private readonly sentAt = new Float64Array(65_536)
  private readonly n: number
  ready: Promise<void>
  onAcknowledged: (count: number) => void = () => undefined

  constructor(n: number, port: number, latency: Histogram) {
    this.n = n
    this.latency = latency
    const node = benchNode(n)
    this.template = publishBytes({ topic: topicOf(node, 'data'), payload: recordText(n) })
    this.at = offsetsIn(this.template, topicOf(node, 'data'))
    this.socket = connect(port, '127.0.0.1')
    this.socket.setNoDelay(true)
    this.ready = this.open()
  }

  private open(): Promise<void> {
    const node = benchNode(this.n)
    return new Promise((resolve, reject) => {
      let acknowledged = 0
      this.socket.once('error', reject)
      this.socket.once('close', () => reject(new Error(`${node} was closed`)))
      this.socket.on(
        'data',
        packetReader(({ head, body }) => {
          if (head === 0x20) {
            if (body[1] !== 0) reject(new Error(`CONNACK ${body[1]}`))
            this.socket.write(subscribeBytes([topicOf(node, 'receipt'), topicOf(node, 'cmd')], 1))
          } else if (head === 0x90) {
            this.socket.write(publishBytes({ topic: topicOf(node, 'birth'), payload: birthText(this.n), id: 65_535 }))
          } else if (head === 0x40 && body.readUInt16BE(0) === 65_535) resolve()
          else if (head === 0x40) {
            this.settle(body.readUInt16BE(0))
            acknowledged++
          } else if (head >> 4 === 3) this.confirm(head, body)
        }),
      )
      this.socket.on('data', () => {
        if (acknowledged === 0) return
        const count = acknowledged
        acknowledged = 0
        this.onAcknowledged(count)
      })
      this.socket.write(connectBytes({ clientId: node, username: node, password: benchKey(this.n) }))
    })
  }

  private settle(id: number): void {
    this.acknowledged++
    this.latency.record(performance.now() - this.sentAt[id]!)
  }

  private confirm(head: number, body: Buffer): void {
    this.receipts++
    if ((head & 6) === 0) return
    this.socket.write(pubackBytes(body.readUInt16BE(2 + body.readUInt16BE(0))))
  }

  /** Each message is a write of its own, as it is from a node. */
  send(count: number): void {
    const { template, at } = this
    const now = performance.now()
    const instant = String(Date.now())
    const all = Buffer.allocUnsafe(template.length * count)
    for (let k = 0; k < count; k++) {
      const bytes = all.subarray(k * template.length, (k + 1) * template.length)
      template.copy(bytes)
      const id = (this.sent % 65_000) + 1
      bytes.writeUInt16BE(id, at.id)
      bytes.write(String(FIRST_SEQUENCE + this.sent), at.sequence, 'latin1')
      for (const offset of at.instants) bytes.write(instant, offset, 'latin1')
      for (const offset of at.values) bytes[offset] = 48 + (this.sent % 10)
      this.sentAt[id] = now
      this.sent++
      this.socket.write(bytes)
    }
  }

  end(): void {
    this.socket.removeAllListeners('close')
    this.socket.destroy()
  }
}

function offsetsIn(template: Buffer, topic: string) {
  const all = (text: string): number[] => {
    const found: number[] = []
    for (let at = template.indexOf(text); at >= 0; at = template.indexOf(text, at + 1)) found.push(at)
    return found
  }
  return {
    id: idOffsetOf(template, topic),
    sequence: template.indexOf(String(FIRST_SEQUENCE)),
    instants: all('1764000000000'),
    values: all('.01').map((at) => at + 2),
  }
}
