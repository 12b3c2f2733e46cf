import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..', '..')

function run(name: string, args: string[]): void {
  const result = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`${name} failed:\n${result.stdout}${result.stderr}`)
}

/** Set once per run: several kinds of tests ask for the same build. */
const BUILT = 'MINGCHUANG_TESTS_BUILT'

const madeAt = (path: string): number => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0

function newestIn(folder: string): number {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  return Math.max(...entries.filter((e) => e.isFile()).map((e) => statSync(join(e.parentPath, e.name)).mtimeMs))
}

/** Whether the pages were built, both of them, after their sources were last written. */
function arePagesFresh(): boolean {
  const sources = Math.max(...['web', 'server/wire', 'server/domain'].map(newestIn), madeAt('vite.config.ts'))
  return madeAt('dist/web/index.html') > sources && madeAt('dist/web/m/index.html') > sources
}

/** Compiles what runs in processes of their own, and the pages where they are old; tests that start one need it. */
export default function build(): void {
  if (process.env[BUILT]) return
  process.env[BUILT] = '1'
  run('The build', [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'])
  if (arePagesFresh()) return
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  run('The build of the desk', [vite, 'build'])
  run('The build of the phone page', [vite, 'build', '--mode', 'merchant'])
}
