import mqtt, { type MqttClient as Client } from 'mqtt'
import { topicOf } from '../server/wire/node-protocol.ts'
import type { Histogram } from './histogram.ts'
import type { LoadClient } from './load.ts'
import { benchKey, benchNode, FIRST_SEQUENCE } from './load-names.ts'
import { birthText, recordText } from './load-texts.ts'

/** A client as an edge node has it: MQTT.js with its own window and stores. */
export class MqttClient implements LoadClient {
  sent = 0
  acknowledged = 0
  receipts = 0
  ready: Promise<void>
  onAcknowledged: (count: number) => void = () => undefined
  private readonly client: Client
  private readonly latency: Histogram
  private readonly topic: string
  private readonly parts: string[]

  constructor(n: number, port: number, latency: Histogram) {
    const node = benchNode(n)
    this.latency = latency
    this.topic = topicOf(node, 'data')
    this.parts = recordText(n).split(/1764000000000|10000000|(?<=\.0)1/)
    this.client = mqtt.connect({
      host: '127.0.0.1',
      port,
      clientId: node,
      username: node,
      password: benchKey(n),
      protocolVersion: 4,
      reconnectPeriod: 0,
      keepalive: 60,
    })
    this.client.on('message', () => this.receipts++)
    this.ready = this.open(node, n)
  }

  private async open(node: string, n: number): Promise<void> {
    await new Promise<void>((resolve, reject) => this.client.once('connect', () => resolve()).once('error', reject))
    await this.client.subscribeAsync([topicOf(node, 'receipt'), topicOf(node, 'cmd')], { qos: 1 })
    await this.client.publishAsync(topicOf(node, 'birth'), birthText(n), { qos: 1 })
  }

  send(count: number): void {
    for (let k = 0; k < count; k++) this.publish()
  }

  private publish(): void {
    const startedAt = performance.now()
    const at = Date.now()
    const digit = this.sent % 10
    const [a, b, c, d, e, f, g, h, i] = this.parts
    const sequence = FIRST_SEQUENCE + this.sent++
    const payload = `${a}${sequence}${b}${at}${c}${at}${d}${at}${e}${digit}${f}${at}${g}${digit}${h}${at}${i}${digit}${this.parts[9]}`
    this.client.publish(this.topic, payload, { qos: 1 }, (error) => {
      if (error) return
      this.acknowledged++
      this.latency.record(performance.now() - startedAt)
      this.onAcknowledged(1)
    })
  }

  end(): void {
    this.client.end(true)
  }
}
