import { hash, verify } from '@node-rs/argon2'

/** OWASP's argon2id parameters, stated so that a change of the library's defaults changes nothing here. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
/** Hashes at once: each takes 19 MB, and sign-in must not be a way to stop the server. */
const AT_ONCE = 2
const WAITING_MAX = 40

/** Hash of no password: checked for unknown accounts, so that they take as long as known ones. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5MQ$K9H1rYVp0nUEnNf7FzjsTP1R6rxSGrO4vhcPkFZJx2s'

let running = 0
const waiting: (() => void)[] = []

/** Gives null when too many wait already. */
async function inTurn<T>(work: () => Promise<T>): Promise<T | null> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING_MAX) return null
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

/** The password's argon2id hash, or null when too many are being hashed. */
export const hashPassword = (password: string): Promise<string | null> => inTurn(() => hash(password, PARAMETERS))

/** Whether the password is the account's; the same work is done for an account that does not exist. Null = too busy. */
export const checkPassword = (password: string, passwordHash: string | null): Promise<boolean | null> =>
  inTurn(async () => {
    const isRight = await verify(passwordHash ?? NOBODY, password, PARAMETERS)
    return isRight && passwordHash !== null
  })
