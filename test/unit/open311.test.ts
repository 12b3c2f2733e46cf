import { describe, expect, it } from 'vitest'
import { ISSUE_STATES, type IssueState, OPEN311_STATUS } from '../../server/domain/issue.ts'
import { type PublicEvent, type Standing, standingAfter } from '../../server/domain/open311.ts'
import { open311Date, readOpen311Date, spanOf } from '../../server/domain/open311-date.ts'
import { metresBetween, streetOf } from '../../server/domain/open311-place.ts'
import { fitText, open311Json, xmlElement } from '../../server/domain/open311-text.ts'

const context = { duplicateOf: 'MC-20261010-0001', dateOf: () => '2026-10-20' }
type Move = [toState: IssueState, body?: Record<string, unknown>, rule?: string]

/** How an issue stands after these moves. */
const after = (...moves: Move[]): Standing =>
  moves.reduce<Standing | null>(
    (before, [toState, body = {}, rule = ''], id) =>
      standingAfter(before, { id, at: id, kind: 'transition', rule, toState, actorRole: 'agency', body }, context),
    null,
  )!
const shown = ({ status, extended, notes, reasonCode }: Standing) => [status, extended, notes, reasonCode]
const reply = (resolved: string): Move => ['replied', { text: '换好了', resolved, reasonCode: 'lamp' }]

describe('how an issue stands to the outside', () => {
  it('is told for every state as the table has it', () => {
    const received: Move = ['received']
    expect(shown(after(received))).toEqual(['open', 'OPEN', null, null])
    expect(shown(after(received, ['dispatched']))).toEqual(['open', 'OPEN', null, null])
    expect(shown(after(received, ['returned', { reason: '不归我们' }]))).toEqual(['open', 'FOR_TRIAGE', null, null])
    expect(shown(after(received, ['signed']))).toEqual(['open', 'INVESTIGATING', null, null])
    expect(shown(after(received, ['handling']))).toEqual(['open', 'IN_PROGRESS', null, null])
    const waiting = after(received, ['waiting_reporter', { text: '您的户号？' }])
    expect(shown(waiting)).toEqual(['open', 'INVESTIGATING', '等诉求人补充 · waiting for the reporter', null])
    const suspended: Move = ['suspended', { reason: '等配件', untilAt: 1 }]
    expect(shown(after(received, suspended))).toEqual([
      'open',
      'ACTION_SCHEDULED',
      '等配件，到2026-10-20 · until 2026-10-20',
      null,
    ])
    expect(after(received, suspended, ['handling']).notes).toBeNull()
    expect(shown(after(received, reply('yes'), ['dissatisfied']))).toEqual([
      'open',
      'REOPEN',
      '诉求人不满意，重新办理 · reopened by the reporter',
      'not_solved',
    ])
    expect(shown(after(received, ['answered', { text: '归街道' }]))).toEqual(['closed', 'CLOSED', '归街道', 'answered'])
    expect(shown(after(received, reply('yes')))).toEqual(['closed', 'FIXED', '换好了', 'lamp'])
    expect(shown(after(received, reply('no')))).toEqual(['closed', 'NO_FURTHER_ACTION', '换好了', 'lamp'])
    for (const resolved of ['partly', 'planned'])
      expect(shown(after(received, reply(resolved)))).toEqual(['closed', 'CLOSED', '换好了', 'lamp'])
    expect(shown(after(received, reply('partly'), ['follow_up']))).toEqual(['closed', 'CLOSED', '换好了', 'lamp'])
    expect(shown(after(received, reply('partly'), ['follow_up'], ['confirmed']))).toEqual([
      'closed',
      'FIXED',
      '换好了',
      'lamp',
    ])
    expect(after(received, reply('partly'), ['follow_up'], ['confirmed'], ['closed']).extended).toBe('FIXED')
    expect(shown(after(received, reply('yes'), ['follow_up'], ['closed', { reasonCode: 'no_answer' }]))).toEqual([
      'closed',
      'FIXED',
      '换好了',
      'lamp',
    ])
    expect(shown(after(received, reply('yes'), ['dissatisfied'], ['closed', { reason: '已超出职责' }, 'T23']))).toEqual(
      ['closed', 'NO_FURTHER_ACTION', '已超出职责', 'refused'],
    )
    const refusal = (reasonCode: string) =>
      shown(after(received, ['not_accepted', { legalBasis: '条例', whereInstead: '法院', reasonCode }]))
    expect(refusal('court')).toEqual(['closed', 'NOT_COUNCILS_RESPONSIBILITY', '条例；法院', 'court'])
    expect(refusal('unlawful')).toEqual(['closed', 'NO_FURTHER_ACTION', '条例；法院', 'unlawful'])
    expect(shown(after(received, ['merged']))).toEqual([
      'closed',
      'DUPLICATE',
      'Duplicate of MC-20261010-0001',
      'merged',
    ])
    expect(shown(after(received, ['withdrawn', { reason: '自己修好了' }]))).toEqual([
      'closed',
      'CANCELLED',
      '自己修好了',
      'withdrawn',
    ])
    expect(shown(after(received, reply('yes'), ['closed'], ['received', {}, 'T25']))).toEqual([
      'open',
      'REOPEN',
      '重新受理 · reopened',
      null,
    ])
  })

  it('never closes without words and a code, even when a term took the words', () => {
    for (const state of ISSUE_STATES.filter((one) => OPEN311_STATUS[one] === 'closed')) {
      const { notes, reasonCode } = after(['received'], [state])
      expect([state, notes !== null, reasonCode !== null]).toEqual([state, true, true])
    }
  })

  it('never calls a refusal fixed, whatever the reporter says', () => {
    expect(after(['received'], reply('no'), ['follow_up'], ['confirmed']).extended).toBe('NO_FURTHER_ACTION')
    expect(after(['received'], ['not_accepted'], ['closed']).extended).not.toBe('FIXED')
  })

  it('hears of a correction and of a later date', () => {
    const event = (kind: string, body: Record<string, unknown>): PublicEvent => ({
      ...{ id: 9, at: 9, kind, rule: null, toState: null, actorRole: 'agency' },
      body,
    })
    expect(
      standingAfter(after(['received'], reply('yes')), event('correction', { text: '是两盏' }), context).notes,
    ).toBe('换好了\n更正：是两盏')
    expect(standingAfter(after(['received'], ['handling']), event('decided', { untilAt: 1 }), context).notes).toBe(
      '办理延期到2026-10-20 · extended to 2026-10-20',
    )
  })
})

describe('dates', () => {
  it('carry their zone, and are read only with one', () => {
    const at = Date.UTC(2026, 2, 2, 1, 12)
    expect(open311Date(at + 999)).toBe('2026-03-02T09:12:00+08:00')
    for (const text of ['2026-03-02T09:12:00+08:00', '2026-03-02T09:12:00 08:00', '2026-03-02T01:12:00.5Z'])
      expect(readOpen311Date(text)).toBe(at)
    expect(readOpen311Date('2026-03-01T20:12:00-05:00')).toBe(at)
    for (const text of ['2026-03-02T09:12:00', '2026-03-02', '2026-02-29T00:00:00Z', '2026-03-02T25:00:00Z', ''])
      expect(readOpen311Date(text)).toBeNull()
  })

  it('span 90 days at most, from or up to the bound that is given', () => {
    const day = 86_400_000
    expect(spanOf(null, null, 100 * day)).toEqual({ fromAt: 10 * day, toAt: 100 * day })
    expect(spanOf(5 * day, null, 100 * day)).toEqual({ fromAt: 5 * day, toAt: 95 * day })
    expect(spanOf(null, 95 * day, 100 * day)).toEqual({ fromAt: 5 * day, toAt: 95 * day + 999 })
    expect(spanOf(0, 90 * day, 0)).toEqual({ fromAt: 0, toAt: 90 * day + 999 })
    expect(spanOf(0, 90 * day + 1_000, 0)).toBeNull()
    expect(spanOf(1_000, 0, 0)).toBeNull()
  })
})

describe('texts and places', () => {
  it('hold in XML and JSON alike, without what XML forbids', () => {
    const text = 'a\r\nb\u0000\u001f\ufffe\ud800c ]]> <d> & "e" 𠮷'
    expect(fitText(text)).toBe('a\nbc ]]> <d> & "e" 𠮷')
    expect(JSON.parse(open311Json([text]))).toEqual([fitText(text)])
    expect(xmlElement('x', text)).toBe('<x>a\nbc ]]&gt; &lt;d&gt; &amp; &quot;e&quot; 𠮷</x>')
    expect(xmlElement('services', [{ keywords: '', metadata: true, lat: null }])).toBe(
      '<services><service><keywords></keywords><metadata>true</metadata><lat></lat></service></services>',
    )
  })

  it('of an address keep the street alone', () => {
    expect(streetOf('王家小铺，市场街5号3-12')).toBe('市场街')
    expect(streetOf('南岸路18号')).toBe('南岸路')
    expect(streetOf('3-12')).toBe('')
  })

  it('are as far apart as on the globe', () => {
    const [one, other] = [
      { latitude: 39, longitude: 117 },
      { latitude: 40, longitude: 117 },
    ]
    expect(metresBetween(one, other)).toBeCloseTo(111_195, -2)
    expect(metresBetween(one, one)).toBe(0)
  })
})
