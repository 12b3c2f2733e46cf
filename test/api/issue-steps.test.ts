import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Tracking } from '../../server/wire/merchant.ts'
import {
  dispatchedIn,
  dissatisfiedIn,
  handledIn,
  type Loop,
  lastEvent,
  onTheWall,
  openLoop,
  refusalOf,
} from '../support/issue-steps.ts'
import { merchantOf, report, step } from '../support/market.ts'

let loop: Loop
beforeEach(async () => {
  loop = await openLoop()
})
afterEach(() => loop.close())

describe('an answer from the desk', () => {
  const entry = (id: string, status: string, validUntilOn: string | null) =>
    loop.query(
      `INSERT INTO knowledge_entries (id, serial, title, plain_words, status, valid_until_on, created_at, changed_at)
       VALUES (?, ?, '路灯报修', '打这个电话', ?, ?, 0, 0)`,
      [id, Number(id.slice(2)), status, validUntilOn],
    )

  it('comes from a published entry that still holds, and says which', async () => {
    await entry('K-0001', 'published', '2026-10-10')
    await entry('K-0002', 'published', '2026-10-09')
    await entry('K-0003', 'proposed', null)
    const { id } = (await loop.reported()).issue
    const words = (entryId: string | null) => ({ text: '路灯报修请打市政电话', entryId })
    expect(await refusalOf(loop, loop.wang, id, 'answer', words('K-0002'))).toEqual([
      422,
      'invalid',
      '/entryId expired',
    ])
    expect(await refusalOf(loop, loop.wang, id, 'answer', words('K-0003'))).toEqual([
      422,
      'unknown-reference',
      '/entryId unknown',
    ])
    expect(await refusalOf(loop, loop.wang, id, 'answer', words(null))).toEqual([
      422,
      'invalid',
      '/entryId required',
      '/proposedTitle required',
    ])
    const answered = await step(loop.wang, id, 'answer', words('K-0001'))
    expect(answered).toMatchObject({
      state: 'answered',
      entry: { id: 'K-0001' },
      facts: { replied: { is: true, text: '路灯报修请打市政电话' }, resolved: { value: 'none' } },
    })
    expect(lastEvent(answered)).toMatchObject({ rule: 'T2', body: { entryId: 'K-0001' } })
  })

  it('proposes a new entry where none fits', async () => {
    await entry('K-0041', 'published', null)
    const { id } = (await loop.reported()).issue
    const answered = await step(loop.wang, id, 'answer', { text: '北门路灯归街道', proposedTitle: '北门路灯归谁' })
    expect(answered.entry).toEqual({ id: 'K-0042', title: '北门路灯归谁' })
    expect(
      await loop.query("SELECT status, plain_words, source_issue_id FROM knowledge_entries WHERE id = 'K-0042'"),
    ).toEqual([{ status: 'proposed', plain_words: '北门路灯归街道', source_issue_id: id }])
  })
})

describe('ending without handling', () => {
  it('refuses with the law and where to go instead, and reopens on a reason', async () => {
    const { id } = (await loop.reported()).issue
    const refused = await step(loop.wang, id, 'refusal', {
      reasonCode: 'court',
      legalBasis: '民事诉讼法第122条',
      whereInstead: '区法院立案窗口',
    })
    expect([refused.state, refused.closedAt]).toEqual(['not_accepted', loop.server.clock.at])
    const reopened = await step(loop.zhou, id, 'reopening', { reason: '法院不收，回访发现' })
    expect(reopened).toMatchObject({ state: 'received', round: 2, reopenCount: 1, closedAt: null, clock: 'accept' })
    expect(lastEvent(reopened)).toMatchObject({
      rule: 'T25',
      actorRole: 'supervisor',
      body: { fromState: 'not_accepted' },
    })
  })

  it('lets the reporter leave while others stay, and withdraws with the last one', async () => {
    const first = await report(loop)
    const { rows } = await loop.wang.ok<{ rows: { id: string; number: string }[] }>('GET', '/issues')
    const { id } = rows.find(({ number }) => number === first.issueNumber)!
    await report(loop, { joinIssueId: id, place: '3-15' })
    const wish = { reason: '自己修好了', askedChannel: 'telephone', askedAt: loop.server.clock.at }
    expect(await refusalOf(loop, loop.wang, id, 'withdrawal', { reason: '不办了' })).toEqual([
      422,
      'invalid',
      '/askedChannel required',
      '/askedAt required',
    ])
    const left = await step(loop.wang, id, 'withdrawal', wish)
    expect([left.state, left.reportCount, left.reports.map(({ hasLeft, isPrimary }) => [hasLeft, isPrimary])]).toEqual([
      'received',
      1,
      [
        [true, false],
        [false, true],
      ],
    ])
    const withdrawn = await step(loop.wang, id, 'withdrawal', wish)
    expect([withdrawn.state, withdrawn.clock]).toEqual(['withdrawn', null])
    expect(lastEvent(withdrawn)).toMatchObject({ rule: 'T6', body: { askedChannel: 'telephone' } })
  })

  it('needs nobody’s word for a meter’s issue without merchants, and is never the agency’s', async () => {
    const { id } = await dispatchedIn(loop)
    expect(await loop.qian.refusal('POST', `/issues/${id}/withdrawal`, {}, { 'if-match': '"1"' })).toBe(
      '403 403 forbidden',
    )
    await loop.query("UPDATE issues SET channel = 'edge' WHERE id = ?", [id])
    await loop.query('DELETE FROM contacts')
    await loop.query('DELETE FROM messages')
    await loop.query('DELETE FROM tracking_tokens')
    await loop.query('DELETE FROM reports')
    expect((await step(loop.wang, id, 'withdrawal', { reason: '误报' })).state).toBe('withdrawn')
  })
})

describe('a question to the merchant', () => {
  it('ends at its limit by itself, however late the timer comes by, and the pause is no longer than that', async () => {
    const { id } = await handledIn(loop)
    await step(loop.qian, id, 'question', { text: '哪一盏？', channel: 'telephone', days: 2 })
    loop.at('2026-10-12 08:59')
    expect(await loop.passTime()).toBe(0)
    loop.at('2026-10-14 15:00')
    await loop.passTime()
    const issue = await loop.read(id)
    expect(issue).toMatchObject({ state: 'handling', questions: [{ outcome: 'not_received' }] })
    expect(lastEvent(issue)).toMatchObject({ rule: 'T14', actorRole: 'system', body: { event: 'answer_not_received' } })
    expect(issue.pauses.map(({ endedAt }) => onTheWall(endedAt!))).toEqual(['2026-10-12 09:00'])
    expect(onTheWall(issue.dueAt!)).toBe('2026-10-19 09:00')
  })

  it('is dropped by a reply, and never asked where nobody is', async () => {
    const { id } = await handledIn(loop)
    expect(
      await refusalOf(loop, loop.qian, id, 'question', { text: '哪一盏？', channel: 'telephone', reportId: 'nobody' }),
    ).toEqual([422, 'unknown-reference', '/reportId unknown'])
    await step(loop.qian, id, 'question', { text: '哪一盏？', channel: 'telephone' })
    expect(await refusalOf(loop, loop.wang, id, 'question-end', {})).toEqual([422, 'invalid', '/answer required'])
    const replied = await step(loop.qian, id, 'reply', { text: '已找到并换好', resolved: 'yes', reasonCode: 'lamp' })
    expect(replied).toMatchObject({ state: 'replied', questions: [{ outcome: 'dropped' }], pausedUntilAt: null })
  })
})

describe('after a “no”', () => {
  it('explains in new words only', async () => {
    const { id } = await dissatisfiedIn(loop)
    expect(await refusalOf(loop, loop.wang, id, 'explanation', { text: ' 路灯已换新的一盏, 请查看。' })).toEqual([
      422,
      'invalid',
      '/text unfit',
    ])
    const explained = await step(loop.wang, id, 'explanation', { text: '灯已通电，傍晚六点自动亮' })
    expect(explained).toMatchObject({
      state: 'answered',
      round: 2,
      facts: { replied: { text: '灯已通电，傍晚六点自动亮' }, confirmed: { value: 'not_asked' } },
      reports: [{ answer: 'not_asked' }],
    })
  })

  it('corrects a reply beside it, and keeps notes to those who work on it', async () => {
    const { id, token } = await dissatisfiedIn(loop)
    const corrected = await step(loop.qian, id, 'correction', { text: '是两盏，不是一盏' })
    expect(corrected.facts.replied.text).toBe('路灯已换新的一盏，请查看')
    await step(loop.zhou, id, 'note', { text: '第三次来电' })
    expect(lastEvent(await loop.read(id))).toMatchObject({ kind: 'note', body: { text: '第三次来电' } })
    const tracking = await merchantOf(loop).ok<Tracking>('POST', '/merchant/tracking', { token })
    expect(JSON.stringify(tracking)).not.toContain('第三次来电')
    expect(await loop.query("SELECT body FROM messages WHERE code = 'correction'")).toEqual([
      { body: JSON.stringify({ text: '是两盏，不是一盏' }) },
    ])
  })
})
