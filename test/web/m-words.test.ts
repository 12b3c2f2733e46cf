import { describe, expect, test } from 'vitest'
import { chosenLanguage, loadReportWords, loadTrackingWords } from '../../web/m/language.ts'
import { coverWords, meterWords } from '../../web/m/words-cover.ts'
import { deadlineWords, instantWords, lastingWords } from '../../web/m/words-time.ts'
import { troubleWords } from '../../web/m/words-trouble.ts'
import { at, marketSite, outageCover } from './m-site.ts'

const zh = await loadReportWords('zh')
const en = await loadReportWords('en')
const now = at('09:58')

/** Every key of a dictionary, the nested ones with their path. */
const keysOf = (words: object, path = ''): string[] =>
  Object.entries(words)
    .flatMap(([key, value]) =>
      typeof value === 'object' && value !== null ? keysOf(value, `${path}${key}.`) : [`${path}${key}`],
    )
    .sort()

describe('the dictionaries', () => {
  test('both languages have the same keys', async () => {
    expect(keysOf(en)).toEqual(keysOf(zh))
    expect(keysOf(await loadTrackingWords('en'))).toEqual(keysOf(await loadTrackingWords('zh')))
  })
  test('the link decides the language before the phone does, and Chinese stands where neither is known', () => {
    expect(chosenLanguage('?lang=en', ['zh-CN'])).toBe('en')
    expect(chosenLanguage('', ['fr-FR', 'en-GB', 'zh-CN'])).toBe('en')
    expect(chosenLanguage('', ['zh-Hans-CN'])).toBe('zh')
    expect(chosenLanguage('?lang=de', ['ru-RU'])).toBe('zh')
  })
})

describe('time in words', () => {
  test('a duration keeps its two largest units', () => {
    const lasting = (ms: number) => [lastingWords(zh, ms), lastingWords(en, ms)]
    expect(lasting(59_999)).toEqual(['不到1分钟', 'under 1 min'])
    expect(lasting(44 * 60_000)).toEqual(['44分钟', '44 min'])
    expect(lasting(100 * 60_000)).toEqual(['1小时40分', '1 h 40 min'])
    expect(lasting(120 * 60_000)).toEqual(['2小时', '2 h'])
    expect(lasting((49 * 60 + 5) * 60_000)).toEqual(['2天1小时', '2 d 1 h'])
  })
  test('an instant is said as near as it is, in the district’s days', () => {
    const say = (instant: number) => [instantWords(zh, instant, now), instantWords(en, instant, now)]
    expect(say(at('00:00'))).toEqual(['00:00', '00:00'])
    expect(say(at('23:59', '2026-10-09'))).toEqual(['昨天23:59', 'yesterday 23:59'])
    expect(say(at('09:00', '2026-10-11'))).toEqual(['明天09:00', 'tomorrow 09:00'])
    expect(say(at('09:00', '2026-10-08'))).toEqual(['10月8日09:00', '8 Oct 09:00'])
    expect(say(at('09:00', '2027-01-07'))).toEqual(['2027年1月7日09:00', '7 Jan 2027 09:00'])
  })
  test('a limit at midnight is the day that is no longer in it', () => {
    expect(deadlineWords(zh, at('00:00', '2026-10-24'), now)).toBe('10月24日前')
    expect(deadlineWords(zh, at('09:30', '2026-10-24'), now)).toBe('10月24日09:30前')
    expect(deadlineWords(en, at('11:14'), now)).toBe('by 11:14')
  })
})

describe('an open issue that may be the one', () => {
  const say = (cover = outageCover()) => coverWords(zh, 'zh', cover, marketSite(), now)

  test('an outage says since when, who has it, how many said so and by when', () => {
    expect(say()).toEqual({
      headline: '09:14起停电，已44分钟',
      line: '供电公司在办，已有22户报过。',
      due: '按时限11:14前要有答复。',
      isLate: false,
      source: '电表看见的',
    })
    expect(coverWords(en, 'en', outageCover(), marketSite(), now)).toEqual({
      headline: 'No power since 09:14, 44 min so far',
      line: 'The power company is on it; 22 merchants reported it.',
      due: ' A reply is due by 11:14.',
      isLate: false,
      source: 'seen by the meter',
    })
  })
  test('what began within the minute began just now', () => {
    expect(say(outageCover({ sinceAt: at('09:57:30') })).headline).toBe('09:57起停电，刚刚')
  })
  test('an outage only merchants speak of is not put into the meter’s mouth', () => {
    const { headline, source } = say(outageCover({ isSeenByMeter: false, spans: [] }))
    expect([headline, source]).toEqual(['09:14起有人报停电，已44分钟', '没有电表看着，是商户报的'])
  })
  test('power that came back is said, and a silent meter makes the outage unknown, not longer', () => {
    const span = (value: 'present' | 'unknown') => [
      ...outageCover().spans.slice(0, 1),
      { from: at('09:14'), to: at('09:50'), value: 'absent' as const },
      { from: at('09:50'), to: null, value },
    ]
    expect(say(outageCover({ spans: span('present') })).headline).toBe('09:14停的电，09:50电表看见来电')
    expect(say(outageCover({ spans: span('unknown') })).headline).toBe('09:14起报停电，现在说不准')
  })
  test('an outage of the line’s other market names that market', () => {
    expect(say(outageCover({ title: '柳营市场停电' })).line).toBe(
      '同一路电：柳营市场停电。供电公司在办，已有22户报过。',
    )
  })
  test('another matter is named by its service, with the day, and a passed promise is late', () => {
    const cover = outageCover({
      serviceId: 'loan',
      title: '南岸农贸市场贷款难',
      state: 'received',
      agency: null,
      sinceAt: at('09:58', '2026-10-08'),
      expectedAt: at('08:58'),
      reportCount: 0,
      spans: [],
      isSeenByMeter: false,
    })
    expect(say(cover)).toEqual({
      headline: '贷款难，10月8日报的，已2天',
      line: '受理员收到了，还没派出去，还没商户报过。',
      due: '该08:58前答复，超1小时。',
      isLate: true,
      source: '',
    })
  })
})

test('the meter speaks to somebody who reports an outage, and says nothing where none stands', () => {
  const supply = marketSite().supply
  expect(meterWords(zh, supply, now)).toBe('电表看见：09:14起没电')
  expect(meterWords(zh, { ...supply, value: 'present', reason: 'meter_present' }, now)).toContain('现在有电')
  expect(meterWords(zh, { ...supply, value: 'unknown', reason: 'silent' }, now)).toContain('说不准')
  expect(meterWords(zh, { ...supply, value: 'unknown', reason: 'no_meter' }, now)).toBe('')
})

test('trouble says what to do, by what the server is known to have done', () => {
  const refused = (status: number, type = '') =>
    troubleWords(zh, { kind: 'refused', status, type, instance: '', fields: [], retryAfterMs: 0 }, true, 36_001)
  expect(troubleWords(zh, { kind: 'unreachable' }, true, 0)).toBe(zh.unreachable)
  expect(refused(429)).toBe('报得太密了，37秒后再点。')
  expect(refused(503)).toBe(zh.serverBroken)
  expect(refused(413)).toBe(zh.tooLarge)
  expect(refused(409, 'urn:mingchuang:problem:in-progress')).toBe(zh.stillWorking)
  expect(refused(400)).toBe(zh.refused)
})
