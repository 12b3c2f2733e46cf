import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { cleanup, render, screen, waitFor } from '@solidjs/testing-library'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IssueReview, ReviewStepView } from '../../server/wire/review.ts'
import ReviewPage from '../../web/issues/ReviewPage.tsx'
import { pausesIn, sharesOf } from '../../web/issues/review-facts.ts'
import { learnServerTime, moveOn } from '../../web/lib/clock.ts'
import { forgetSnapshots } from '../../web/lib/snapshot.ts'
import { at, issueEvent, NOW, POWER_COMPANY } from './samples.ts'
import { problem, useServer } from './server.ts'

const step = (id: number, over: Partial<ReviewStepView>): ReviewStepView => ({
  ...{
    id,
    state: 'received',
    round: 1,
    holder: 'desk',
    agency: null,
    rule: 'T1',
    actorRole: 'operator',
    actorName: null,
  },
  ...{ body: {}, fromAt: at('09:00'), toAt: at('09:30'), wallMs: 1_800_000, workingMinutes: 30, pausedMs: 0 },
  ...{ pauses: [], clocks: [], events: [], notices: [] },
  ...over,
})
const pause = (from: string, to: string): ReviewStepView['pauses'][number] => ({
  ...{ kind: 'waiting_reporter', round: 1, fromAt: at(from), untilAt: at(to), endedAt: at(to) },
  ...{ dueBeforeAt: at('11:00'), dueAfterAt: at('12:00'), reason: '等照片', legalBasis: '' },
  ...{ requestedBy: null, approvedBy: null, reporterToldAt: null },
})
const total = (holder: 'desk' | 'agency' | 'reporter' | 'nobody', workingMinutes: number, stepCount = 1) => ({
  ...{ holder, workingMinutes, wallMs: workingMinutes * 60_000, stepCount },
})
const REVIEW: IssueReview = {
  ...{ id: 'i37', number: 'MC-20261010-0037', title: '断网', state: 'handling', site: null },
  service: { id: 'net', nameZh: '断网', nameEn: 'No network' },
  ...{ receivedAt: at('09:00'), endedAt: null, asOfAt: NOW },
  steps: [
    step(1, {}),
    step(2, {
      ...{ state: 'handling', holder: 'agency', agency: POWER_COMPANY, actorRole: 'agency', fromAt: at('09:30') },
      ...{
        toAt: at('11:00'),
        workingMinutes: 90,
        wallMs: 5_400_000,
        pausedMs: 1_800_000,
        pauses: [pause('10:00', '10:30')],
      },
      clocks: [
        {
          ...{
            clock: 'handle',
            rule: 'C',
            amount: 60,
            startedAt: at('09:30'),
            dueAt: at('10:30'),
            rawDueAt: at('10:30'),
          },
          ...{ stoppedAt: at('11:00'), isLate: true, isProvisional: false },
        },
      ],
      events: [issueEvent(9, '10:40', { kind: 'note', actorRole: 'operator', body: { text: '电话问过' } })],
      notices: [
        {
          ...{ id: 'n1', rung: 'written', round: 1, agency: POWER_COMPANY, copiedTo: null, sendAt: at('10:45') },
          ...{ sentAt: at('10:45'), readBy: '赵建国', readAt: at('10:50') },
        },
      ],
    }),
  ],
  rounds: [
    {
      ...{ round: 1, fromAt: at('09:00'), toAt: null, expectedAt: at('11:00'), repliedAt: null, resolved: 'none' },
      totals: [total('desk', 30), total('agency', 90)],
    },
  ],
  totals: [total('desk', 30), total('agency', 90), total('reporter', 0, 0), total('nobody', 600)],
  evidence: [{ at: at('10:00'), value: 'contradicts', claim: 'resolution' }],
  ...{ returnCount: 1, transferCount: 0, reworkCount: 0, reopenCount: 0, supervisionLevel: 2 },
}

describe('the review of an issue', () => {
  const server = useServer()
  beforeEach(() => {
    learnServerTime(NOW)
    moveOn()
  })
  afterEach(() => {
    cleanup()
    forgetSnapshots()
  })
  const text = (element: Element | null) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''

  function open() {
    const history = createMemoryHistory()
    history.set({ value: '/issues/i37/review' })
    return render(() => (
      <MemoryRouter history={history}>
        <Route path="/issues/:id/review" component={ReviewPage} />
      </MemoryRouter>
    ))
  }

  it('says how long in all, in whose hands longest, and how many steps were late', async () => {
    server.answer(({ path }) => (path === '/issues/i37/review' ? { body: REVIEW } : undefined))
    const { container } = open()
    await waitFor(() => expect(container.querySelector('table')).toBeTruthy())
    expect(text(container.querySelector('.say'))).toBe('到现在2小时52分；在承办单位手里最久，1小时30分；1步超时。')
    expect([...container.querySelectorAll('.i-holders li')].map(text)).toEqual([
      '受理30分钟，占4% 30分钟',
      '承办单位1小时30分，占13% 1小时30分',
      '等别处、等归档10小时，占83% 10小时',
    ])
    expect(screen.getByText('退单1次，督办到“催办通知书”')).toBeTruthy()
  })

  it('tells step by step what paused it, which notices went out, and what happened', async () => {
    server.answer(() => ({ body: REVIEW }))
    const { container } = open()
    await waitFor(() => expect(container.querySelector('table')).toBeTruthy())
    const cells = [...container.querySelectorAll('tbody tr')].map((tr) => [...tr.children].map(text))
    expect(cells[1]).toEqual([
      ...['09:30', '办理', '供电公司', '1小时30分', '1小时30分', '30分钟', '办理超时，限1小时'],
      '供电公司：联系了商户，在办等商户补充：10:00到10:30，等照片催办通知书，10:45发，10:50看过10:40 受理 备注：电话问过',
    ])
  })

  it('is refused in words', async () => {
    server.answer(() => ({ status: 404, body: problem(404, '没有这件') }))
    open()
    await waitFor(() => expect(screen.getByText('没有这件。')).toBeTruthy())
  })

  it('can be used by everybody', async () => {
    server.answer(() => ({ body: REVIEW }))
    const { container } = open()
    await waitFor(() => expect(container.querySelector('table')).toBeTruthy())
    const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } }
    const { violations } = await axe.run(container, { rules })
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
  })

  it('gives shares of the time of those who had it, and a pause to the step it lies in', () => {
    expect(
      sharesOf([total('desk', 1), total('agency', 3), total('reporter', 9, 0)]).map(({ percent }) => percent),
    ).toEqual([25, 75])
    const touching = { fromAt: at('10:30'), toAt: at('11:00'), pauses: [pause('10:00', '10:30')] }
    expect(pausesIn(touching)).toEqual([])
    expect(pausesIn({ ...touching, fromAt: at('10:10') })).toHaveLength(1)
  })
})
