import { describe, expect, test } from 'vitest'
import { ISSUE_STATES } from '../../server/domain/issue.ts'
import { whoseTurn } from '../../server/domain/turn.ts'
import type { Tracking } from '../../server/wire/merchant.ts'
import { loadTrackingWords } from '../../web/m/language.ts'
import { words as doingEn } from '../../web/m/words-doing-en.ts'
import { words as doingZh } from '../../web/m/words-doing-zh.ts'
import { clashWords, paneWords } from '../../web/m/words-facts.ts'
import { storyWords } from '../../web/m/words-steps.ts'
import { turnWords } from '../../web/m/words-tracking.ts'
import { at, POWER_COMPANY, tracking, trackingAsked } from './m-site.ts'

const zh = await loadTrackingWords('zh')
const en = await loadTrackingWords('en')
const turn = (t: Tracking) => turnWords(zh, 'zh', t, t.at)

describe('whose turn it is', () => {
  test('the merchant’s: a question, no hurry, and how sure the meter is', () => {
    expect(turn(trackingAsked())).toEqual({
      headline: '轮到您看一眼：摊位来电了吗？',
      about: '南岸农贸市场停电，您是3-15老陈冻品',
      isLate: false,
      rows: [
        { term: '轮到谁', main: '您', note: '', isLate: false },
        { term: '还缺', main: '您一句话：好了，还是没好', note: '', isLate: false },
        { term: '到几时', main: '10月24日前都行', note: '不点不算您同意，也不会替您点', isLate: false },
        { term: '有多准', main: '市场有电，准；您摊位，说不准', note: '电表11:40起有电，您这摊没装表', isLate: false },
      ],
    })
  })
  test('the same in English names site and service, as titles are Chinese', () => {
    const { headline, about, rows } = turnWords(en, 'en', trackingAsked(), at('11:43'))
    expect([headline, about]).toEqual([
      'Your turn: is the power back at your stall?',
      'Power outage, Nan’an Market; you are 3-15老陈冻品',
    ])
    expect(rows.map((row) => row.main)).toEqual([
      'You',
      'One word from you: fixed, or not',
      'Any time, by 24 Oct',
      'The site has power: certain. Your stall: unknown',
    ])
  })
  test('a merchant’s passed day is never late', () => {
    const late = trackingAsked({ at: at('09:00', '2026-10-30') })
    expect(turn(late).isLate).toBe(false)
    expect(turn(late).rows[2]?.main).toBe('什么时候都行')
  })
  test('an agency’s passed limit is late, in the sentence and in the row', () => {
    const late = tracking({ turn: { who: 'agency', missing: 'first_contact', byAt: at('09:30') }, state: 'signed' })
    expect(turn(late).headline).toBe('轮到供电公司，超28分钟')
    expect(turn(late).rows[2]).toEqual({ term: '到几时', main: '该09:30前，超28分钟', note: '', isLate: true })
  })
  test('exactly at the limit is on time', () => {
    expect(turn(tracking({ at: at('11:14') })).isLate).toBe(false)
  })
  test('a provisional limit says so', () => {
    expect(turn(tracking({ isProvisional: true })).rows[2]?.note).toContain('暂定')
  })
  test('without a running limit the promise stands in', () => {
    const t = tracking({ turn: { who: 'system', missing: 'follow_up', byAt: null }, state: 'replied' })
    expect(turn(t).rows[2]).toEqual({
      term: '到几时',
      main: '没有定时间',
      note: '答应过您：11:14前有答复',
      isLate: false,
    })
  })
  test('silence of the meter is neither power nor an outage', () => {
    const supply = { value: 'unknown', sinceAt: at('09:45'), evidence: 'unknown', reason: 'silent' } as const
    expect(turn(tracking({ supply })).rows[3]).toEqual({
      term: '有多准',
      main: '有没有电，说不准',
      note: '电表没回音，不算停电也不算有电',
      isLate: false,
    })
  })
  test('a lost phase is told, as some stalls may be dark while the site has power', () => {
    const supply = { value: 'present', sinceAt: at('11:40'), evidence: 'confirmed', reason: 'phase_lost' } as const
    expect(turn(trackingAsked({ supply })).rows[3]?.note).toBe('缺了一相，有的摊位可能没电')
  })
  test('a joined merchant who is not asked sees that another one is', () => {
    const t = trackingAsked({ isJoined: true, canAnswer: false })
    expect(turn(t).headline).toBe('答复了，正在问报事的商户好没好')
    expect(
      turn(t)
        .rows.slice(0, 2)
        .map((row) => row.main),
    ).toEqual(['报事的商户', '报事的商户一句话：好了没有'])
  })
  test('who has answered is not asked again while the others are', () => {
    const ownAnswer = { value: 'yes', at: at('11:43') }
    const next = { who: 'system', missing: 'follow_up', byAt: null } as const
    const t = trackingAsked({ state: 'replied', isJoined: true, canAnswer: false, ownAnswer, turn: next })
    expect(turn(t).headline).toBe('您说好了，谢谢您回话')
    expect(
      turn(t)
        .rows.slice(0, 2)
        .map((row) => row.main),
    ).toEqual(['报事的商户', '报事的商户一句话：好了没有'])
  })
  test('a limit that runs for somebody else is not put on the merchant', () => {
    const next = { who: 'system', missing: 'follow_up', byAt: at('12:00') } as const
    expect(turn(trackingAsked({ state: 'replied', turn: next })).rows[2]?.main).toBe('什么时候都行')
  })
  test('every state has its own words in both languages', () => {
    const said = (state: Tracking['state'], w: typeof zh, language: 'zh' | 'en') => {
      const next = whoseTurn({ state: state as (typeof ISSUE_STATES)[number], dueAt: null, sinceAt: at('09:16') })
      const words = turnWords(w, language, tracking({ state, turn: next }), at('09:58'))
      return [words.headline, ...words.rows.map((row) => row.main)]
    }
    const inChinese = ISSUE_STATES.map((state) => said(state, zh, 'zh'))
    const inEnglish = ISSUE_STATES.map((state) => said(state, en, 'en'))
    expect(new Set(inChinese.map(([headline]) => headline)).size).toBe(ISSUE_STATES.length)
    expect(new Set(inEnglish.map(([headline]) => headline)).size).toBe(ISSUE_STATES.length)
    expect([...inChinese, ...inEnglish].flat().filter((text) => !text || /undefined|null|NaN/.test(text))).toEqual([])
    expect(inEnglish.flat().filter((text) => /[\u4e00-\u9fff]/.test(text))).toEqual([])
  })
})

describe('the four facts', () => {
  const panes = (t: Tracking) => paneWords(zh, 'zh', t, t.at)

  test('each speaks in its own pane, with its own time', () => {
    expect(panes(trackingAsked())).toEqual({
      agency: { term: '供电公司说', at: '10:05', says: '10:00已恢复', isBlank: false, isEvidence: false },
      finding: { term: '单位认定', at: '10:05', says: '已解决', isBlank: false, isEvidence: false },
      own: { term: '您说', at: '', says: '还没说', isBlank: true, isEvidence: false },
      meter: { term: '电表看见', at: '11:40', says: '有电', isBlank: false, isEvidence: true },
    })
  })
  test('what nobody has said is blank, never a no', () => {
    expect(panes(trackingAsked({ ownAnswer: { value: 'not_asked', at: null } })).own.says).toBe('还没说')
    const { agency, finding, own } = panes(tracking())
    expect([agency, finding, own].map(({ says, isBlank }) => [says, isBlank])).toEqual([
      ['还没答复', true],
      ['还没认定', true],
      ['还没问您', true],
    ])
    expect(panes(tracking({ ownAnswer: { value: 'no_answer', at: null } })).own.isBlank).toBe(true)
  })
  test('no meter is blank, and so is one that cannot tell', () => {
    const meter = (supply: Tracking['supply']) => panes(tracking({ supply })).meter
    const unknown = { value: 'unknown', sinceAt: at('09:45'), evidence: 'unknown', reason: 'silent' } as const
    expect([meter(null).says, meter(null).isBlank]).toEqual(['没装表，看不见', true])
    expect([meter(unknown).says, meter(unknown).isBlank]).toEqual(['说不准', true])
  })
  test('a reply that came before the power names the gap and marks the claim', () => {
    expect(clashWords(zh, trackingAsked(), at('11:43'))).toEqual([
      { text: '单位10:05说好了，电表11:40才来电，差1小时35分', claimAt: at('10:05') },
    ])
  })
  test('a reply while the power is still out contradicts until now', () => {
    const t = trackingAsked({ spans: tracking().spans, supply: tracking().supply })
    expect(clashWords(zh, t, t.at)[0]).toEqual({ text: '单位10:05说好了，电表到现在还没电', claimAt: at('10:05') })
  })
  test('a meter that fell silent after the outage contradicts nobody', () => {
    const spans = [...trackingAsked().spans.slice(0, 2), { from: at('11:40'), to: null, value: 'unknown' as const }]
    expect(clashWords(zh, trackingAsked({ spans, supply: null }), at('11:43'))).toEqual([])
  })
  test('a reply after the power came back contradicts nobody, and the merchant’s no outweighs a yes', () => {
    const resolved = { value: 'yes', at: at('11:42') } as const
    const t = trackingAsked({ facts: { ...trackingAsked().facts, resolved } })
    expect(clashWords(zh, t, t.at)).toEqual([])
    expect(clashWords(zh, { ...t, ownAnswer: { value: 'no', at: at('11:43') } }, t.at)).toEqual([
      { text: '单位说好了，您说没好，听您的', claimAt: null },
    ])
  })
})

test('the story begins with the outage when the meter saw it first, and quotes nobody but the reply', () => {
  const reply = { at: at('10:05'), code: 'replied', agency: POWER_COMPANY, text: '10:00已恢复' }
  const t = trackingAsked({ steps: [...tracking().steps, reply] })
  expect(storyWords(zh, doingZh, 'zh', t, t.at)).toEqual({
    summary: '从09:14停电到现在，一共6步',
    lines: [
      { at: '09:14', what: '电表看见停电', quote: '' },
      { at: '09:16', what: '受理员收到', quote: '' },
      { at: '09:16', what: '派给供电公司', quote: '' },
      { at: '09:20', what: '您算进这一件', quote: '' },
      { at: '10:05', what: '供电公司答复', quote: '10:00已恢复' },
      { at: '11:40', what: '电表看见来电', quote: '' },
    ],
  })
  const unseen = storyWords(
    en,
    doingEn,
    'en',
    tracking({ spans: [], steps: tracking().steps.slice(0, 1) }),
    at('09:58'),
  )
  expect(unseen.summary).toBe('From the report at 09:16 to now: 1 step')
})

test('a step with a code this page does not know is still told', () => {
  const steps = [{ at: at('09:16'), code: 'from_the_future', agency: null, text: null }]
  expect(storyWords(zh, doingZh, 'zh', tracking({ steps, spans: [] }), at('09:58')).lines[0]?.what).toBe('有了新进展')
})
