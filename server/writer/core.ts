import { type DatabaseLocation, openWriter } from '../../db/client.ts'
import { migrateDatabase } from '../../db/migrate.ts'
import { type Statement, type WriteOutcome, writeAtomically } from '../../db/writer.ts'
import type { FlushOutcome, IngestMessage, SilenceOutcome } from '../ingest/port.ts'
import { graceDeadlines, updateHeartbeat } from '../store/telemetry-silence.ts'
import { IngestCore } from './ingest-core.ts'
import type { WriterOptions } from './service.ts'
import { fireSilence } from './silence.ts'

/** Tables whose rows ingest remembers; a write to one of them by somebody else makes it read them again. */
const REMEMBERED =
  /^\s*(insert( or \w+)? into|update( or \w+)?|delete from|replace into)\s+["`]?(nodes|devices|metrics|boots|gaps|deadlines|current_values|power_events)\b/i

/** The one guarded writer with everything that goes through it, one call after the other. */
export interface WriterCore {
  write(statements: readonly Statement[]): Promise<WriteOutcome>
  commit(messages: readonly IngestMessage[]): Promise<FlushOutcome>
  silence(now: number): Promise<SilenceOutcome>
  beat(now: number): Promise<void>
  close(): Promise<void>
}

/** Opens and migrates the database. Throws SchemaRefused when its schema is not ours to move. */
export async function openCore(
  location: DatabaseLocation,
  options: WriterOptions,
  now: () => number,
): Promise<WriterCore> {
  const writer = await openWriter(location, options.maxPages)
  try {
    await migrateDatabase(writer, location, now())
    await writer.exclusive((client) => client.execute(graceDeadlines(now())))
  } catch (error) {
    await writer.close()
    throw error
  }
  const ingest = new IngestCore(writer, now)
  let tail: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const run = tail.then(work)
    tail = run.catch(() => undefined)
    return run
  }
  return {
    write: (statements) =>
      inTurn(async () => {
        const outcome = await writer.exclusive((client) => writeAtomically(client, statements))
        if (statements.some(({ sql }) => REMEMBERED.test(sql))) ingest.forget()
        return outcome
      }),
    commit: (messages) => inTurn(() => ingest.commit(messages)),
    silence: (at) => inTurn(() => fireSilence(ingest, writer, at)),
    beat: (at) => inTurn(async () => void (await writer.exclusive((client) => client.execute(updateHeartbeat(at))))),
    async close() {
      await tail
      await writer.close()
    },
  }
}
