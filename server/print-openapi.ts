import { createApp } from './app.ts'
import type { Deps } from './deps.ts'
import { describe } from './http/openapi.ts'

/** Whatever is asked for is as empty as itself: only the routes' descriptions are read. */
const empty: object = new Proxy({}, { get: () => empty })
const nothing: Deps = { store: empty, webRoot: null } as unknown as Deps

process.stdout.write(describe(createApp(nothing)))
