import { describe, expect, it } from 'vitest'
import { confirmedSaid, evidencedSaid, resolvedSaid } from '../../web/issues/fact-words.ts'
import {
  contradiction,
  issueStory,
  lowestOf,
  outageOf,
  storyTone,
  twoReadings,
  valueAt,
  windowAround,
} from '../../web/issues/issue-facts.ts'
import { pathOf, readQuery } from '../../web/issues/list-query.ts'
import { outageSpec } from '../../web/issues/outage-spec.ts'
import { entriesOf } from '../../web/issues/timeline-words.ts'
import { panes } from '../../web/ui/panes.ts'
import { en } from '../../web/words/en/index.ts'
import { plain } from '../../web/words/phrase.ts'
import { zh } from '../../web/words/zh/index.ts'
import {
  at,
  facts,
  issueDetail,
  issueEvent,
  issueRow,
  NOW,
  POWER_COMPANY,
  powerEvent,
  report,
  series,
} from './samples.ts'

const replied = { is: true, at: at('10:05'), text: '10:00已恢复供电，感谢反映。' }
const wrong = facts({
  replied,
  resolved: { value: 'yes', at: at('10:05') },
  evidenced: { value: 'contradicts', at: at('11:40') },
})
const said = (over: Parameters<typeof issueDetail>[0]) => {
  const story = issueStory(issueDetail(over), NOW)
  return [storyTone(story), plain(zh.issue.sentence(story))]
}

describe('the opening sentence of an issue', () => {
  it('says how long it was out, and that the reply and the meter disagree', () => {
    expect(said({ facts: wrong })).toEqual(['late', '停电2小时26分，11:40来电；供电公司10:05答复，和电表对不上。'])
  })

  it('is quieter when they agree', () => {
    const right = facts({ replied, evidenced: { value: 'supports', at: at('11:40') } })
    expect(said({ facts: right, light: 0 })).toEqual([
      'attn',
      '停电2小时26分，11:40来电；供电公司10:05答复，和电表对得上。',
    ])
  })

  it('counts a running outage until now, without seconds', () => {
    const running = powerEvent({ endMinAt: null, endMaxAt: null, maxMs: null, minMs: 0, startMaxAt: NOW - 21 * 60_000 })
    expect(said({ powerEvent: running, state: 'dispatched', light: 0 })).toEqual([
      'late',
      '停电21分钟了，还没来电；派给供电公司，未签收。',
    ])
  })

  it('leads with the clock where no meter speaks', () => {
    expect(
      said({ powerEvent: null, state: 'received', channel: 'telephone', light: 0, dueAt: NOW + 64 * 60_000 }),
    ).toEqual(['calm', '剩1小时4分；还没派。'])
    expect(said({ powerEvent: null, state: 'closed', dueAt: null, light: 0 })).toEqual(['calm', '办结归档。'])
  })

  it('says the same in English', () => {
    expect(plain(en.issue.sentence(issueStory(issueDetail({ facts: wrong }), NOW)))).toBe(
      'Without power for 2 h 26 min, back at 11:40; Power company replied at 10:05, the meter says otherwise.',
    )
  })
})

describe('the four facts', () => {
  it('counts merchants and takes no silence for a yes', () => {
    const reports = [
      report('1', 'yes'),
      report('2', 'yes'),
      report('3', 'no'),
      report('4', 'asked'),
      report('5', 'no_answer'),
    ]
    const { phrase, note } = confirmedSaid(
      issueDetail({ reports, facts: facts({ confirmed: { value: 'no', at: NOW } }) }),
      zh,
    )
    expect([plain(phrase), note]).toEqual(['2户说好了，1户说没好', '2户没回，没回不算同意'])
  })

  it('says that merchants were not asked yet', () => {
    const { phrase, note } = confirmedSaid(issueDetail({ reports: [report('1', 'not_asked')] }), zh)
    expect([plain(phrase), note]).toEqual(['还没问商户', '1户报过，答复后问'])
  })

  it('calls a resolution the agency’s own word until it is closed', () => {
    expect(resolvedSaid(issueDetail({ facts: wrong }), zh)).toEqual({
      phrase: ['“已解决”'],
      note: '只是单位认定，没归档',
    })
    expect(resolvedSaid(issueDetail(), zh)).toEqual({ phrase: ['还没说'], note: '答复时一起说' })
  })

  it('holds the meter against the reply', () => {
    const { phrase, note } = evidencedSaid(issueDetail({ facts: wrong }), NOW, zh)
    expect([plain(phrase), note]).toEqual(['11:40来电', '和答复对不上，总进线电表量的，确认'])
  })

  it('has a band only where they contradict', () => {
    expect(contradiction(issueDetail({ facts: wrong }))).toEqual({ repliedAt: at('10:05'), meterAt: at('11:40:12') })
    expect(contradiction(issueDetail())).toBeNull()
  })

  it('lights the panes of the small window', () => {
    expect(panes(facts())).toBe('none')
    expect(panes(wrong)).toBe('a b d x')
    expect(panes(facts({ replied, confirmed: { value: 'no', at: NOW } }))).toBe('a ch')
  })
})

describe('the picture of an outage', () => {
  const l1 = series('l1', [
    [at('09:00'), 229, 229],
    [at('09:14:20'), 0, 0],
    [at('11:40:12'), 228, 228],
  ])
  const l2 = series('l2', [
    [at('09:00'), 231, 231],
    [at('10:00'), null, null],
  ])

  it('follows the lowest phase and lets a hole say nothing', () => {
    expect(lowestOf([l1, l2])).toEqual([
      [at('09:00'), 229],
      [at('09:14:20'), 0],
      [at('10:00'), 0],
      [at('11:40:12'), 228],
    ])
    expect(lowestOf([series('l1', [[at('10:00'), null, null]])])).toEqual([[at('10:00'), null]])
  })

  it('knows what the meter showed when the reply came', () => {
    const line = lowestOf([l1, l2])
    expect(valueAt(line, at('10:05'))).toBe(0)
    expect(valueAt(line, at('08:00'))).toBeNull()
  })

  it('marks outage, reply and band, and says it in one sentence', () => {
    const power = { from: at('08:30'), to: NOW, bucketMs: 0, series: [l1, l2], events: [powerEvent()], spans: [] }
    const { spec, summary, note } = outageSpec(power, powerEvent(), at('10:05'), NOW, zh)
    expect(spec.outages).toEqual([{ from: at('09:14:20'), to: at('11:40:12'), text: '停电2小时26分' }])
    expect(spec.lines).toEqual([{ at: at('10:05'), texts: ['10:05答复', '这时电表0 V'] }])
    expect(spec.lanes[0]?.band).toEqual({ low: 198, high: 242.00000000000003 })
    expect(summary).toBe('08:30到11:52最低相电压：09:14降下去，11:40恢复；10:05答复')
    expect(note).toBe('各相里最低的一相，10秒一个数，更短的骤降看不见。断电在09:14:10到09:14:20之间。')
  })

  it('asks for whole minutes, so that the same minute is not asked for twice', () => {
    const outage = outageOf(powerEvent(), NOW)
    const [from, to] = windowAround(outage, at('10:05'), NOW + 5_000)
    expect([from % 60_000, to % 60_000]).toEqual([0, 0])
    expect(windowAround(outage, at('10:05'), NOW + 55_000)).toEqual([from, to])
    expect(from).toBeLessThan(at('09:14'))
    expect(to).toBeGreaterThanOrEqual(at('11:40:12'))
  })
})

describe('the clocks of an issue', () => {
  it('reads the handling clock by the reply and by the meter', () => {
    const run = {
      clock: 'handle',
      round: 1,
      rule: 'C',
      amount: 120,
      startedAt: at('09:16'),
      dueAt: at('11:16'),
      rawDueAt: at('11:16'),
      stoppedBy: null,
      stoppedAt: at('11:40:12'),
      light: 3,
      share: 1.2,
      isProvisional: false,
    }
    expect(twoReadings(issueDetail({ facts: wrong, clocks: [run] }), NOW)).toEqual({
      limitMs: 7_200_000,
      dueAt: at('11:16'),
      byReplyMs: 49 * 60_000,
      byMeterMs: at('11:40:12') - at('09:16'),
    })
  })

  it('says what is left, what is over, and what is paused', () => {
    const due = (over: Parameters<typeof issueRow>[0]) => zh.issues.due(issueRow(over), NOW)
    expect(due({ dueAt: NOW - 24 * 60_000 })).toEqual({ tone: 'late', text: '超24分钟' })
    expect(due({ dueAt: NOW + 3 * 60_000, light: 2 })).toEqual({ tone: 'attn', text: '剩3分钟' })
    expect(due({ dueAt: NOW + 3 * 60_000, light: 0, state: 'waiting_reporter' })).toEqual({
      tone: 'hold',
      text: '暂停',
    })
    expect(due({ dueAt: null, light: 0 })).toEqual({ tone: 'calm', text: '没有时限' })
  })
})

describe('the timeline', () => {
  it('is newest first, by the instants of the instruments', () => {
    const events = [
      issueEvent(1, '09:16', { toState: 'received', actorRole: 'edge' }),
      issueEvent(2, '09:16', {
        kind: 'evidence',
        actorRole: 'edge',
        body: { change: 'interruption', claim: 'problem', value: 'supports', at: at('09:14:20') },
      }),
      issueEvent(3, '09:19', { fromState: 'received', toState: 'dispatched', agency: POWER_COMPANY }),
      issueEvent(4, '09:20', { kind: 'joined', actorRole: 'reporter' }),
      issueEvent(5, '09:28', {
        toState: 'signed',
        actorRole: 'agency',
        agency: POWER_COMPANY,
        body: { personInCharge: '赵建国' },
      }),
      issueEvent(6, '10:05', {
        toState: 'replied',
        actorRole: 'agency',
        agency: POWER_COMPANY,
        body: { text: '10:00已恢复供电' },
      }),
      issueEvent(7, '10:05', {
        kind: 'evidence',
        body: { change: 'judged', claim: 'resolution', value: 'contradicts' },
      }),
      issueEvent(8, '11:41', { kind: 'evidence', body: { change: 'supply_returned', at: at('11:40:12') } }),
      issueEvent(9, '11:48', { kind: 'answer', actorRole: 'reporter', body: { answer: 'no' } }),
    ]
    expect(entriesOf(events, zh).map(({ who, text, tone }) => `${who} ${text} ${tone}`)).toEqual([
      '商户 回“没好” calm',
      '电表 电压恢复 evid',
      '电表 电表和答复对不上 attn',
      '供电公司 答复“10:00已恢复供电” calm',
      '供电公司 签收，赵建国负责 calm',
      '商户 又有商户报，并进本单 calm',
      '系统 派给供电公司 calm',
      '电表 立单 evid',
      '电表 没有电压 evid',
    ])
    expect(entriesOf(events, zh)[1]?.at).toBe(at('11:40:12'))
  })
})

describe('the filters in the address', () => {
  it('read what they know and leave the rest at the default', () => {
    expect(readQuery({ state: 'late', site: 'nanan', sort: 'sideways' })).toEqual({
      state: 'late',
      turn: '',
      site: 'nanan',
      service: '',
      agency: '',
      level: '',
      consultation: '',
      q: '',
      sort: 'due',
      cursor: '',
    })
    expect(readQuery({ state: 'nonsense' }).state).toBe('open')
  })

  it('ask only for what is chosen', () => {
    expect(pathOf(readQuery({ agency: 'power', cursor: 'a b' }))).toBe(
      '/issues?state=open&sort=due&agency=power&cursor=a+b',
    )
  })
})
