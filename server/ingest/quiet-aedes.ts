import { Aedes } from 'aedes'

type Done = (error?: Error | null) => void

/**
 * aedes without forwarding: what nodes publish goes to the database and to nobody else, nothing is retained, and no
 * subscription of a node ever matches another's topic. What goes down is written to its client directly.
 */
export class QuietAedes extends Aedes {
  // aedes calls it as (packet, done) for its own notices and as (packet, client, done) for a client's publish.
  override publish(_packet: unknown, ...rest: unknown[]): void {
    const done = rest.at(-1) as Done | undefined
    done?.()
  }
}
