import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ISSUE_STATES } from '../../server/domain/issue.ts'
import { MATRIX } from '../../server/http/access.ts'
import { actionsFor } from '../../server/store/issue-actions.ts'
import type { IssueDetail } from '../../server/wire/issues.ts'
import { issueRecord } from '../support/issue-record.ts'
import {
  clocksOnTheWall,
  dispatchedIn,
  handledIn,
  type Loop,
  lastEvent,
  openLoop,
  refusalOf,
} from '../support/issue-steps.ts'
import { merchantOf, step } from '../support/market.ts'

let loop: Loop
beforeEach(async () => {
  loop = await openLoop()
})
afterEach(() => loop.close())

describe('merging and parting', () => {
  it('gives a reopened issue its own merchants back', async () => {
    const [a, b] = [await loop.reported(), await loop.reported({ place: '3-15' })]
    const merged = await step(loop.wang, b.issue.id, 'merge', { masterId: a.issue.id, reason: '同一盏灯' })
    expect([merged.state, merged.reportCount]).toEqual(['merged', 0])
    expect((await loop.read(a.issue.id)).reportCount).toBe(2)
    const reopened = await step(loop.wang, b.issue.id, 'reopening', { reason: '不是同一盏' })
    expect(reopened).toMatchObject({
      state: 'received',
      master: null,
      reports: [{ number: b.number, isPrimary: true }],
    })
    const master = await loop.read(a.issue.id)
    expect(master.reports.map(({ number, isPrimary }) => [number, isPrimary])).toEqual([[a.number, true]])
    expect(master.events.map(({ kind }) => kind)).toContain('merged_out')
    expect(await loop.query('SELECT subscriber_count FROM issues ORDER BY number')).toEqual([
      { subscriber_count: 0 },
      { subscriber_count: 0 },
    ])
  })

  it('gives a part to another agency, which closing the parent leaves alone', async () => {
    const { id, issueNumber } = await handledIn(loop)
    const parent = await step(loop.wang, id, 'part', { agencyId: loop.powerCompany, text: '线路由供电查' })
    expect(parent.parts).toMatchObject([{ state: 'dispatched', agency: { nameZh: '供电公司' } }])
    const partId = parent.parts[0]!.id
    expect(await loop.read(partId)).toMatchObject({ parent: { number: issueNumber }, clock: 'sign', reportCount: 0 })
    expect(await refusalOf(loop, loop.wang, partId, 'part', { agencyId: loop.waterBureau, text: '再分' })).toEqual([
      409,
      'not-allowed-now',
    ])
    const wish = { reason: '不用了', askedChannel: 'telephone', askedAt: loop.server.clock.at }
    await step(loop.wang, id, 'withdrawal', wish)
    expect((await loop.read(partId)).state).toBe('dispatched')
    // What an agency proposes waits for the desk.
    const own = await handledIn(loop, { place: '3-16' })
    const proposed = await step(loop.qian, own.id, 'part', { agencyId: loop.powerCompany, text: '线路也要查' })
    expect(proposed.parts).toMatchObject([{ state: 'received', agency: null }])
  })

  it('has at most ten parts', async () => {
    const { id } = await dispatchedIn(loop)
    for (let n = 0; n < 10; n++)
      await step(loop.wang, id, 'part', { agencyId: loop.powerCompany, text: `第${n}段线路` })
    expect((await loop.read(id)).actions).not.toContain('part')
    expect(await refusalOf(loop, loop.wang, id, 'part', { agencyId: loop.powerCompany, text: '第11段' })).toEqual([
      409,
      'not-allowed-now',
    ])
  })
})

describe('another service', () => {
  it('counts handling anew from its start, with the pauses taken, and keeps what was', async () => {
    const { id } = await handledIn(loop)
    await step(loop.qian, id, 'question', { text: '哪一盏？', channel: 'telephone', days: 5 })
    loop.at('2026-10-13 09:00')
    await step(loop.qian, id, 'question-end', { answer: '第三盏' })
    const before = await loop.read(id)
    const changed = await step(loop.wang, id, 'service', { serviceId: 'approval', reason: '是审批卡住' })
    expect(changed).toMatchObject({ kind: 'complaint', service: { id: 'approval' }, expectedAt: before.expectedAt })
    expect(clocksOnTheWall(changed).filter((line) => line.startsWith('handle'))).toEqual([
      'handle | 2026-10-10 09:00 | 2026-10-20 09:00 | 2026-10-16 09:00 | 2026-10-13 09:00 | service_changed',
      'handle | 2026-10-10 09:00 | 2026-10-27 09:00 | 2026-10-23 09:00 |  | ',
    ])
    expect(lastEvent(changed)).toMatchObject({ kind: 'service_changed', body: { toServiceId: 'approval' } })
    expect(await refusalOf(loop, loop.wang, id, 'service', { serviceId: 'approval', reason: '再改' })).toEqual([
      422,
      'invalid',
      '/serviceId unfit',
    ])
  })

  it('starts a clock of wall time from receipt, before anybody signed', async () => {
    const { issue } = await loop.reported()
    loop.at('2026-10-10 10:00')
    const changed = await step(loop.wang, issue.id, 'service', { serviceId: 'water-gas', reason: '其实是停水' })
    expect(clocksOnTheWall(changed)).toEqual([
      'accept | 2026-10-10 09:00 | 2026-10-10 11:00 |  |  | ',
      'handle | 2026-10-10 09:00 | 2026-10-11 09:00 |  |  | ',
    ])
    loop.at('2026-10-10 10:30')
    const back = await step(loop.wang, issue.id, 'service', { serviceId: 'other', reason: '还是路灯' })
    expect(clocksOnTheWall(back).at(-1)).toMatch(/^handle .* 2026-10-10 10:30 \| service_changed$/)
  })
})

describe('what could not be got done', () => {
  it('goes to the service bureau with the second transfer', async () => {
    const bureau = await loop.sun.ok<{ id: string }>('POST', '/agencies', {
      nameZh: '政务服务办',
      nameEn: 'Service bureau',
      isServiceBureau: true,
    })
    const { issue } = await loop.reported({ serviceId: 'not-done', text: '窗口不收件' })
    const to = (agencyId: string) => step(loop.wang, issue.id, 'dispatch', { agencyId, reason: '该它办' })
    await to(loop.powerCompany)
    expect((await to(loop.waterBureau)).transferCount).toBe(1)
    const taken = await to(loop.powerCompany)
    expect(taken).toMatchObject({ state: 'dispatched', transferCount: 2, agency: { id: bureau.id } })
    expect(lastEvent(taken)).toMatchObject({ kind: 'bureau_took_over', actorRole: 'system', agency: { id: bureau.id } })
    expect(taken.events.at(-2)).toMatchObject({ rule: 'T9', body: { proposedAgencyId: loop.powerCompany } })
    expect(await loop.query('SELECT lead_agency_id FROM issues WHERE id = ?', [issue.id])).toEqual([
      { lead_agency_id: bureau.id },
    ])
    expect(await loop.query("SELECT agency_id FROM clock_runs WHERE clock = 'sign' ORDER BY id DESC LIMIT 1")).toEqual([
      { agency_id: bureau.id },
    ])
  })
})

describe('secret issues', () => {
  it('close the telephone to the agency and the issue to the public', async () => {
    const made = await dispatchedIn(loop, { telephone: '13812345678' })
    const seen = async (who: Loop['wang']) =>
      (await who.ok<IssueDetail>('GET', `/issues/${made.id}`)).reports[0]!.maskedTelephone
    const covers = async () =>
      (await merchantOf(loop).ok<{ covers: unknown[] }>('GET', `/merchant/sites/${loop.site.id}`)).covers.length
    expect([await seen(loop.qian), await covers()]).toEqual(['138****5678', 1])
    const secret = await step(loop.wang, made.id, 'secrecy', { isSecret: true, reason: '本人要求' })
    expect(secret.isSecret).toBe(true)
    expect([await seen(loop.qian), await seen(loop.wang), await covers()]).toEqual([null, '138****5678', 0])
  })
})

describe('a secret issue that is merged', () => {
  it('keeps its merchants closed to the agency of the other one', async () => {
    const master = await dispatchedIn(loop, { telephone: '13812345678' })
    const { issue } = await loop.reported({ telephone: '13987654321', place: '3-15' })
    await step(loop.wang, issue.id, 'secrecy', { isSecret: true, reason: '本人要求' })
    await step(loop.wang, issue.id, 'merge', { masterId: master.id, reason: '同一盏灯' })
    const { reports } = await loop.qian.ok<IssueDetail>('GET', `/issues/${master.id}`)
    expect(reports.map(({ maskedTelephone }) => maskedTelephone)).toEqual(['138****5678', null])
  })
})

describe('the supervision level', () => {
  it('is lowered by a supervisor with a reason, by nobody else', async () => {
    const { id } = await dispatchedIn(loop)
    await loop.query('UPDATE issues SET supervision_level = 2 WHERE id = ?', [id])
    const body = { level: 1, reason: '已到场' }
    expect(await loop.wang.refusal('POST', `/issues/${id}/supervision`, body, { 'if-match': '"1"' })).toBe(
      '403 403 forbidden',
    )
    const lowered = await step(loop.zhou, id, 'supervision', body)
    expect([lowered.supervisionLevel, lastEvent(lowered).body]).toEqual([
      1,
      { change: 'set', from: 2, level: 1, reason: '已到场' },
    ])
  })
})

describe('several issues at once', () => {
  it('does each on its own version, with its own event and outcome', async () => {
    const made = [await loop.reported(), await loop.reported({ place: '3-15' }), await loop.reported({ place: '3-16' })]
    const [a, b, c] = made.map(({ issue }) => ({ id: issue.id, version: issue.version }))
    const { results } = await loop.wang.ok<{ results: { problem: string | null; number: string | null }[] }>(
      'POST',
      '/issues/bulk',
      {
        action: 'dispatch',
        issues: [a, { ...b, version: 9 }, c, { id: 'nothing', version: 1 }],
        body: { agencyId: loop.waterBureau, reason: '路灯' },
      },
    )
    expect(results.map(({ problem }) => problem)).toEqual([null, 'stale', null, 'not_found'])
    expect(await loop.query("SELECT count(*) AS n FROM issue_events WHERE to_state = 'dispatched'")).toEqual([{ n: 2 }])
    expect(await loop.qian.refusal('POST', '/issues/bulk', { action: 'dispatch', issues: [a], body: {} })).toBe(
      '403 403 forbidden',
    )
    expect(
      await loop.wang.refusal('POST', '/issues/bulk', { action: 'dispatch', issues: [a], body: { agencyId: 3 } }),
    ).toBe('422 422 invalid')
  })
})

describe('the actions offered', () => {
  it('are none that the role may not take, whatever the state', async () => {
    const roles = ['administrator', 'operator', 'officer', 'supervisor', 'window_manager', 'viewer'] as const
    for (const state of ISSUE_STATES)
      for (const role of roles) {
        const issue = issueRecord({
          state,
          agencyId: 'water',
          repliedAt: 1,
          evidenced: 'contradicts',
          supervisionLevel: 2,
        })
        const offered = actionsFor(
          { id: 'me', role, agencyId: role === 'officer' ? 'water' : null },
          {
            issue,
            reportCount: 2,
            countedAnswers: 1,
            partCount: 0,
            openRequests: [],
            handleDueAt: 10,
            isReferable: true,
            now: 5,
          },
        )
        const barred = offered.filter((action) => {
          const right = action === 'question-end' ? 'question' : action
          return MATRIX[`issues.${right}`][role] === 'none'
        })
        expect(barred, `${role} on ${state}`).toEqual([])
        if (role === 'viewer') expect(offered).toEqual([])
      }
  })
})
