import { describe, expect, it } from 'vitest'
import type { AgencyLoad, SupervisionRow } from '../../server/wire/supervision.ts'
import { SUPERVISION_LISTS } from '../../server/wire/supervision.ts'
import { noticeMark, storyOf, toneOf } from '../../web/supervision/supervision-facts.ts'
import { supervision as en } from '../../web/words/en/supervision.ts'
import { plain } from '../../web/words/phrase.ts'
import { supervision as zh } from '../../web/words/zh/supervision.ts'

const load = (nameZh: string | null, late: number, signOverdue = 0, nearlyLate = 0): AgencyLoad => ({
  agency: nameZh === null ? null : { id: nameZh, nameZh, nameEn: nameZh },
  late,
  signOverdue,
  nearlyLate,
  oldestDueAt: null,
})
const said = (loads: AgencyLoad[]) => {
  const story = storyOf({ agencies: loads }, (agency) => agency?.nameZh ?? zh.desk)
  return [toneOf(story), plain(zh.sentence(story)), plain(en.sentence(story))]
}

describe('the sentence of supervision', () => {
  it('says that nothing is late', () => {
    expect(said([])).toEqual(['calm', '没有超期的，也没有快到时限的。', 'Nothing is late or nearly late.'])
  })
  it('says what is nearly late', () => {
    expect(said([load('供电公司', 0, 0, 2)])).toEqual([
      'attn',
      '没有超期的，2件快到时限。',
      'Nothing is late; 2 issues nearly.',
    ])
  })
  it('names who holds most, where several hold something', () => {
    expect(said([load('供电公司', 3, 1), load(null, 1)])).toEqual([
      'late',
      '4件超期，1件派了没人签，供电公司最多，4件。',
      '4 issues late, 1 dispatched and not signed for; most at 供电公司: 4.',
    ])
    expect(said([load('供电公司', 1)])[1]).toBe('1件超期。')
  })
})

describe('the notice of a row', () => {
  const notice = (sentAt: number | null, readAt: number | null): SupervisionRow['notices'][number] => ({
    id: 'n',
    rung: 'written',
    sendAt: 9,
    sentAt,
    readAt,
    readBy: readAt === null ? null : '赵建国',
  })
  const mark = (...notices: SupervisionRow['notices']) => noticeMark({ notices }, zh, (at) => `${at}日`)

  it.each([
    ['none', [], null],
    ['one that waits for the morning', [notice(null, null)], { tone: 'hold', text: '催办通知书9日发' }],
    ['one nobody has read', [notice(10, null)], { tone: 'attn', text: '催办通知书10日发，没看' }],
    ['one that was read', [notice(10, 11)], { tone: 'calm', text: '催办通知书看过了' }],
    ['the newest of several', [notice(10, 11), notice(12, null)], { tone: 'attn', text: '催办通知书12日发，没看' }],
  ] as const)('%s', (_, notices, expected) => {
    expect(mark(...notices)).toEqual(expected)
  })
})

it('every list has a name and a reason in both languages', () => {
  for (const list of SUPERVISION_LISTS)
    for (const words of [zh, en])
      expect([words.lists[list], words.why[list]].every((text) => text.length > 1)).toBe(true)
})

it('a consultation is counted in words', () => {
  const counters = { returns: 2, transfers: 1, reworks: 0 }
  expect([zh.consultation.counters(counters), en.consultation.counters(counters)]).toEqual([
    '退2次，改派1次',
    'returned 2×, passed on 1×',
  ])
  expect(plain(zh.consultation.sentence({ listed: 1, planned: 2, late: 1 }))).toBe(
    '1项过了日子，1项还没定方案，2项有方案在办。',
  )
})
