import { SchemaRefused } from '../db/migrate.ts'
import { ConfigRefused } from './config.ts'

/** sysexits(3) EX_CONFIG: starting again changes nothing until a person did something. */
export const EXIT_CONFIG = 78

const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [
    /file is not a database|NOTADB/i,
    'The database file is not a libSQL database, or its key is wrong: check DATABASE_URL.',
  ],
  [
    /malformed|SQLITE_CORRUPT/i,
    'The database file is damaged: stop everything that uses it and restore the latest backup.',
  ],
  [
    /readonly|read-only|EROFS/i,
    'The database cannot be written: give this user the right to write DATA_DIR, or mount it writable.',
  ],
  [
    /unable to open|error code 14|ENOENT|ENOTDIR|EACCES|EPERM/i,
    'The folder of the database is missing or closed to this user: make it, or correct DATA_DIR or DATABASE_URL.',
  ],
  [/EADDRINUSE/, 'The port is taken by another program: stop it, or set another PORT or MQTT_PORT.'],
]

/** One sentence for the console about a start that only a person can mend, or null for everything else. */
export function startRefusal(error: unknown): string | null {
  if (error instanceof ConfigRefused || error instanceof SchemaRefused) return error.message
  const texts: string[] = []
  for (let e = error as (Error & { code?: string }) | undefined, n = 0; e instanceof Error && n < 8; n++) {
    texts.push(`${e.code ?? ''} ${e.message}`)
    e = e.cause as typeof e
  }
  const text = texts.join('\n')
  const known = SENTENCES.find(([pattern]) => pattern.test(text))
  return known ? `${known[1]} (${texts.at(-1)?.trim()})` : null
}
