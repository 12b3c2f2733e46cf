import type { AppRouter } from './app-env.ts'

interface KnownPath {
  pattern: RegExp
  methods: Set<string>
}

/** Which methods a path takes, for 405: the router itself answers 404 to a wrong method. */
export function knownPaths(app: AppRouter): (path: string) => string[] {
  const byPath = new Map<string, KnownPath>()
  for (const { method, path } of app.routes) {
    if (method === 'ALL' || path.includes('*')) continue
    const entry = byPath.get(path) ?? { pattern: patternOf(path), methods: new Set() }
    entry.methods.add(method)
    if (method === 'GET') entry.methods.add('HEAD')
    byPath.set(path, entry)
  }
  return (path) => {
    const methods = [...byPath.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((entry) => [...entry.methods])
    return [...new Set(methods)].sort()
  }
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/[.+?^$()[\]{}|\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+')}$`)
