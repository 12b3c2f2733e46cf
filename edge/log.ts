export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]
type Fields = Record<string, unknown>

/** Writes one JSON object per event; `event` is a fixed word, everything that varies is a field. */
export interface Log {
  debug(event: string, fields?: Fields): void
  info(event: string, fields?: Fields): void
  warn(event: string, fields?: Fields): void
  error(event: string, fields?: Fields): void
}

/** A log whose lines from `level` upwards go to `write`; `always` is in every line, `now` gives `at` in epoch ms. */
export function createLog(level: LogLevel, always: Fields, now: () => number, write: (line: string) => void): Log {
  const lineAt = (at: LogLevel) => (event: string, fields?: Fields) => {
    if (LOG_LEVELS.indexOf(at) < LOG_LEVELS.indexOf(level)) return
    write(`${JSON.stringify({ level: at, at: now(), event, ...always, ...fields })}\n`)
  }
  return { debug: lineAt('debug'), info: lineAt('info'), warn: lineAt('warn'), error: lineAt('error') }
}

/** The sentence in whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
