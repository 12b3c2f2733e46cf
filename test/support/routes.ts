import type { Action } from '../../server/http/access.ts'
import type { AppRouter } from '../../server/http/app-env.ts'
import { type Examples, exampleOf, type Schema } from './example.ts'
import type { OwnedRow } from './role-rows.ts'

interface Operation {
  security: unknown[]
  tags: string[]
  'x-action': Action | 'anyone'
  'x-by-agency'?: boolean
  'x-right'?: string
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema } | undefined> }
}

export interface Sent {
  type: string
  bytes: string | Uint8Array<ArrayBuffer>
}

/** One pixel. */
const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (char) => char.charCodeAt(0),
)

function sentTo({ requestBody }: Operation, method: string, examples: Examples): Sent | undefined {
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  if (!type) return method === 'GET' ? undefined : { type: 'application/json', bytes: '{}' }
  if (type !== 'application/json') return { type: 'image/png', bytes: PNG }
  return { type, bytes: JSON.stringify(exampleOf(content?.schema ?? {}, examples)) }
}

/** One guarded route as the server itself describes it, with a request it would take. */
export interface Route {
  name: string
  method: string
  /** Below `/api/v1`, with `{id}`. */
  path: string
  action: Action
  /** Whose row it is matters for some role. */
  isByAgency: boolean
  /** The right it demands beside the role. */
  right: string | undefined
  tag: string
  /** First word of the path: `issues`. */
  collection: string
  /** What is sent: the smallest JSON the route takes, or a file; undefined for nothing. */
  body: Sent | undefined
  /** Required parameters of the query. */
  query: string
  hasRow: boolean
}

/** Every route that is not open to anyone, read from the description of the interface. */
export async function guardedRoutes(app: AppRouter, known: Examples['known'] = {}): Promise<Route[]> {
  const document = (await (await app.request('/openapi.json')).json()) as {
    paths: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, Schema> }
  }
  const examples = { components: document.components.schemas, known }
  return Object.entries(document.paths).flatMap(([full, methods]) =>
    Object.entries(methods).flatMap(([verb, operation]): Route[] => {
      const action = operation['x-action']
      if (action === 'anyone' || operation.security.length === 0) return []
      const [method, path] = [verb.toUpperCase(), full.replace('/api/v1', '')]
      const needed = (operation.parameters ?? []).filter(({ in: place, required }) => place === 'query' && required)
      const query = needed.map(
        ({ name, schema }) => `${name}=${encodeURIComponent(String(exampleOf(schema, examples)))}`,
      )
      return [
        {
          name: `${method} ${path}`,
          method,
          path,
          action,
          isByAgency: operation['x-by-agency'] === true,
          right: operation['x-right'],
          tag: operation.tags[0] ?? '',
          collection: path.split('/')[1] ?? '',
          body: sentTo(operation, method, examples),
          query: query.length > 0 ? `?${query.join('&')}` : '',
          hasRow: path.includes('{id}'),
        },
      ]
    }),
  )
}

/** The address of a route for one row and what hangs on it; parameters nobody knows name nothing. */
export const addressOf = ({ path, query }: Route, { id, parts }: Pick<OwnedRow, 'id' | 'parts'>): string =>
  path.replace('{id}', id).replaceAll(/\{(\w+)\}/g, (_, name: string) => parts?.[name] ?? 'none') + query
