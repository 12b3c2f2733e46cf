import { createApp } from './app.ts'
import type { Deps } from './deps.ts'
import { describe } from './http/openapi.ts'

/** Nothing is asked of it: only the routes' descriptions are read. */
const nothing: Deps = { store: new Proxy({}, { get: () => ({}) }), webRoot: null } as unknown as Deps

process.stdout.write(describe(createApp(nothing)))
