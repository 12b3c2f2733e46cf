import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clocksOnTheWall, type Loop, onTheWall, openLoop, shanghai } from '../support/issue-steps.ts'
import { merchantOf, step } from '../support/market.ts'

let loop: Loop
beforeEach(async () => {
  loop = await openLoop()
})
afterEach(() => loop.close())

/** Limits of a class of their own, in force from the next version on. */
const limit = (handle: Record<string, { rule: string; amount: number }>) =>
  loop.query(`INSERT INTO rule_versions (kind, version, body, created_at) VALUES ('limits', 2, ?, 0)`, [
    JSON.stringify({
      handle,
      accept: { rule: 'B', amount: 120 },
      sign: { rule: 'A', amount: 1 },
      follow_up: { rule: 'A', amount: 1 },
      contact: { rule: 'A', amount: 1 },
    }),
  ])

/** A matter in handling, its clock started at `from`, asked at `asked` and answered at `answered`. */
async function paused(from: string, asked: string, answered: string) {
  loop.at(from)
  const { issue } = await loop.reported()
  await step(loop.wang, issue.id, 'dispatch', { agencyId: loop.waterBureau, reason: '路灯' })
  await step(loop.qian, issue.id, 'signature', { personInCharge: '钱立' })
  await step(loop.qian, issue.id, 'contact', { note: '电话', wasReached: true })
  loop.at(asked)
  await step(loop.qian, issue.id, 'question', { text: '哪一盏？', channel: 'telephone' })
  loop.at(answered)
  const told = await step(loop.qian, issue.id, 'question-end', { answer: '第三盏' })
  return clocksOnTheWall(told).find((line) => line.startsWith('handle'))
}

describe('pauses, as the rules count them', () => {
  it('pushes three working days by two', async () => {
    await limit({ help: { rule: 'A', amount: 3 } })
    expect(await paused('2026-03-02 10:00', '2026-03-03 10:00', '2026-03-05 10:00')).toBe(
      'handle | 2026-03-02 10:00 | 2026-03-09 10:00 | 2026-03-05 10:00 |  | ',
    )
  })

  it('pushes nothing where only a day off was paused', async () => {
    await limit({ help: { rule: 'A', amount: 1 } })
    expect(await paused('2026-03-06 10:00', '2026-03-07 10:00', '2026-03-08 10:00')).toBe(
      'handle | 2026-03-06 10:00 | 2026-03-09 10:00 |  |  | ',
    )
  })

  it('pushes business minutes by what was open', async () => {
    await limit({ help: { rule: 'B', amount: 240 } })
    expect(await paused('2026-03-02 09:00', '2026-03-02 10:00', '2026-03-02 14:00')).toBe(
      'handle | 2026-03-02 09:00 | 2026-03-02 17:00 | 2026-03-02 14:30 |  | ',
    )
  })

  it('stops no clock that is late already', async () => {
    await limit({ help: { rule: 'A', amount: 1 } })
    expect(await paused('2026-03-02 10:00', '2026-03-04 10:00', '2026-03-05 10:00')).toBe(
      'handle | 2026-03-02 10:00 | 2026-03-03 10:00 |  |  | ',
    )
  })
})

describe('frozen rules', () => {
  it('count a run by the limits in force when it began', async () => {
    const { issue } = await loop.reported()
    await step(loop.wang, issue.id, 'dispatch', { agencyId: loop.waterBureau, reason: '路灯' })
    await step(loop.qian, issue.id, 'signature', { personInCharge: '钱立' })
    await limit({ help: { rule: 'A', amount: 1 } })
    expect(onTheWall((await loop.read(issue.id)).dueAt!)).toBe('2026-10-16 09:00')
    await step(loop.qian, issue.id, 'return', {
      reasonCode: 'wrong_place',
      reason: '不在本区',
      proposedAgencyId: loop.powerCompany,
      legalBasis: '职责清单',
    })
    await step(loop.wang, issue.id, 'dispatch', { agencyId: loop.powerCompany, reason: '按建议' })
    const signed = await step(loop.zhao, issue.id, 'signature', { personInCharge: '赵建国' })
    expect(onTheWall(signed.dueAt!)).toBe('2026-10-12 09:00')
    expect(clocksOnTheWall(signed).filter((line) => line.startsWith('handle'))).toEqual([
      'handle | 2026-10-10 09:00 | 2026-10-16 09:00 |  | 2026-10-10 09:00 | T8',
      'handle | 2026-10-10 09:00 | 2026-10-12 09:00 |  |  | ',
    ])
  })

  it('keep a clock of wall time through a return, as the time of who signed last', async () => {
    const { issue } = await loop.reported({ serviceId: 'water-gas', text: '停水了' })
    await step(loop.wang, issue.id, 'dispatch', { agencyId: loop.powerCompany, reason: '先问' })
    await step(loop.zhao, issue.id, 'signature', { personInCharge: '赵建国' })
    await step(loop.zhao, issue.id, 'return', {
      reasonCode: 'not_our_duty',
      reason: '是水',
      proposedAgencyId: loop.waterBureau,
      legalBasis: '职责清单',
    })
    await step(loop.wang, issue.id, 'dispatch', { agencyId: loop.waterBureau, reason: '按建议' })
    await step(loop.qian, issue.id, 'signature', { personInCharge: '钱立' })
    expect(
      await loop.query("SELECT agency_id, started_at, due_at, stopped_at FROM clock_runs WHERE clock = 'handle'"),
    ).toEqual([
      {
        agency_id: loop.waterBureau,
        started_at: shanghai('2026-10-10 09:00'),
        due_at: shanghai('2026-10-11 09:00'),
        stopped_at: null,
      },
    ])
  })
})

describe('timers', () => {
  it('ask after a reply, remind once, and archive silence after fourteen days', async () => {
    const { issue } = await loop.reported()
    await step(loop.wang, issue.id, 'dispatch', { agencyId: loop.waterBureau, reason: '路灯' })
    await step(loop.qian, issue.id, 'signature', { personInCharge: '钱立' })
    await step(loop.qian, issue.id, 'contact', { note: '电话', wasReached: true })
    await step(loop.qian, issue.id, 'reply', { text: '换了灯', resolved: 'yes', reasonCode: 'lamp' })
    await loop.passTime()
    loop.at('2026-10-17 09:00')
    await loop.passTime()
    await loop.passTime()
    loop.at('2026-10-24 08:59')
    await loop.passTime()
    expect((await loop.read(issue.id)).state).toBe('follow_up')
    loop.at('2026-10-24 09:00')
    await loop.passTime()
    const closed = await loop.read(issue.id)
    expect(closed).toMatchObject({ state: 'closed', facts: { confirmed: { value: 'no_answer' } } })
    expect(closed.events.slice(-3).map(({ rule, kind }) => rule ?? kind)).toEqual(['T16', 'reminded', 'T20'])
    expect(await loop.query('SELECT code, count(*) AS n FROM messages GROUP BY code ORDER BY code')).toEqual([
      { code: 'follow_up', n: 1 },
      { code: 'follow_up_reminder', n: 1 },
      { code: 'replied', n: 1 },
    ])
  })

  it('archive a confirmed issue after seven days, and leave one that was reopened', async () => {
    const confirmed = async (place: string) => {
      const { issue, token } = await loop.reported({ place })
      await step(loop.wang, issue.id, 'answer', { text: `${place}的灯归街道管，已转告`, proposedTitle: '路灯' })
      await merchantOf(loop).ok('POST', '/merchant/tracking/answer', { token, answer: 'yes' })
      return issue.id
    }
    const [kept, reopened] = [await confirmed('3-12'), await confirmed('3-15')]
    loop.at('2026-10-16 09:00')
    await step(loop.wang, reopened, 'reopening', { reason: '又灭了' })
    loop.at('2026-10-17 09:00')
    await loop.passTime()
    expect([(await loop.read(kept)).state, (await loop.read(reopened)).state]).toEqual(['closed', 'received'])
  })
})
