import { createHash, randomBytes } from 'node:crypto'

/** The secret of a link: 128 random bits. */
export const newToken = (): string => randomBytes(16).toString('base64url')
/** What is kept of it. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
