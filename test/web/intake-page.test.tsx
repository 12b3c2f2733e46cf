import { Route, Router, useParams } from '@solidjs/router'
import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IntakePreview } from '../../server/wire/intake.ts'
import Intake from '../../web/intake/Intake.tsx'
import { learnServerTime, moveOn } from '../../web/lib/clock.ts'
import { at, issueRow, NOW, POWER_COMPANY } from './samples.ts'
import { problem, useServer } from './server.ts'

const LIUYING = { id: 'liuying', nameZh: '柳营菜市场', nameEn: 'Liuying Market' }
const NANAN = { id: 'nanan', nameZh: '南岸农贸市场', nameEn: 'Nan’an Market' }
const OUTAGE = { id: 'power-outage', nameZh: '停电', nameEn: 'Power outage' }
const GUIDE = { promiseZh: '', promiseEn: '', stopNotice: null, riskZh: '', riskEn: '', questions: [], reasons: [] }
const when = {
  kinds: [],
  serviceIds: [],
  siteIds: [],
  siteKinds: [],
  supplyIds: [],
  channels: [],
  hours: 'any' as const,
  days: 'any' as const,
  words: [],
  plannedOutage: 'any' as const,
  evidence: 'any' as const,
}
const line = {
  id: 'power',
  name: '市场停电',
  when,
  to: { is: 'agency' as const, agencyId: 'power', isAutomatic: true },
}
const missed = { id: 'planned', name: '计划停电', when, to: { is: 'answer' as const, entryId: 'K-0001' } }

/** Ten past ten: the fish stall of Liuying says it has no power since twenty to. */
const preview = (over: Partial<IntakePreview> = {}): IntakePreview => ({
  at: at('10:06'),
  marks: [],
  who: { telephone: null, how: 'none', earlierCount: 0, earlier: null },
  where: {
    site: LIUYING,
    place: '1-06',
    how: 'typed',
    supplyLine: { id: 'l', nameZh: '南岸线', nameEn: 'Nan’an line' },
    sameLine: [NANAN],
    others: [],
  },
  what: { service: OUTAGE, how: 'typed', kind: 'help', isSupplyOutage: true, others: [], guide: GUIDE },
  since: { at: at('09:40'), isRough: false, meterAt: at('09:41') },
  neighbours: 'together',
  toAsk: [],
  supply: { value: 'absent', sinceAt: at('09:41'), evidence: 'confirmed', reason: 'meter_zero' },
  spansFrom: at('09:30'),
  spans: [],
  outages: [],
  similar: [],
  entries: [],
  rule: {
    version: 38,
    place: 12,
    line,
    tried: [
      {
        place: 11,
        line: missed,
        didMatch: false,
        why: [
          { condition: 'service', isMet: true },
          { condition: 'planned_outage', isMet: false },
        ],
      },
      { place: 12, line, didMatch: true, why: [{ condition: 'evidence', isMet: true }] },
    ],
    fallback: { place: 60, line: { id: 'end', name: '', when, to: { is: 'desk' } } },
  },
  promise: { expectedAt: at('12:06'), clockClass: 'emergency', rule: 'C', amount: 120, isProvisional: false },
  repeatOf: null,
  opensAt: null,
  ...over,
})
const row = issueRow({
  id: 'i46',
  number: 'MC-20261010-0046',
  title: '柳营菜市场停电',
  state: 'dispatched',
  site: LIUYING,
  receivedAt: at('09:43'),
  reportCount: 8,
})
const similar: IntakePreview['similar'] = [
  { row, relation: 'same', expectedAt: at('11:43') },
  {
    row: issueRow({ id: 'i55', number: 'MC-20261010-0055', title: '东门消防通道被占' }),
    relation: 'same_place',
    expectedAt: null,
  },
]

const IssueStub = () => <p>{`issue ${useParams<{ id: string }>().id}`}</p>
const text = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim()

describe('a new issue by the keyboard', () => {
  const server = useServer()
  let shown: IntakePreview
  let refused: { status: number; body: unknown } | null
  beforeEach(() => {
    learnServerTime(NOW)
    moveOn()
    localStorage.clear()
    shown = preview()
    refused = null
    server.answer(({ method, path }) => {
      if (path === '/directory')
        return {
          body: {
            agencies: [
              { ...POWER_COMPANY, isOutsideParty: true, telephone: null, parentId: null, isServiceBureau: false },
            ],
            services: [],
            sites: [LIUYING, NANAN],
          },
        }
      if (path === '/intake/preview') return { body: shown }
      if (method === 'POST' && path === '/issues') return refused ?? { status: 201, body: { id: 'i99' } }
      return undefined
    })
  })
  afterEach(() => {
    cleanup()
    window.history.pushState(null, '', '/')
  })

  async function open(path = '/issues/new'): Promise<HTMLTextAreaElement> {
    window.history.pushState(null, '', path)
    render(() => (
      <Router>
        <Route path="/issues/new" component={Intake} />
        <Route path="/issues/:id" component={IssueStub} />
        <Route path="/issues" component={() => <p>the list</p>} />
      </Router>
    ))
    const box = (await screen.findByLabelText('来电人怎么说')) as HTMLTextAreaElement
    await waitFor(() => expect(document.querySelector('.intake .way')).toBeTruthy())
    return box
  }
  const type = (box: HTMLElement, words: string) => fireEvent.input(box, { target: { value: words } })
  const press = (init: KeyboardEventInit) =>
    fireEvent.keyDown(document.activeElement ?? document.body, { bubbles: true, cancelable: true, ...init })
  const alt = (code: string) => press({ altKey: true, code, key: 'x' })
  const posted = () => server.calls.filter(({ method, path }) => method === 'POST' && path === '/issues')
  const asked = () => server.calls.filter(({ path }) => path === '/intake/preview').at(-1)?.body

  it('begins in the sentence and asks the server with what is typed', async () => {
    const box = await open()
    expect(document.activeElement).toBe(box)
    type(box, '柳营没电')
    await waitFor(() => expect(asked()).toEqual({ channel: 'telephone', text: '柳营没电', telephone: null }))
  })

  it('shows what was heard in four panes, the matching issue, the words to read and the line that fires', async () => {
    shown = preview({ similar })
    await open()
    expect([...document.querySelectorAll('.dpane .v')].map(text)).toEqual([
      '没留名',
      '柳营菜市场 1-06',
      '停电',
      '09:41',
    ])
    expect(text(document.querySelector('.dpane:nth-child(5) .dim'))).toBe('他说09:40，对得上')
    expect(text(document.querySelector('.head .say'))).toBe('柳营菜市场停电25分钟，09:43已立单，这通并进去就行。')
    expect(text(document.querySelector('.read'))).toBe(
      '您那儿09:41停的，09:43已经派给供电公司，您是第9户，不用再打。最晚11:43给您办好，办好了再问您。',
    )
    expect([...document.querySelectorAll('.way .btn')].map(text)).toEqual([
      '并入0046Ctrl Enter',
      '直接答复Alt a',
      '另立一单派供电公司Alt d',
    ])
    expect([...document.querySelectorAll('.rule tr')].map(text)).toEqual([
      '第11条计划停电，当场答复没中，计划停电对不上',
      '第12条市场停电，派供电公司中了，电表',
      '第60条都没中，受理台自己拿主意没走到',
    ])
  })

  it('joins the matching issue with Ctrl+Enter: one request, with its own key, then the issue', async () => {
    shown = preview({ similar })
    const box = await open()
    type(box, '柳营没电')
    press({ ctrlKey: true, key: 'Enter' })
    await screen.findByText('issue i99')
    expect(posted()).toHaveLength(1)
    const [call] = posted()
    expect(call?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/)
    expect(call?.body).toEqual({
      channel: 'telephone',
      serviceId: 'power-outage',
      siteId: 'liuying',
      place: '1-06',
      text: '柳营没电',
      telephone: null,
      name: null,
      beganAt: at('09:40'),
      isSecret: false,
      isTest: false,
      answers: [],
      finish: { kind: 'join', issueId: 'i46' },
    })
  })

  it('goes down and up the issues with Alt and the arrows; above the first, none is joined', async () => {
    shown = preview({ similar })
    await open()
    const first = () => text(document.querySelector('.way .btn'))
    alt('ArrowDown')
    expect(first()).toBe('并入0055Ctrl Enter')
    alt('ArrowUp')
    alt('ArrowUp')
    expect(first()).toBe('另立一单派供电公司Ctrl Enter')
  })

  it('sends what the server makes of the last letter, however fast the keys come', async () => {
    const box = await open()
    shown = preview({ where: { ...preview().where, site: NANAN, place: '3-12' } })
    type(box, '南岸3-12没电')
    alt('KeyD')
    await screen.findByText('issue i99')
    expect(posted()[0]?.body).toMatchObject({ text: '南岸3-12没电', siteId: 'nanan', place: '3-12' })
  })

  it('dispatches by the rule with Alt+d, secret with Alt+s', async () => {
    const box = await open()
    type(box, '柳营没电')
    alt('KeyS')
    alt('KeyD')
    await screen.findByText('issue i99')
    expect(posted()[0]?.body).toMatchObject({ isSecret: true, finish: { kind: 'rule' } })
  })

  it('names the proposed agency itself where the line does not dispatch by itself', async () => {
    const proposed = { ...line, to: { ...line.to, isAutomatic: false } }
    shown = preview({
      rule: { version: 1, place: 1, line: proposed, tried: [], fallback: { place: 1, line: proposed } },
    })
    const box = await open()
    type(box, '柳营没电')
    alt('KeyD')
    await screen.findByText('issue i99')
    expect(posted()[0]?.body).toMatchObject({ finish: { kind: 'dispatch', agencyId: 'power', reason: '' } })
  })

  it('answers from an entry: Alt+a opens its words, Ctrl+Enter sends them, Escape goes back', async () => {
    const entry = {
      id: 'K-0412',
      title: '停电',
      plainWords: '不用逐户报。',
      reviewOn: null,
      isExpired: false,
      isReviewDue: false,
    }
    shown = preview({ entries: [{ ...entry, id: 'K-0001', isExpired: true }, entry] })
    const box = await open()
    type(box, '什么时候来电')
    alt('KeyA')
    expect((screen.getByLabelText('怎么答的') as HTMLTextAreaElement).value).toBe('不用逐户报。')
    press({ key: 'Escape' })
    expect(screen.queryByLabelText('怎么答的')).toBeNull()
    expect(document.activeElement).toBe(box)
    alt('KeyA')
    fireEvent.input(screen.getByLabelText('怎么答的'), { target: { value: '不用报，已经派了。' } })
    press({ ctrlKey: true, key: 'Enter' })
    await screen.findByText('issue i99')
    expect(posted()[0]?.body).toMatchObject({
      finish: { kind: 'answer', entryId: 'K-0412', text: '不用报，已经派了。', proposedTitle: '' },
    })
  })

  it('corrects a pane with Alt and its number, and Enter leads back to the sentence', async () => {
    const box = await open()
    alt('Digit2')
    const site = screen.getByLabelText('市场或地点')
    await waitFor(() => expect(document.activeElement).toBe(site))
    type(site, '南岸农贸市场')
    press({ key: 'Enter' })
    expect(document.activeElement).toBe(box)
    await waitFor(() => expect(asked()).toMatchObject({ siteId: 'nanan' }))
    alt('Digit1')
    type(screen.getByLabelText('回话电话'), '13812346120')
    press({ key: 'Escape' })
    await waitFor(() => expect(asked()).toMatchObject({ telephone: '13812346120' }))
    alt('Digit4')
    type(screen.getByLabelText('几点起', { selector: 'input' }), '09:30')
    press({ key: 'Enter' })
    type(box, '没电')
    alt('KeyD')
    await screen.findByText('issue i99')
    expect(posted()[0]?.body).toMatchObject({ siteId: 'nanan', telephone: '13812346120', beganAt: at('09:30') })
  })

  it('sends nothing that lacks the matter, and opens the pane that lacks it', async () => {
    shown = preview({
      what: { service: null, how: 'none', kind: '', isSupplyOutage: false, others: [], guide: null },
      rule: null,
    })
    const box = await open()
    type(box, '柳营')
    alt('KeyD')
    await waitFor(() => expect(screen.getByLabelText('事项')).toBeTruthy())
    expect(posted()).toEqual([])
  })

  it('keeps the draft with Escape and opens it again with everything in it', async () => {
    const box = await open()
    type(box, '柳营没电')
    await waitFor(() => expect(text(document.querySelector('.capline .st'))).toMatch(/^草稿/))
    press({ key: 'Escape' })
    await screen.findByText('the list')
    expect(posted()).toEqual([])
    cleanup()
    await open()
    const draft = document.querySelector('.drafts a') as HTMLAnchorElement
    expect(text(draft)).toMatch(/^柳营没电，/)
    cleanup()
    const again = await open(draft.getAttribute('href') ?? '')
    expect(again.value).toBe('柳营没电')
  })

  it('keeps everything when the server refuses, and says why', async () => {
    refused = { status: 500, body: problem(500, '系统出了错') }
    const box = await open()
    type(box, '柳营没电')
    alt('KeyD')
    expect(await screen.findByText('编号7F3K-20C9')).toBeTruthy()
    expect(box.value).toBe('柳营没电')
    refused = null
    alt('KeyD')
    await screen.findByText('issue i99')
    // A repetition is the same request to the server.
    const keys = posted().map(({ headers }) => headers['idempotency-key'])
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
  })

  it('reads out an announced outage instead of dispatching', async () => {
    const planned = {
      id: 'p1',
      site: LIUYING,
      supply: null,
      fromAt: at('09:30'),
      untilAt: at('11:30'),
      reason: '换表',
      source: '',
      sourceNumber: 'TD-1',
      createdAt: 0,
      cancelledAt: null,
    }
    shown = preview({ outages: [planned] })
    await open()
    expect(text(document.querySelector('.head .say'))).toBe('柳营菜市场正在计划停电，不用派，照右边念。')
    expect(text(document.querySelector('.read'))).toBe('您那儿是计划停电，09:30到11:30，换表。到点没来电，您再打来。')
    expect(text(document.querySelector('.way .btn'))).toBe('直接答复Ctrl Enter')
  })

  it('asks the service’s own questions and says what belongs elsewhere', async () => {
    const guide = {
      ...GUIDE,
      stopNotice: { textZh: '路边违停归交警', textEn: '', whereZh: '打122', whereEn: '' },
      questions: [
        {
          id: 'carrier',
          kind: 'one' as const,
          labelZh: '哪家的网',
          labelEn: 'Carrier',
          isRequired: true,
          options: [
            { id: 'cu', labelZh: '联通', labelEn: 'CU' },
            { id: 'ct', labelZh: '电信', labelEn: 'CT' },
          ],
        },
      ],
    }
    shown = preview({ what: { ...preview().what, guide } })
    await open()
    expect(text(document.querySelector('.head .say'))).toBe('路边违停归交警，请他打122。')
    expect(screen.getByLabelText('电信')).toBeTruthy()
  })
})
