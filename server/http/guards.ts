import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { PHOTO_BYTES_MAX } from '../domain/photo.ts'
import { refused } from '../wire/refusal.ts'
import type { AppEnv } from './app-env.ts'
import { problem } from './problem.ts'
import { isUpload } from './upload.ts'

const BODY_BYTES = 100_000
const DEPTH = 32
const URL_CHARS = 8_192

/** 414 for an address past 8 kB, 406 for who accepts no JSON, 400 for a parameter given twice. */
export const addressGuard: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (c.req.url.length > URL_CHARS) return problem(c, refused('url_too_long'))
  if (!acceptsAnswer(c.req.header('accept'))) return problem(c, refused('not_acceptable'))
  for (const [name, values] of Object.entries(c.req.queries()))
    if (values.length > 1)
      return problem(
        c,
        refused('repeated_parameter', { errors: [{ pointer: name.slice(0, 100), code: 'repeated', detail: '' }] }),
      )
  await next()
}

const acceptsAnswer = (accept: string | undefined): boolean =>
  !accept || /\*\/\*|application\/(\*|json|problem\+json)|text\/event-stream/i.test(accept)

const textLimit: MiddlewareHandler<AppEnv> = bodyLimit({
  maxSize: BODY_BYTES,
  onError: (c) => problem(c, refused('too_large'), { Connection: 'close' }),
})
const fileLimit: MiddlewareHandler<AppEnv> = bodyLimit({
  maxSize: PHOTO_BYTES_MAX,
  onError: (c) => problem(c, refused('file_too_large'), { Connection: 'close' }),
})
/** 413 for a body past 100 kB, a file past 5 MB, by length or in chunks. What is left unread ends the connection, so it says so. */
export const sizeGuard: MiddlewareHandler<AppEnv> = (c, next) => (isUpload(c) ? fileLimit : textLimit)(c, next)

/** 400 for a body nested deeper than 32 levels, before anything parses it. */
export const depthGuard: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!isUpload(c) && c.req.raw.body && isTooDeep(await c.req.text())) return problem(c, refused('too_deep'))
  await next()
}

function isTooDeep(text: string): boolean {
  let depth = 0
  let isInText = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (isInText) {
      if (char === '\\') i++
      else if (char === '"') isInText = false
    } else if (char === '"') isInText = true
    else if (char === '{' || char === '[') {
      if (++depth > DEPTH) return true
    } else if (char === '}' || char === ']') depth--
  }
  return false
}
