import { createHash, timingSafeEqual } from 'node:crypto'
import type { ConnectPacket } from 'aedes'
import type { ConnectClaim } from './acl.ts'

export const claimOf = (packet: ConnectPacket): ConnectClaim => ({
  clientId: packet.clientId,
  username: packet.username,
  isClean: packet.clean === true,
  keepaliveS: packet.keepalive ?? 0,
  will: packet.will
    ? {
        topic: packet.will.topic,
        qos: packet.will.qos ?? 0,
        retain: packet.will.retain ?? false,
        bytes: packet.will.payload?.length ?? 0,
      }
    : null,
})

/** Compares a key with the stored SHA-256 (hex) in constant time; an unknown node costs as much as a wrong key. */
export function isKeyOf(key: Buffer | undefined, storedHash: string | null): boolean {
  const given = createHash('sha256')
    .update(key ?? '')
    .digest()
  const stored = Buffer.from(storedHash ?? '', 'hex')
  const isComparable = key !== undefined && stored.length === given.length
  return timingSafeEqual(given, isComparable ? stored : Buffer.alloc(given.length)) && isComparable
}
