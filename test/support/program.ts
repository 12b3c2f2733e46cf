import { accessSync, constants } from 'node:fs'

/** The first of the paths that can be run, or null. */
export function firstRunnable(paths: readonly (string | undefined)[]): string | null {
  for (const path of paths) {
    if (!path) continue
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {}
  }
  return null
}

/** True when tests must be left out for want of a program; says so. With NO_SKIP they run, and fail, instead. */
export function isWithout(path: string | null, advice: string): boolean {
  if (path !== null || process.env.NO_SKIP) return false
  console.warn(`Skipped: ${advice}`)
  return true
}
