import { describe, expect, it } from 'vitest'
import { ISSUE_STATES } from '../../server/domain/issue.ts'
import { LIVE_KINDS } from '../../server/wire/live.ts'
import { entryOf } from '../../web/issues/timeline-words.ts'
import { en } from '../../web/words/en/index.ts'
import { zh } from '../../web/words/zh/index.ts'
import { sourcesOf } from '../support/sources.ts'
import { issueEvent, POWER_COMPANY } from './samples.ts'

/** Kinds of events as the store writes them: given to `planEvent` or its likes, or set in a row of `issueEvents`. */
function kindsWritten(): string[] {
  const kinds = new Set<string>()
  for (const { text } of sourcesOf('server/store')) {
    for (const [, kind] of text.matchAll(/planEvent\(\s*[^']{0,60}?'([a-z_]+)'/g)) kinds.add(kind ?? '')
    for (const [, kind] of text.matchAll(/(?:eventOn|reporterEvent|note)\([a-zA-Z, ]+, '([a-z_]+)'/g))
      kinds.add(kind ?? '')
    if (!/issueEvents\)\.values/.test(text)) continue
    for (const [, line] of text.matchAll(/\bkind: ([^,\n]+)/g))
      for (const [, kind] of (line ?? '').matchAll(/'([a-z_]+)'/g)) if (!isLive(kind)) kinds.add(kind ?? '')
  }
  return [...kinds].filter((kind) => !NO_EVENTS.includes(kind)).sort()
}
/** Told to open screens from the same files; those that are events too are found where they are planned. */
const isLive = (kind = ''): boolean => (LIVE_KINDS as readonly string[]).includes(kind)
/** Kinds of other things in the same files. */
const NO_EVENTS = ['transition', 'mine', 'party', 'rule']

const BODIES: Record<string, Record<string, unknown>> = {
  evidence: { change: 'interruption' },
  answer: { answer: 'no' },
  requested: { request: 'extension' },
  decided: { request: 'extension', isApproved: true },
  supervision: { level: 2 },
  consultation: { change: 'listed' },
}

describe('what happened to an issue', () => {
  const kinds = kindsWritten()

  it('is a list of many kinds', () => {
    for (const kind of ['note', 'requested', 'decided', 'service_changed', 'contact_viewed', 'merged_in', 'grade'])
      expect(kinds).toContain(kind)
  })

  it.each(kinds)('has words in both languages for %s', (kind) => {
    const event = issueEvent(1, '10:00', { kind, body: BODIES[kind] ?? {} })
    for (const words of [zh, en]) {
      const { text } = entryOf(event, words)
      expect(text).not.toBe('')
      expect(text).not.toBe(kind)
      expect(text).not.toContain('undefined')
    }
  })

  it.each(ISSUE_STATES)('says how it came to be %s', (toState) => {
    const event = issueEvent(1, '10:00', {
      toState,
      fromState: 'handling',
      agency: POWER_COMPANY,
      body: { reason: '因为' },
    })
    expect(entryOf(event, zh).text).not.toContain('undefined')
    expect(entryOf(event, zh).text.length).toBeGreaterThan(1)
  })

  it('tells the ways back into handling apart', () => {
    const back = (fromState: 'suspended' | 'waiting_reporter' | 'signed', body: Record<string, unknown>) =>
      entryOf(issueEvent(1, '10:00', { fromState, toState: 'handling', body }), zh).text
    expect(back('suspended', {})).toBe('接着办')
    expect(back('waiting_reporter', { answer: '拍了照' })).toBe('补充了材料：拍了照')
    expect(back('waiting_reporter', { event: 'dropped' })).toBe('不问了，接着办')
    expect(back('waiting_reporter', { event: 'answer_not_received' })).toBe('到时没回，接着办')
    expect(back('signed', { note: '已电话联系' })).toBe('联系了商户，在办：已电话联系')
  })
})
