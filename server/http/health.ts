import type { Deps } from '../deps.ts'
import type { AppRouter } from './app-env.ts'

const PING_MS = 1_000

/** True when the database answers within a second. */
async function answers(deps: Deps): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), PING_MS).unref())
  const ping = deps.store.health.ping().then(
    () => true,
    () => false,
  )
  return Promise.race([ping, late])
}

/** `/healthz`: the process lives. `/readyz`: it can serve; 503 with the names of what is wrong. */
export function mountHealth(app: AppRouter, deps: Deps): void {
  app.get('/healthz', (c) => c.json({ status: 'alive' }, 200, { 'Cache-Control': 'no-store' }))
  app.get('/readyz', async (c) => {
    const faults = [...((await answers(deps)) ? [] : ['database']), ...(await deps.health.faults())]
    const headers = { 'Cache-Control': 'no-store', ...(faults.length > 0 ? { 'Retry-After': '5' } : {}) }
    return c.json(
      { status: faults.length === 0 ? 'ready' : 'not_ready', faults },
      faults.length === 0 ? 200 : 503,
      headers,
    )
  })
}
