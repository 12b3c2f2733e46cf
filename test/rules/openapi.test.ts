import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../support/api.ts'

interface Operation {
  operationId: string
  summary: string
  security: unknown[]
  tags: string[]
  responses: Record<string, { content?: Record<string, unknown> }>
}
interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
}

let server: TestServer
let text = ''
let document: Document
beforeAll(async () => {
  server = await startTestServer()
  text = await (await server.app.request('/openapi.json')).text()
  document = JSON.parse(text) as Document
})
afterAll(() => server.close())

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  )

describe('the description of the interface', () => {
  it('is committed as it is generated: run npm run openapi', () => {
    expect(readFileSync(resolve(import.meta.dirname, '../../docs/openapi.json'), 'utf8')).toBe(text)
  })

  it('holds every route the server has', () => {
    const routes = server.app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*') && path !== '/openapi.json')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    expect(document.openapi).toBe('3.1.0')
    expect([...new Set(routes)].sort()).toEqual(
      operations()
        .map(({ name }) => name)
        .sort(),
    )
  })

  it('gives every operation a name of its own, words, a tag, its security and its problems', () => {
    const names = operations().map(({ operation }) => operation.operationId)
    expect(new Set(names).size).toBe(names.length)
    for (const { name, operation } of operations()) {
      expect(operation.summary, name).toMatch(/\p{Script=Han}.* [A-Z]/u)
      expect([operation.tags.length, Array.isArray(operation.security)], name).toEqual([1, true])
      expect(Object.keys(operation.responses.default?.content ?? {}), name).toEqual(['application/problem+json'])
    }
  })
})
