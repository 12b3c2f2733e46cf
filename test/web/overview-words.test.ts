import { describe, expect, it } from 'vitest'
import {
  issueFacts,
  issueTone,
  powerFacts,
  powerTone,
  queueFacts,
  queueTone,
  queueWith,
  shareColumns,
  sitesToShow,
} from '../../web/overview/facts.ts'
import { siteMark, siteNote, siteSince } from '../../web/overview/site-row.ts'
import { en } from '../../web/words/en/index.ts'
import { plain } from '../../web/words/phrase.ts'
import { zh } from '../../web/words/zh/index.ts'
import { at, issueRow, NOW, POWER_COMPANY, siteDay } from './samples.ts'

const MINUTE = 60_000
const out = (name: string, since: string, kind: 'market' | 'mall' = 'market') => {
  const day = siteDay(name, {
    supply: { value: 'absent', sinceAt: at(since), evidence: 'confirmed', reason: 'meter_zero' },
    interruptionCount: 1,
  })
  return { ...day, site: { ...day.site, kind } }
}
const silent = siteDay('河沿夜市街', {
  supply: { value: 'unknown', sinceAt: at('11:35'), evidence: 'unknown', reason: 'silent' },
})
const dipped = siteDay('盐坨里市场', {
  dips: [
    { at: at('08:13'), volts: 186 },
    { at: at('11:41'), volts: 171 },
  ],
})
const noNode = siteDay('蓝湾', {
  nodeCount: 0,
  supply: { value: 'unknown', sinceAt: null, evidence: 'unknown', reason: 'no_meter' },
})

const said = (sites: Parameters<typeof powerFacts>[0], told = 0) => {
  const facts = powerFacts(sites, told, NOW)
  return [powerTone(facts), plain(zh.overview.power.sentence(facts))]
}

describe('who has no power', () => {
  it('names the market when it is the only one', () => {
    expect(said([out('南岸农贸市场', '11:04'), silent], 23)).toEqual([
      'late',
      '南岸农贸市场停电，到现在48分钟，已通知商户23户。',
    ])
  })

  it('counts several and gives the longest', () => {
    expect(said([out('南岸', '11:04'), out('柳营', '11:31')], 31)).toEqual([
      'late',
      '2个市场停电，已通知商户31户，最长48分钟。',
    ])
    expect(said([out('南岸', '11:04'), out('津汇', '11:31', 'mall')])).toEqual(['late', '2处停电，最长48分钟。'])
  })

  it('does not call a silent node an outage', () => {
    expect(said([silent, siteDay('柳营')])).toEqual(['attn', '河沿夜市街不明17分钟，不算停电。'])
  })

  it('tells dips as dips', () => {
    expect(said([dipped])).toEqual(['attn', '盐坨里市场电压骤降2次，没断电。'])
  })

  it('is calm when all is well, and says what it does not know', () => {
    expect(said([siteDay('柳营'), siteDay('南岸'), noNode])).toEqual(['calm', '2处都有电，今天没断过。'])
    expect(said([siteDay('柳营', { interruptionCount: 1 })])).toEqual(['calm', '1处都有电；今天停过1回，都来电了。'])
    expect(said([noNode])).toEqual(['hold', '不知道'])
  })

  it('gives no length to what was never heard', () => {
    const unheard = siteDay('柳营', {
      supply: { value: 'unknown', sinceAt: null, evidence: 'unknown', reason: 'no_data' },
    })
    expect(said([unheard])).toEqual(['hold', '不知道'])
    expect(zh.overview.power.rest(powerFacts([unheard, noNode, siteDay('南岸')], 0, NOW))).toBe(
      '有电1处，没报过数1处，没装节点1处',
    )
  })

  it('says the same in English', () => {
    const facts = powerFacts([out('Nan’an', '11:04'), out('Liuying', '11:31')], 31, NOW)
    expect(plain(en.overview.power.sentence(facts))).toBe('2 markets without power, 31 merchants told, longest 48 min.')
  })

  it('shows the worst first and leaves the quiet ones out', () => {
    const days = [
      siteDay('柳营'),
      dipped,
      noNode,
      silent,
      out('南岸', '11:04'),
      siteDay('老码头', { interruptionCount: 1 }),
    ]
    expect(sitesToShow(days).map(({ site }) => site.nameZh)).toEqual(['南岸', '河沿夜市街', '盐坨里市场', '老码头'])
  })

  it('says in a row since when, and what is being done', () => {
    const issue = { id: 'i', number: 'n', title: 't', state: 'dispatched', channel: 'edge' as const, reportCount: 23 }
    const day = { ...out('南岸', '11:04'), issue: { ...issue, agency: POWER_COMPANY } }
    expect([siteMark(day, NOW, zh), siteSince(day, NOW, zh), siteNote(day, zh)]).toEqual([
      { tone: 'late', text: '停电48分钟' },
      '11:04起，23户',
      '派给供电公司，未签收',
    ])
    expect([siteMark(silent, NOW, zh), siteSince(silent, NOW, zh), siteNote(silent, zh)]).toEqual([
      { tone: 'hold', text: '不明17分钟' },
      '11:35起节点没回音',
      '不算停电',
    ])
  })

  it('says when power came back from the day’s strip', () => {
    const back = siteDay('老码头', {
      interruptionCount: 1,
      interruptedMs: 11 * MINUTE,
      spans: [
        { from: at('06:00'), to: at('09:00'), value: 'present' },
        { from: at('09:00'), to: at('09:11'), value: 'absent' },
        { from: at('09:11'), to: null, value: 'present' },
      ],
    })
    expect([siteMark(back, NOW, zh).text, siteSince(back, NOW, zh), siteNote(back, zh)]).toEqual([
      '来电了',
      '09:11来电',
      '停过1回，共11分钟',
    ])
  })
})

describe('who is waiting', () => {
  const queue = (name: string, waiting: number | null, isStale = false) => ({
    deviceId: 1,
    name,
    site: POWER_COMPANY,
    waiting,
    windowsOpen: 2,
    servedTotal: 9,
    metricIds: { waiting: 1, windowsOpen: 2, servedTotal: 3 },
    at: NOW,
    isStale,
  })
  const said = (...queues: ReturnType<typeof queue>[]) => {
    const facts = queueFacts(queues)
    return [queueTone(facts), plain(zh.overview.queues.sentence(facts))]
  }

  it('counts only counters that are heard', () => {
    expect(said(queue('消防验收', 3), queue('企业开办', 5), queue('医保', 9, true))).toEqual([
      'calm',
      '2个队列共等8人，最多的是企业开办，5人。',
    ])
  })

  it('tells nobody waiting from nobody knowing', () => {
    expect(said(queue('消防验收', 0))).toEqual(['calm', '没有人在等。'])
    expect(said(queue('消防验收', 3, true))).toEqual(['hold', '1个队列都没有数，不知道谁在等。'])
    expect(said()).toEqual(['hold', '不知道'])
  })

  it('moves with the stream, and only forward', () => {
    const silent = queue('消防验收', 3, true)
    const readings = { 1: { at: NOW + 5_000, value: 4.0 }, 3: { at: NOW - 1, value: 8 }, 9: { at: NOW, value: 1 } }
    expect(queueWith(silent, readings)).toEqual({ ...silent, waiting: 4, at: NOW + 5_000, isStale: false })
    expect(queueWith(silent, {})).toEqual(silent)
  })
})

describe('which issue is stuck', () => {
  const counts = { open: 49, late: 3, near: 6, paused: 2, byState: {}, shares: [] }
  const said = (over: Partial<Parameters<typeof issueFacts>[0]>) => {
    const facts = issueFacts({ ...counts, rows: [], ...over }, NOW)
    return [issueTone(facts), plain(zh.overview.issues.sentence(facts))]
  }

  it('gives the worst lateness', () => {
    expect(said({ rows: [issueRow({ dueAt: NOW - 52 * MINUTE }), issueRow({ dueAt: NOW - 24 * MINUTE })] })).toEqual([
      'late',
      '3件超时，最久超52分钟。',
    ])
  })

  it('gives the next due when nothing is late', () => {
    expect(said({ late: 0, rows: [issueRow({ dueAt: at('11:55') }), issueRow({ dueAt: at('13:00') })] })).toEqual([
      'attn',
      '6件快到时限，最近的11:55。',
    ])
  })

  it('is one calm line when all is in time', () => {
    expect(said({ late: 0, near: 0, open: 31 })).toEqual(['calm', '在办31件，没有超时，没有快到的。'])
    expect(said({ late: 0, near: 0, open: 0 })).toEqual(['calm', '0件'])
  })

  it('puts every share into the column it belongs to', () => {
    const columns = shareColumns([0, 0.79, 0.8, 1, 1.01, 1.9, 7])
    expect(columns.map(({ shares }) => shares)).toEqual([1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1])
    expect([columns[7]?.tone, columns[8]?.tone, columns[10]?.tone]).toEqual(['calm', 'attn', 'late'])
  })
})
