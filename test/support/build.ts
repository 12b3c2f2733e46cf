import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..', '..')
const bin = (name: string): string => resolve(root, 'node_modules', '.bin', name)

/** Builds server and pages once, so that tests of the real process run what is in the tree. */
export function setup(): void {
  execFileSync(bin('tsc'), ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
  execFileSync(bin('vite'), ['build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
}
