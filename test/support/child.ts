import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

export interface Child {
  process: ChildProcess
  kill(signal?: NodeJS.Signals): Promise<void>
}

/** Runs a program of `test/support/processes` and resolves with its first message to its parent. */
export async function startChild(name: string, args: readonly string[]): Promise<Child & { said: unknown }> {
  const child = fork(join(import.meta.dirname, 'processes', name), [...args], { execArgv: [] })
  const said = await new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code, signal) => reject(new Error(`${name} ended with ${code ?? signal}`)))
  })
  return {
    process: child,
    said,
    async kill(signal = 'SIGKILL') {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill(signal)
      await ended
    },
  }
}
