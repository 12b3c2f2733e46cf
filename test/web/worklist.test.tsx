import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { IssueRow } from '../../server/wire/issues.ts'
import type { Session } from '../../server/wire/people.ts'
import WorkList from '../../web/issues/WorkList.tsx'
import { learnServerTime, moveOn } from '../../web/lib/clock.ts'
import { enter, leave, live } from '../../web/lib/desk.ts'
import { pressKey } from '../../web/lib/keys.ts'
import { forgetSnapshots } from '../../web/lib/snapshot.ts'
import { at, facts, issueDetail, issueEvent, issueRow, NOW, POWER_COMPANY } from './samples.ts'
import { useServer } from './server.ts'

const session = (role: Session['user']['role'], agency: Session['user']['agency'] = null): Session => ({
  user: { id: 'u1', login: 'w', name: '王秀兰', role, agency, isDisabled: false, rights: [], hasSecondFactor: false },
  district: { nameZh: '海河区', nameEn: 'Haihe' },
  idleEndsAt: 0,
  endsAt: 0,
  isInsecure: false,
  mustSetUpSecondFactor: false,
})

const day = (dayOfMonth: number, clock = '11:00') => at(clock) + (dayOfMonth - 10) * 86_400_000
const row = (id: string, over: Partial<IssueRow>): IssueRow =>
  issueRow({ id, number: `MC-20261010-${id}`, title: id, reportCount: 1, facts: facts(), ...over })
const MINE = [
  row('0037', {
    ...{
      title: '南岸农贸市场停电',
      state: 'dissatisfied',
      turn: { who: 'desk', missing: 'rework_decision', byAt: null },
    },
    ...{ rule: 'B', amount: 120, share: 1.2, dueAt: at('11:16'), light: 3 },
    facts: facts({ replied: { is: true, at: at('10:05'), text: '' }, evidenced: { value: 'contradicts', at: NOW } }),
    last: issueEvent(9, '11:48', { kind: 'answer', actorRole: 'reporter', body: { answer: 'no' } }),
  }),
  row('1009', {
    ...{ state: 'returned', returnCount: 2, rule: 'A', amount: 1, share: 3.1, dueAt: day(8), light: 4, reportCount: 6 },
    turn: { who: 'desk', missing: 'new_agency', byAt: null },
  }),
]
const THEIRS = [
  row('0932', {
    ...{ rule: 'A', amount: 5, share: 0.82, dueAt: day(12), light: 2, agency: POWER_COMPANY, isProvisional: true },
    last: issueEvent(8, '09:15', { at: day(9, '09:15'), toState: 'signed', body: { personInCharge: '赵建国' } }),
  }),
]
const STILL = [
  row('0902', {
    ...{ state: 'waiting_reporter', rule: 'A', amount: 5, share: 0.4, dueAt: day(16), light: 0 },
    turn: { who: 'reporter', missing: 'answer', byAt: day(13) },
  }),
]

/** A stream that says nothing. */
class QuietSource extends EventTarget {
  close(): void {}
}

describe('the work list', () => {
  const server = useServer()
  let posted: unknown[] = []
  let kept: { id: string; name: string; query: string; createdAt: number }[] = []
  beforeEach(() => {
    vi.stubGlobal('EventSource', QuietSource)
    learnServerTime(NOW)
    moveOn()
    posted = []
    kept = [{ id: 'f1', name: '河沿的', query: 'list=worklist&site=heyan', createdAt: NOW }]
    server.answer(({ method, path, body }) => {
      if (path === '/issues/bulk') {
        posted.push(body)
        return {
          body: {
            results: [
              { id: '0037', number: 'MC-20261010-0037', problem: null },
              { id: '1009', number: null, problem: 'stale' },
            ],
          },
        }
      }
      if (method === 'GET' && path === '/issues/0037')
        return {
          body: issueDetail({ id: '0037', title: '南岸农贸市场停电', state: 'dissatisfied', actions: ['dispatch'] }),
        }
      if (path === '/directory')
        return {
          body: { agencies: [POWER_COMPANY], services: [], sites: [{ id: 'nanan', nameZh: '南岸', nameEn: 'N' }] },
        }
      if (path.startsWith('/issues?')) return { body: { rows: rowsOf(path), next: null } }
      if (path === '/filters' && method === 'GET') return { body: kept }
      if (path === '/filters') {
        kept.push({ id: 'f2', createdAt: NOW, ...(body as { name: string; query: string }) })
        return { status: 201, body: kept.at(-1) }
      }
      return undefined
    })
    document.addEventListener('keydown', pressKey)
  })
  afterEach(async () => {
    document.removeEventListener('keydown', pressKey)
    cleanup()
    forgetSnapshots()
    live.stop()
    await leave()
  })
  const rowsOf = (path: string) => {
    if (path.includes('state=paused')) return STILL
    return path.includes('turn=desk') ? MINE : path.includes('turn=agency') ? THEIRS : []
  }

  async function open(who = session('operator'), address = '/worklist') {
    enter(who)
    const history = createMemoryHistory()
    history.set({ value: address })
    const { container } = render(() => (
      <MemoryRouter history={history}>
        <Route path="/worklist" component={WorkList} />
      </MemoryRouter>
    ))
    await waitFor(() => expect(container.querySelector('table')).toBeTruthy())
    return { container, history }
  }
  const text = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
  const asked = () => server.calls.map(({ path }) => path).filter((path) => path.startsWith('/issues?'))

  it('has a group by whose turn it is, the own one first, and one of what stands still', async () => {
    const { container } = await open()
    expect([...container.querySelectorAll('.group th')].map(text)).toEqual([
      '轮到我2件',
      '轮到承办单位1件',
      '停着的1件',
    ])
    expect(text(container.querySelector('h1'))).toBe('2件超时，2件等我拿主意；1件快到，最近的10月12日 11:00。')
    expect(asked()).toEqual([
      '/issues?state=open&sort=due&turn=desk&limit=40',
      '/issues?state=open&sort=due&turn=agency&limit=40',
      '/issues?state=paused&sort=due&limit=40',
    ])
  })

  it('says each clock as it counts, and what happened last', async () => {
    const { container } = await open()
    const cells = [...container.querySelectorAll('tbody tr:not(.group)')].map((tr) =>
      ['.c-clock', '.c-due', '.t', '.c-state', '.c-last'].map((name) => text(tr.querySelector(name))),
    )
    expect(cells).toEqual([
      ['超24分钟', '今天11:16', '南岸农贸市场停电答复和电表对不上', '不满意', '11:48回“没好”'],
      ['超2个工作日', '10月8日', '10096户', '退单2次', ''],
      ['剩1个工作日', '10月12日暂定', '0932南岸农贸市场', '办理', '昨天签收，赵建国负责'],
      ['暂停', '补到10月13日', '0902南岸农贸市场', '补充材料', ''],
    ])
  })

  it('keeps its filter in the address', async () => {
    const { container, history } = await open(session('operator'), '/worklist?state=late&turn=agency')
    expect(asked()).toEqual(['/issues?state=late&sort=due&turn=agency&limit=40'])
    await waitFor(() => expect(screen.getByRole('option', { name: '南岸' })).toBeTruthy())
    fireEvent.change(screen.getByLabelText('地点'), { target: { value: 'nanan' } })
    await waitFor(() => expect(history.get()).toBe('/worklist?state=late&turn=agency&site=nanan'))
    await waitFor(() => expect(asked().at(-1)).toBe('/issues?state=late&sort=due&turn=agency&site=nanan&limit=40'))
    expect([...container.querySelectorAll('.group th')].map(text)).toEqual(['轮到承办单位1件'])
  })

  it('shows an officer what is theirs first, and says that it is only theirs', async () => {
    const { container } = await open(session('officer', POWER_COMPANY))
    expect([...container.querySelectorAll('.group th')].map(text)).toEqual(['轮到我们1件', '轮到受理2件', '停着的1件'])
    expect(screen.getByText('只列供电公司的。')).toBeTruthy()
  })

  it('opens a step on the row in focus by its key, and says when it is not open', async () => {
    const { container } = await open()
    const link = container.querySelector<HTMLElement>('[data-id="0037"]')
    link?.focus()
    fireEvent.keyDown(link as HTMLElement, { key: 'm' })
    await waitFor(() => expect(screen.getByText('这件现在不能并案。')).toBeTruthy())
    fireEvent.keyDown(link as HTMLElement, { key: 'd' })
    await waitFor(() => expect(text(document.querySelector('dialog h1'))).toBe('退回重办：南岸农贸市场停电'))
  })

  it('takes a step on the rows picked and says what became of each', async () => {
    const { container } = await open()
    for (const id of ['0037', '1009']) {
      const link = container.querySelector<HTMLElement>(`[data-id="${id}"]`) as HTMLElement
      link.focus()
      fireEvent.keyDown(link, { key: 'x' })
    }
    expect(text(container.querySelector('.keys'))).toContain('选了2件')
    fireEvent.click(screen.getByRole('button', { name: '派单' }))
    const dialog = within(document.querySelector('dialog') as HTMLElement)
    await waitFor(() => expect(dialog.getByText('供电公司')).toBeTruthy())
    fireEvent.submit(document.querySelector('dialog form') as HTMLFormElement)
    expect(posted).toEqual([])
    fireEvent.change(dialog.getByLabelText('派给谁'), { target: { value: 'power' } })
    fireEvent.input(dialog.getByLabelText('为什么'), { target: { value: '同一条线' } })
    fireEvent.submit(document.querySelector('dialog form') as HTMLFormElement)
    await waitFor(() => expect(text(document.querySelector('dialog h1'))).toBe('1件办好了，1件没办成。'))
    expect([...document.querySelectorAll('.i-results li')].map(text)).toEqual([
      'MC-20261010-0037 南岸农贸市场停电办好了',
      'MC-20261010-1009 1009有人先改了，没动它',
    ])
    expect(posted).toEqual([
      {
        action: 'dispatch',
        issues: [
          { id: '0037', version: 7 },
          { id: '1009', version: 7 },
        ],
        body: { agencyId: 'power', reason: '同一条线' },
      },
    ])
    expect(text(container.querySelector('.keys'))).toContain('选了1件')
  })

  it('keeps a filter under a name and offers it again', async () => {
    const { container } = await open(session('operator'), '/worklist?state=late')
    expect((await screen.findByRole('link', { name: '河沿的' })).getAttribute('href')).toBe('/worklist?site=heyan')
    fireEvent.click(screen.getByRole('button', { name: '存下这个看法' }))
    fireEvent.input(screen.getByLabelText('起个名'), { target: { value: '超时的' } })
    fireEvent.submit(container.querySelector('.i-naming') as HTMLFormElement)
    await waitFor(() =>
      expect(screen.getByRole('link', { name: '超时的' }).getAttribute('href')).toBe('/worklist?state=late'),
    )
    expect(kept.at(-1)?.query).toBe('list=worklist&state=late')
  })

  it('can be used by everybody', async () => {
    const { container } = await open()
    const found = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    })
    expect(found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
  })
})
