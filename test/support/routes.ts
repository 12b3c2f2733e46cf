import type { Action } from '../../server/http/access.ts'
import type { AppRouter } from '../../server/http/app-env.ts'
import { exampleOf, type Schema } from './example.ts'

interface Operation {
  security: unknown[]
  tags: string[]
  'x-action': Action | 'anyone'
  'x-by-agency'?: boolean
  'x-right'?: string
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema } | undefined> }
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
  body: unknown
  /** Required parameters of the query. */
  query: string
  hasRow: boolean
}

/** Every route that is not open to anyone, read from the description of the interface. */
export async function guardedRoutes(app: AppRouter): Promise<Route[]> {
  const document = (await (await app.request('/openapi.json')).json()) as {
    paths: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, Schema> }
  }
  const { schemas } = document.components
  return Object.entries(document.paths).flatMap(([full, methods]) =>
    Object.entries(methods).flatMap(([verb, operation]): Route[] => {
      const action = operation['x-action']
      if (action === 'anyone' || operation.security.length === 0) return []
      const [method, path] = [verb.toUpperCase(), full.replace('/api/v1', '')]
      const schema = operation.requestBody?.content['application/json']?.schema
      const needed = (operation.parameters ?? []).filter(({ in: place, required }) => place === 'query' && required)
      const query = needed.map(
        ({ name, schema }) => `${name}=${encodeURIComponent(String(exampleOf(schema, schemas)))}`,
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
          body: schema ? exampleOf(schema, schemas) : method === 'GET' ? undefined : {},
          query: query.length > 0 ? `?${query.join('&')}` : '',
          hasRow: path.includes('{id}'),
        },
      ]
    }),
  )
}

/** The address of a route for one row; other parameters name nothing. */
export const addressOf = ({ path, query }: Route, id: string): string =>
  path.replace('{id}', id).replaceAll(/\{\w+\}/g, 'none') + query
