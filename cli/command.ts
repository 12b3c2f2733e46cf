/** Where a command writes. `progress` replaces its line on a terminal. */
export interface Console {
  say(line: string): void
  complain(line: string): void
  progress(line: string): void
}

/** What a command was called with. */
export interface Call {
  /** What follows the command's own words. */
  operands: readonly string[]
  values: Readonly<Record<string, string | boolean | undefined>>
  console: Console
}

/** One command of the console: `npm run cli -- <words> …`. */
export interface Command {
  words: readonly [verb: string, noun: string]
  /** How it is called, then what it does, in both languages; one line each. */
  help: string
  options: Readonly<Record<string, { type: 'string' | 'boolean' }>>
  /** How many operands it takes. */
  operands: readonly [least: number, most: number]
  /** Gives the exit code: 0 all done, 1 something was wrong, 2 nothing could be done. */
  run(call: Call): Promise<number>
}

/** The text of an option, undefined where it was not given. */
export const textOf = (call: Call, name: string): string | undefined => {
  const value = call.values[name]
  return typeof value === 'string' ? value : undefined
}
