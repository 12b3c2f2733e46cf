import { cleanup, fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { createStore } from 'solid-js/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IssueDetail } from '../../server/wire/issues.ts'
import { Actions } from '../../web/issues/Actions.tsx'
import { FactsWindow } from '../../web/issues/FactsWindow.tsx'
import { learnServerTime, moveOn } from '../../web/lib/clock.ts'
import { chooseLanguage } from '../../web/lib/i18n.ts'
import type { Shown } from '../../web/lib/snapshot.ts'
import { at, facts, issueDetail, NOW, powerEvent, report } from './samples.ts'
import { problem, useServer } from './server.ts'

// The day of the samples, whatever day it is here.
beforeEach(() => {
  learnServerTime(NOW)
  moveOn()
})
afterEach(cleanup)

const wrong = issueDetail({
  facts: facts({
    replied: { is: true, at: at('10:05'), text: '10:00已恢复供电，感谢反映。' },
    resolved: { value: 'yes', at: at('10:05') },
    confirmed: { value: 'no', at: at('11:48') },
    evidenced: { value: 'contradicts', at: at('11:40') },
  }),
  reports: [report('3-12', 'yes'), report('3-15', 'no'), report('1-07', 'asked')],
})
const text = (element: Element | null) => element?.textContent?.replace(/\s+/g, ' ').trim()

describe('the window of four facts', () => {
  it('keeps what the agency says apart from what merchants and meters say', () => {
    const { container } = render(() => <FactsWindow issue={wrong} />)
    expect([...container.querySelectorAll('.fact .q')].map(text)).toEqual([
      '“10:00已恢复供电，感谢反映。”',
      '“已解决”',
      '1户说好了，1户说没好',
      '11:40来电',
    ])
    expect(text(container.querySelector('.gap'))).toBe('10:05答复已好差1小时35分，对不上电表显示11:40')
  })

  it('follows a switch of language', () => {
    const { container } = render(() => <FactsWindow issue={wrong} />)
    chooseLanguage('en')
    expect(text(container.querySelector('.fact .q:nth-of-type(1)'))).toContain('10:00已恢复供电')
    expect(text([...container.querySelectorAll('.fact .q')][2] ?? null)).toBe('1 say solved, 1 say not')
    chooseLanguage('zh-CN')
  })

  it('has no band while nothing contradicts', () => {
    const { container } = render(() => <FactsWindow issue={issueDetail()} />)
    expect(container.querySelector('.gap')).toBeNull()
    expect(text(container.querySelector('.fact .q'))).toBe('还没有答复')
  })
})

describe('what can be done with an issue', () => {
  const server = useServer()

  function page(issue: IssueDetail) {
    const [shownIssue, setIssue] = createSignal(issue)
    const shown = { state: {}, reload: () => {}, put: setIssue } as unknown as Shown<IssueDetail>
    render(() => <Actions issue={shownIssue()} shown={shown} />)
    return shownIssue
  }
  const dialog = () => within(document.querySelector('dialog') as HTMLElement)
  const press = (name: string) => fireEvent.click(screen.getByRole('button', { name, hidden: true }))

  it('offers what the server allows and nothing else', () => {
    page(issueDetail({ actions: ['signature'] }))
    expect(screen.getAllByRole('button').map(text)).toEqual(['签收'])
    cleanup()
    page(issueDetail())
    expect(screen.getByText('现在没有您要做的。')).toBeTruthy()
  })

  it('says what will happen, sends it with the version seen, and shows the new issue', async () => {
    const shownIssue = page(issueDetail({ actions: ['signature'], state: 'dispatched', version: 7 }))
    server.answer(() => ({ body: issueDetail({ state: 'signed', version: 8, actions: [] }) }))
    press('签收')
    expect(dialog().getByText('从现在起这件事归您单位，办理时限开始走。')).toBeTruthy()
    fireEvent.input(dialog().getByLabelText('谁负责'), { target: { value: '赵建国' } })
    fireEvent.submit(document.querySelector('dialog form') as HTMLFormElement)
    await waitFor(() => expect(shownIssue().state).toBe('signed'))
    expect(server.calls).toMatchObject([
      {
        method: 'POST',
        path: '/issues/i37/signature',
        body: { personInCharge: '赵建国' },
        headers: { 'if-match': '"7"' },
      },
    ])
    expect(document.querySelector('dialog')).toBeNull()
    expect(screen.getByRole('status').textContent).toBe('11:52 签收了')
  })

  it('sends nothing while something needed is missing', async () => {
    page(issueDetail({ actions: ['signature'] }))
    press('签收')
    fireEvent.submit(document.querySelector('dialog form') as HTMLFormElement)
    await waitFor(() => expect(dialog().getByText('要填')).toBeTruthy())
    expect(server.calls).toEqual([])
  })

  it('asks for an explanation while the meter still shows no power', async () => {
    const running = powerEvent({ endMinAt: null, endMaxAt: null, startMaxAt: NOW })
    page(issueDetail({ actions: ['reply'], state: 'handling', powerEvent: running }))
    press('答复')
    fireEvent.input(dialog().getByLabelText('答复商户的话'), { target: { value: '好了' } })
    fireEvent.input(dialog().getByLabelText('原因'), { target: { value: '电缆' } })
    fireEvent.submit(document.querySelector('dialog form') as HTMLFormElement)
    await waitFor(() => expect(dialog().getByText('要填')).toBeTruthy())
    expect(server.calls.filter(({ method }) => method === 'POST')).toEqual([])
  })

  it('compares instead of overwriting when somebody was faster', async () => {
    const current = issueDetail({ actions: ['dispatch'], state: 'signed', version: 9 })
    const powerEvent = current.powerEvent && { ...current.powerEvent, endMinAt: null, endMaxAt: null }
    const opened = issueDetail({ actions: ['dispatch'], state: 'received', agency: null, version: 7, powerEvent })
    const [live, setLive] = createStore(structuredClone(opened))
    const shownIssue = page(live)
    server.answer(({ method, path, headers }) => {
      if (path === '/directory')
        return { body: { agencies: [{ id: 'water', nameZh: '水务局', nameEn: 'Water' }], services: [], sites: [] } }
      if (method === 'GET') return { body: current }
      return headers['if-match'] === '"9"'
        ? { body: issueDetail({ state: 'dispatched', version: 10 }) }
        : { status: 412, body: problem(412, '您看到的已经不是最新的') }
    })
    press('派单')
    await waitFor(() => expect(dialog().getByText('水务局')).toBeTruthy())
    // The stream brings the new version to the page while the dialog is still open.
    setLive({ ...current, version: 8 })
    fireEvent.change(dialog().getByLabelText('派给谁'), { target: { value: 'water' } })
    fireEvent.submit(document.querySelector('dialog form') as HTMLFormElement)
    await waitFor(() => expect(document.querySelector('.clash')).toBeTruthy())
    const rows = [...document.querySelectorAll('.clash tr')].map((row) => [...row.children].map(text))
    expect(rows).toEqual([
      ['', '您打开时', '现在', '您要改成'],
      ['到哪步', '受理', '签收', '派单'],
      ['承办', '还没派', '供电公司', '水务局'],
      ['电表', '现在还没电', '11:40来电', '11:40来电'],
    ])
    expect(shownIssue().version).toBe(8)
    fireEvent.click(dialog().getByText('还是要改'))
    await waitFor(() => expect(shownIssue().version).toBe(10))
  })

  it('shows a refusal with its number and keeps what was written', async () => {
    page(issueDetail({ actions: ['signature'] }))
    server.answer(() => ({ status: 500, body: problem(500, '系统出了错') }))
    press('签收')
    fireEvent.input(dialog().getByLabelText('谁负责'), { target: { value: '赵建国' } })
    fireEvent.submit(document.querySelector('dialog form') as HTMLFormElement)
    await waitFor(() => expect(dialog().getByText('编号7F3K-20C9')).toBeTruthy())
    expect(dialog().getByText('您写的都还在。')).toBeTruthy()
    expect((dialog().getByLabelText('谁负责') as HTMLInputElement).value).toBe('赵建国')
  })
})
