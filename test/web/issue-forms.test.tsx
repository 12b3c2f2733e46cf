import { cleanup, fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ISSUE_ACTIONS, type IssueAction, type IssueDetail } from '../../server/wire/issues.ts'
import { ActionDialog } from '../../web/issues/ActionDialog.tsx'
import { learnServerTime, moveOn } from '../../web/lib/clock.ts'
import { forgetSnapshots } from '../../web/lib/snapshot.ts'
import { at, issueDetail, issueEvent, NOW, POWER_COMPANY, report } from './samples.ts'
import { type Call, problem, useServer } from './server.ts'

const WATER = { ...POWER_COMPANY, id: 'water', nameZh: '水务局', nameEn: 'Water' }
const DIRECTORY = {
  agencies: [POWER_COMPANY, WATER].map((one) => ({ ...one, isOutsideParty: false, telephone: null, parentId: null })),
  services: [{ id: 'gas', nameZh: '停气', nameEn: 'Gas', isActive: true }],
  sites: [],
}
const CALENDAR = {
  version: 1,
  versions: [],
  provisionalCount: 0,
  body: { lastOfficialYear: 2026, holidays: ['2026-10-01'], makeUpDays: ['2026-10-10'] },
}
const TEMPLATES = {
  templates: [{ id: 't1', title: '已恢复', text: '{地点}{时间}已恢复供电。', outcome: null }],
  mayManage: false,
}

const sample = issueDetail({
  state: 'handling',
  version: 7,
  reports: [report('3-12', 'no'), report('3-15', 'yes')],
  mergeable: [{ id: 'm1', number: 'MC-1', title: '另一件' }],
})

beforeEach(() => {
  learnServerTime(NOW)
  moveOn()
})
afterEach(() => {
  cleanup()
  forgetSnapshots()
})

describe('the form of a step', () => {
  const server = useServer()
  let done: IssueDetail | undefined

  /** What stands around an issue; a test gives the answers to its posts. */
  function open(action: IssueAction, posted: (call: Call) => { status?: number; body?: unknown }, issue = sample) {
    done = undefined
    server.answer((call) => {
      if (call.method === 'POST') return posted(call)
      if (call.path === '/directory') return { body: DIRECTORY }
      if (call.path === '/rules/calendar') return { body: CALENDAR }
      if (call.path.startsWith('/templates')) return { body: TEMPLATES }
      if (call.path.startsWith('/knowledge')) return { body: { rows: [], next: null } }
      if (call.path.endsWith('/referral/choices')) return { body: [] }
      return { body: issueDetail({ version: 9 }) }
    })
    render(() => (
      <ActionDialog
        issue={issue}
        action={action}
        onDone={(next) => {
          done = next
        }}
        onClose={() => {}}
        onSeen={() => {}}
      />
    ))
  }
  const dialog = () => within(document.querySelector('dialog') as HTMLElement)
  const type = (label: string, value: string) => fireEvent.input(dialog().getByLabelText(label), { target: { value } })
  const pick = (label: string, value: string) => fireEvent.change(dialog().getByLabelText(label), { target: { value } })
  const send = () => fireEvent.submit(document.querySelector('dialog form') as HTMLFormElement)
  const posts = () => server.calls.filter(({ method }) => method === 'POST')
  const summary = () => [...document.querySelectorAll('.sum li')].map((li) => li.textContent)
  const ok = () => ({ body: issueDetail({ version: 8 }) })

  it.each(ISSUE_ACTIONS)(
    '%s says what it will cause, sends nothing by accident, and can be used by everybody',
    async (action) => {
      open(action, ok)
      expect(document.querySelector('dialog .cause')?.textContent).not.toBe('')
      const found = await axe.run(document.body, {
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      })
      expect(found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
      expect(posts()).toEqual([])
    },
  )

  it('lists what is wrong, leads there, and names the working days around a day off', async () => {
    open('extension', ok)
    await waitFor(() => expect(server.calls.some(({ path }) => path === '/rules/calendar')).toBe(true))
    type('新到期日', '2026-10-18')
    type('为什么', '掘路许可没下来')
    await waitFor(() => {
      send()
      expect(summary()).toEqual([
        '新到期日：休息，改成10月16日或10月19日',
        '依据：要填',
        '已经告诉商户：没告诉商户，时限不停',
      ])
    })
    expect(document.querySelector('.sum .say')?.textContent).toBe('申请延期还差3处。')
    fireEvent.click(dialog().getByRole('button', { name: '依据：要填', hidden: true }))
    expect(document.activeElement).toBe(dialog().getByLabelText('依据'))
    expect(posts()).toEqual([])
  })

  it('sends an extension to the end of the day, with the merchant told', async () => {
    open('extension', ok)
    type('新到期日', '2026-10-19')
    type('为什么', '掘路许可没下来')
    type('依据', '《条例》第十条')
    fireEvent.click(dialog().getByLabelText('已经告诉商户'))
    send()
    await waitFor(() => expect(done?.version).toBe(8))
    expect(posts().map(({ path, body }) => ({ path, body }))).toEqual([
      {
        path: '/issues/i37/extension',
        body: {
          untilAt: Date.UTC(2026, 9, 19, 15, 59, 59),
          reason: '掘路许可没下来',
          legalBasis: '《条例》第十条',
          isReporterTold: true,
        },
      },
    ])
  })

  it('takes a template into the reply and holds back what is not filled in', async () => {
    open('reply', ok)
    fireEvent.click(await dialog().findByText('已恢复'))
    expect((dialog().getByLabelText('答复商户的话') as HTMLTextAreaElement).value).toBe(
      '南岸农贸市场{时间}已恢复供电。',
    )
    type('原因', '电缆接头')
    send()
    await waitFor(() => expect(summary()).toEqual(['答复商户的话：模板里的{时间}还没填']))
    type('答复商户的话', '11:40已恢复供电。')
    send()
    await waitFor(() => expect(done?.version).toBe(8))
    expect(posts()[0]?.body).toEqual({ text: '11:40已恢复供电。', resolved: 'yes', reasonCode: '电缆接头' })
  })

  it('asks why the words are the same only where they are', async () => {
    const same = problem(422, '跟别的诉求答得一样', {
      errors: [{ pointer: '/sameTextReason', code: 'same_text', detail: '和MC-20261008-0002一字不差' }],
    })
    open('reply', ({ body }) =>
      (body as { sameTextReason?: string }).sameTextReason ? ok() : { status: 422, body: same },
    )
    expect(dialog().queryByLabelText('为什么用同样的话')).toBeNull()
    type('答复商户的话', '已恢复。')
    type('原因', '电缆')
    send()
    await waitFor(() => expect(summary()).toEqual(['为什么用同样的话：和MC-20261008-0002一字不差']))
    type('为什么用同样的话', '同一条线，同时恢复')
    send()
    await waitFor(() => expect(done?.version).toBe(8))
  })

  it('sends only what applies: a day with a promise, no reason for words of its own', async () => {
    open('question', ok)
    type('要商户补什么', '补一张照片')
    pick('几天内回', '3')
    send()
    await waitFor(() => expect(done).toBeTruthy())
    expect(posts()[0]?.body).toEqual({ text: '补一张照片', reportId: null, channel: 'phone_page', days: 3 })
  })

  it('says who was faster, when, and what they did', async () => {
    const earlier = issueEvent(1, '09:16', { toState: 'received' })
    const faster = issueEvent(2, '10:07:31', {
      ...{ fromState: 'dispatched', toState: 'signed', actorRole: 'agency', agency: POWER_COMPANY },
      body: { personInCharge: '赵建国' },
    })
    const opened = issueDetail({ state: 'dispatched', version: 7, events: [earlier], agency: POWER_COMPANY })
    open('return', () => ({ status: 412, body: problem(412, '不是最新的') }), opened)
    server.answer(({ method, path }) => {
      if (method === 'POST') return { status: 412, body: problem(412, '不是最新的') }
      if (path === '/directory') return { body: DIRECTORY }
      return { body: issueDetail({ state: 'signed', version: 8, events: [earlier, faster], agency: POWER_COMPANY }) }
    })
    await waitFor(() => expect(dialog().getByText('水务局')).toBeTruthy())
    pick('为什么退', 'not_our_duty')
    pick('该归谁', 'water')
    type('依据', '三定方案')
    type('为什么', '是水管的事')
    send()
    await waitFor(() => expect(document.querySelector('.clash')).toBeTruthy())
    expect(document.querySelector('.i-since li')?.textContent).toBe('10:07:31供电公司签收，赵建国负责')
  })

  it('reads the issue anew after a step that answers with what it made', async () => {
    open('referral', () => ({ status: 201, body: { id: 'r1', status: 'sent' } }), issueDetail())
    await waitFor(() => expect(screen.getByLabelText('转给谁')).toBeTruthy())
    server.answer((call) =>
      call.method === 'POST' ? { status: 201, body: { id: 'r1' } } : { body: issueDetail({ version: 9 }) },
    )
    const select = dialog().getByLabelText('转给谁') as HTMLSelectElement
    select.append(new Option('津银行', 'bank'))
    pick('转给谁', 'bank')
    type('转过去说什么', '续贷')
    send()
    await waitFor(() => expect(done?.version).toBe(9))
    expect(posts()[0]?.body).toMatchObject({ thirdPartyId: 'bank', consentAt: at('11:52'), days: 14, text: '续贷' })
  })
})
