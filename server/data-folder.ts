import { existsSync, mkdirSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Under this share of free space the server says that it is not ready. */
const FREE_MIN = 0.05
/** statfs(2) types on which SQLite's shared memory does not work: NFS, SMB, SMB2, CIFS. */
const NETWORK_TYPES = new Set([0x6969, 0x517b, 0xfe534d42, 0xff534d42])

/** Makes the folder with those above it. Throws when it cannot; `recursive: true` would try for ever under /proc. */
export function makeDataFolder(path: string): void {
  if (existsSync(path)) return
  makeDataFolder(dirname(path))
  mkdirSync(path, { mode: 0o700 })
}

/** Whether the disk under the folder is nearly full; also true when that cannot be found out. */
export async function isDiskNearlyFull(path: string): Promise<boolean> {
  const found = await statfs(path).catch(() => null)
  return found === null || (found.blocks > 0 && found.bavail / found.blocks < FREE_MIN)
}

/** Whether the folder lies on a network file system. */
export async function isOnNetwork(path: string): Promise<boolean> {
  const found = await statfs(path).catch(() => null)
  return found !== null && NETWORK_TYPES.has(found.type)
}
