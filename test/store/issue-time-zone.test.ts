import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { onTheWall } from '../support/official-calendar.ts'

interface Said {
  offset: number
  said: {
    number: string
    expectedAt: number
    dueAt: number | null
    contactDueAt: number | null
    isProvisional: boolean
    dues: [clock: string, dueAt: number, rawDueAt: number, stoppedAt: number | null][]
  }[]
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mingchuang-zone-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The same issue in a process whose own zone is another one. */
function duesIn(zone: string): Promise<Said> {
  const program = join(import.meta.dirname, '..', 'support', 'processes', 'issue-dues.mjs')
  const url = `file:${join(folder, `${zone.replace('/', '-')}.db`)}`
  const child = fork(program, [url], { execArgv: [], env: { ...process.env, TZ: zone } })
  return new Promise((resolve, reject) => {
    child.once('message', (said) => resolve(said as Said))
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
}

describe('the zone of the server', () => {
  it('changes no due, promise, contact limit or running number', async () => {
    const [utc, shanghai, newYork] = await Promise.all(['UTC', 'Asia/Shanghai', 'America/New_York'].map(duesIn))
    expect([utc, shanghai, newYork].map((one) => one!.offset)).toEqual([0, -480, 300])
    expect(newYork!.said).toEqual(shanghai!.said)
    expect(utc!.said).toEqual(shanghai!.said)
    const [received, , signed, , asked, answered, , extended] = shanghai!.said
    expect([received!.number, onTheWall(received!.expectedAt), onTheWall(received!.dueAt!)]).toEqual([
      'MC-20260213-0001',
      '2026-03-02 09:30',
      '2026-02-14 09:30',
    ])
    expect([onTheWall(signed!.dueAt!), onTheWall(signed!.contactDueAt!)]).toEqual([
      '2026-02-28 23:30',
      '2026-02-24 23:30',
    ])
    expect([onTheWall(asked!.dueAt!), onTheWall(answered!.dueAt!), onTheWall(extended!.dueAt!)]).toEqual([
      '2026-03-05 23:40',
      '2026-03-02 23:45',
      '2026-03-09 09:30',
    ])
    // The list of days off ends with 2026: what lies beyond is said to be provisional.
    expect(shanghai!.said.at(-1)).toMatchObject({ isProvisional: true })
  })
})
