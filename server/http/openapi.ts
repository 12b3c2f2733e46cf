import type { AppRouter } from './app-env.ts'
import { PROBLEMS } from './problem-words.ts'

const DESCRIPTION = `Mingchuang 明窗 puts on one screen what merchants report and what meters measure.

Times are epoch milliseconds, UTC. Errors are RFC 9457 problems in the language of Accept-Language (zh-CN or en);
\`instance\` is the request id. Unsafe requests with a cookie must come from the same origin. Problem types:

${Object.entries(PROBLEMS)
  .map(
    ([reason, { status, en }]) => `- \`urn:mingchuang:problem:${reason.replaceAll('_', '-')}\` (${status}): ${en[0]}`,
  )
  .join('\n')}`

export const OPENAPI = {
  openapi: '3.1.0',
  info: {
    title: '明窗 Mingchuang',
    version: '1',
    description: DESCRIPTION,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/' }],
}

/** Public on purpose: the description of everything the screens do. */
export function mountOpenApi(app: AppRouter): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-mingchuang',
    description: 'Opaque sign-in; over plain http the cookie is named `mingchuang`.',
  })
  let text: string | null = null
  app.get('/openapi.json', (c) => {
    text ??= describe(app)
    return c.body(text, 200, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-cache' })
  })
}

/** The document as it is committed. */
export const describe = (app: AppRouter): string => `${JSON.stringify(app.getOpenAPI31Document(OPENAPI), null, 2)}\n`
