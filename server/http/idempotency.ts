import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { AppContext } from './app-env.ts'

/** A repeatable request as the store knows it, with the way to open an answer kept for it. */
export interface OpenAnswer {
  key: string
  bodyHash: string
  seal(answer: string): string
  /** Null when the answer was sealed with another key. */
  open(sealed: string): string | null
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The request's Idempotency-Key as a Repeatable, or null without one. Actor, route and key together name it. */
export function repeatableOf(c: AppContext, operationId: string, body: unknown): OpenAnswer | null {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return null
  return answerKept([c.get('user')?.id ?? '', operationId, c.req.path], key, body)
}

/** A request that may be repeated, by what names it beside the client's key. */
export function answerKept(name: readonly string[], key: string, body: unknown): OpenAnswer {
  const secret = Buffer.from(hkdfSync('sha256', key, '', 'mingchuang idempotency', 32))
  return {
    key: sha256(JSON.stringify([...name, key])),
    bodyHash: sha256(JSON.stringify(body)),
    seal(answer) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', secret, nonce)
      const sealed = Buffer.concat([cipher.update(answer, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
    },
    open(text) {
      const bytes = Buffer.from(text, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      try {
        return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        return null
      }
    },
  }
}
