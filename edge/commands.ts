import type { Command } from '../server/wire/node-protocol.ts'
import type { Answer } from './domain/record.ts'
import type { Log } from './log.ts'
import type { NodeClockwork } from './node-clock.ts'
import type { Outbox } from './outbox.ts'
import type { RuleChange, Sampler } from './sampler.ts'

const REMEMBERED = 500

/** What a command can move in the node. */
export interface CommandEffects {
  samplers: ReadonlyMap<string, Sampler>
  birth: () => void
  restart: () => void
  identify: () => void
}

/** Obeys commands of the server: each id once, none after it expired, none that switches a load. */
export class Commands {
  private readonly outbox: Outbox
  private readonly clock: NodeClockwork
  private readonly log: Log
  private readonly effects: CommandEffects

  constructor(outbox: Outbox, clock: NodeClockwork, log: Log, effects: CommandEffects) {
    this.outbox = outbox
    this.clock = clock
    this.log = log
    this.effects = effects
  }

  /** The answer to a command, and what follows once the answer is on disk; null when this id was obeyed before. */
  async obey(command: Command): Promise<{ answer: Answer; follow: () => void } | null> {
    if (!(await this.isNew(command.id))) return null
    const expired = this.clock.now() > command.expiresAt
    const outcome = expired ? { result: 'expired' as const } : await this.act(command)
    this.log.info('command', { id: command.id, kind: command.kind, result: outcome.result })
    return {
      answer: { id: command.id, ...outcome },
      follow: expired ? () => {} : this.followUp(command, outcome.result),
    }
  }

  /** Applies what earlier `configure` commands set; call it before sampling starts. */
  async restoreConfigured(): Promise<void> {
    for (const [name, change] of Object.entries(await this.configured())) this.apply(name, change)
  }

  private async isNew(id: string): Promise<boolean> {
    const { rowsAffected } = await this.outbox.query(
      'INSERT INTO commands(id, received_at) VALUES (?, ?) ON CONFLICT DO NOTHING',
      [id, this.clock.now()],
    )
    await this.outbox.query('DELETE FROM commands WHERE rowid <= (SELECT max(rowid) FROM commands) - ?', [REMEMBERED])
    return rowsAffected === 1
  }

  private async act(command: Command): Promise<Pick<Answer, 'result' | 'message'>> {
    if (command.kind === 'rotateKey') return { result: 'refused', message: 'the key of this node is set by hand' }
    if (command.kind !== 'configure') return { result: 'ok' }
    const { name, change } = readConfigure(command.arguments)
    if (!name || !change || !this.apply(name, change))
      return { result: 'refused', message: 'no such metric, or no such rule' }
    const configured = await this.configured()
    configured[name] = { ...configured[name], ...change }
    await this.outbox.query('UPDATE meta SET configured = ? WHERE id = 1', [JSON.stringify(configured)])
    return { result: 'ok' }
  }

  private followUp(command: Command, result: Answer['result']): () => void {
    if (result !== 'ok') return () => {}
    if (command.kind === 'restart') return this.effects.restart
    if (command.kind === 'identify') return this.effects.identify
    return this.effects.birth
  }

  private apply(name: string, change: RuleChange): boolean {
    const slash = name.indexOf('/')
    return this.effects.samplers.get(name.slice(0, slash))?.configure(name.slice(slash + 1), change) ?? false
  }

  private async configured(): Promise<Record<string, RuleChange>> {
    const { rows } = await this.outbox.query('SELECT configured FROM meta WHERE id = 1', [])
    return JSON.parse(String(rows[0]?.configured ?? '{}')) as Record<string, RuleChange>
  }
}

/** Reads `{name: "device/metric", periodMs?, deadband?, maximumSilenceMs?}`; parts that make no sense are null. */
function readConfigure(given: Command['arguments']): { name: string | null; change: RuleChange | null } {
  const { name, periodMs, deadband, maximumSilenceMs } = given
  const fields = { periodMs, deadband, maximumSilenceMs }
  const change: RuleChange = {}
  for (const [key, value] of Object.entries(fields) as [keyof RuleChange, unknown][]) {
    if (value === undefined) continue
    if (typeof value !== 'number' || !isSensible(key, value)) return { name: null, change: null }
    change[key] = value
  }
  return { name: typeof name === 'string' ? name : null, change: Object.keys(change).length > 0 ? change : null }
}

function isSensible(key: keyof RuleChange, value: number): boolean {
  if (key === 'deadband') return Number.isFinite(value) && value >= 0
  return Number.isInteger(value) && value >= (key === 'periodMs' ? 10 : 100) && value <= 86_400_000
}
