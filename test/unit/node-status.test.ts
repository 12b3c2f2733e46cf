import { expect, it } from 'vitest'
import { nodeStatus } from '../../server/domain/node-status.ts'

const heard = { revokedAt: null, bornAt: 100, diedAt: null, lastSeenAt: 500 }

it('is never seen before the first birth, and revoked for good', () => {
  const unseen = { revokedAt: null, bornAt: null, diedAt: null, lastSeenAt: null }
  expect(nodeStatus(unseen, null, 1_000)).toBe('never_seen')
  expect(nodeStatus({ ...heard, revokedAt: 600 }, 2_000, 1_000)).toBe('revoked')
})

it('is online until the last of its metrics passes its deadline, exactly at it still', () => {
  expect(nodeStatus(heard, 1_000, 1_000)).toBe('online')
  expect(nodeStatus(heard, 1_000, 1_001)).toBe('silent')
})

it('without metrics is silent three minutes after it was last seen', () => {
  expect(nodeStatus(heard, null, 180_500)).toBe('online')
  expect(nodeStatus(heard, null, 180_501)).toBe('silent')
})

it('is known dead after the end of its connection, and no longer after a new birth', () => {
  expect(nodeStatus({ ...heard, diedAt: 600 }, 2_000, 1_000)).toBe('known_dead')
  expect(nodeStatus({ ...heard, diedAt: 600, bornAt: 700 }, 2_000, 1_000)).toBe('online')
})
