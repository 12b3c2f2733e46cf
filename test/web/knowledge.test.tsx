import { MemoryRouter, Route } from '@solidjs/router'
import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { afterEach, describe, expect, it } from 'vitest'
import type { EntryDetail, EntryList, EntryRow } from '../../server/wire/knowledge.ts'
import type { Note } from '../../server/wire/notes.ts'
import type { Template } from '../../server/wire/templates.ts'
import EntryPage from '../../web/knowledge/EntryPage.tsx'
import Knowledge from '../../web/knowledge/Knowledge.tsx'
import Notes from '../../web/knowledge/Notes.tsx'
import Templates from '../../web/knowledge/Templates.tsx'
import { pressKey } from '../../web/lib/keys.ts'
import { forgetSnapshots } from '../../web/lib/snapshot.ts'
import { knowledge as en } from '../../web/words/en/knowledge.ts'
import { plain } from '../../web/words/phrase.ts'
import { knowledge as zh } from '../../web/words/zh/knowledge.ts'
import { type Call, problem, useServer } from './server.ts'

const POWER = { id: 'p', nameZh: '供电公司', nameEn: 'Power company' }
const row = (over: Partial<EntryRow> = {}): EntryRow => ({
  id: 'K-0001',
  title: { text: '停电怎么报', marks: [] },
  plainWords: { text: '先看开关', marks: [] },
  found: null,
  service: null,
  agency: POWER,
  status: 'published',
  validUntilOn: null,
  reviewOn: '2026-09-30',
  isExpired: false,
  isReviewDue: true,
  useCount: 12,
  comeBackCount: 1,
  changedAt: 0,
  version: 3,
  ...over,
})
const list = (over: Partial<EntryList> = {}): EntryList => ({
  rows: [row()],
  next: null,
  counts: { published: 1, stale: 1, expired: 0, proposed: 2 },
  mayAdd: true,
  ...over,
})
const entry = (over: Partial<EntryDetail> = {}): EntryDetail => ({
  ...row(),
  title: '停电怎么报',
  plainWords: '先看开关，再打95598。',
  body: '',
  legalBasis: '供电营业规则',
  duties: '',
  sourceIssue: null,
  createdBy: '王秀兰',
  createdAt: 0,
  versions: [],
  actions: ['edit', 'publication', 'retirement'],
  missing: ['reviewOn'],
  ...over,
})

afterEach(() => {
  cleanup()
  forgetSnapshots()
})
const server = useServer()
/** What was asked of the knowledge, notes and templates. */
const asked = () =>
  server.calls
    .filter(({ path }) => /^\/(?:knowledge|notes|templates)/.test(path))
    .map(({ method, path }) => `${method} ${path}`)
const answering = (own: (call: Call) => { status?: number; body?: unknown } | undefined) =>
  server.answer((call) =>
    call.path === '/directory'
      ? {
          body: {
            sites: [],
            services: [{ id: 'power-outage', nameZh: '停电', nameEn: 'Power outage' }],
            agencies: [POWER],
          },
        }
      : own(call),
  )
const press = (key: string) => pressKey(new KeyboardEvent('keydown', { key }))

describe('the list of entries', () => {
  const show = (path = '/') =>
    render(() => (
      <MemoryRouter root={(props) => <>{props.children}</>}>
        <Route path={path} component={Knowledge} />
      </MemoryRouter>
    ))

  it('says what has to be looked at, and each row since when', async () => {
    answering(() => ({ body: list() }))
    show()
    await screen.findByText('1条该复核')
    expect(screen.getByRole('heading').textContent).toBe('1条该复核，1条在用；2条等发布。')
    const cells = screen.getAllByRole('cell').map((cell) => cell.textContent)
    expect(cells).toEqual(['停电怎么报先看开关', '9月30日该复核，还没复核', '供电公司', '12次，回头1次', 'K-0001'])
  })

  it('is narrowed by the words of its sentence and by what is typed', async () => {
    answering(() => ({ body: list() }))
    show()
    await screen.findByText('1条该复核')
    fireEvent.change(screen.getByLabelText('看哪些'), { target: { value: 'stale' } })
    await waitFor(() => expect(asked()).toContain('GET /knowledge?scope=stale'))
    fireEvent.input(screen.getByLabelText('在知识里找'), { target: { value: '开关' } })
    await waitFor(() => expect(asked()).toContain(`GET /knowledge?scope=stale&q=${encodeURIComponent('开关')}`))
  })

  it('says where entries come from while there are none', async () => {
    const counts = { published: 0, stale: 0, expired: 0, proposed: 0 }
    answering(() => ({ body: list({ rows: [], counts }) }))
    show()
    await screen.findByText(/import knowledge/)
    expect(screen.getByRole('heading').textContent).toBe('还没有知识。')
  })
})

describe('one entry', () => {
  const show = () =>
    render(() => (
      <MemoryRouter>
        <Route path="/" component={() => <EntryPage />} />
      </MemoryRouter>
    ))

  it('is kept as a note by one key', async () => {
    answering(({ path }) => (path === '/notes' ? { status: 201, body: {} } : { body: entry() }))
    show()
    await screen.findByText('先看开关，再打95598。')
    press('s')
    await screen.findByText('记到便签了。')
    expect(server.calls.find(({ path }) => path === '/notes')?.body).toEqual({ entryId: 'K-0001' })
  })

  it('is reviewed on the version that is shown, and shows its new date', async () => {
    const reviewed = entry({ isReviewDue: false, reviewOn: '2026-12-31', version: 4, missing: [] })
    answering(({ method }) => ({ body: method === 'POST' ? reviewed : entry() }))
    show()
    fireEvent.click(await screen.findByRole('button', { name: '复核过了' }))
    fireEvent.input(screen.getByLabelText('下次复核'), { target: { value: '2026-12-31' } })
    fireEvent.click(screen.getAllByRole('button', { name: '复核过了', hidden: true }).at(-1) as HTMLElement)
    await screen.findByText('12月31日前复核')
    const sent = server.calls.find(({ method }) => method === 'POST')
    expect([sent?.path, sent?.body, sent?.headers['if-match']]).toEqual([
      '/knowledge/K-0001/publication',
      { reviewOn: '2026-12-31' },
      '"3"',
    ])
  })

  it('keeps what was typed when somebody else changed it first', async () => {
    answering(({ method }) =>
      method === 'PUT' ? { status: 412, body: problem(412, '别人先改了') } : { body: entry() },
    )
    show()
    await screen.findByText('先看开关，再打95598。')
    press('e')
    const title = await screen.findByLabelText<HTMLInputElement>('一句话的标题')
    fireEvent.input(title, { target: { value: '整路停电怎么报' } })
    fireEvent.submit(title.form as HTMLFormElement)
    await screen.findByText('别人先改了。')
    expect(title.value).toBe('整路停电怎么报')
    expect(server.calls.find(({ method }) => method === 'PUT')?.headers['if-match']).toBe('"3"')
  })

  it('that is proposed says what it lacks, and offers nothing to who may not keep it', async () => {
    answering(() => ({ body: entry({ status: 'proposed', missing: ['agencyId', 'legalBasis'], isReviewDue: false }) }))
    show()
    await screen.findByText('还缺哪个单位的、依据，补上才能发布。')
    cleanup()
    forgetSnapshots()
    answering(() => ({ body: entry({ actions: [] }) }))
    show()
    await screen.findByText('先看开关，再打95598。')
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['记到便签s'])
    press('e')
    expect(screen.queryByLabelText('一句话的标题')).toBeNull()
  })
})

describe('notes', () => {
  it('are written, deleted, and brought back', async () => {
    const note: Note = { id: 'n1', text: '值班26543210', entry: null, issue: null, createdAt: 0, changedAt: 0 }
    let kept: Note[] = []
    answering(({ method }) => {
      if (method === 'POST') kept = [note]
      if (method === 'DELETE') kept = []
      return method === 'DELETE' ? { status: 204 } : { body: method === 'POST' ? note : kept }
    })
    render(() => <Notes />)
    const field = await screen.findByLabelText('写一张')
    fireEvent.input(field, { target: { value: '值班26543210' } })
    fireEvent.submit((field as HTMLTextAreaElement).form as HTMLFormElement)
    await screen.findByText('值班26543210')
    fireEvent.click(screen.getByRole('button', { name: '删' }))
    await screen.findByText('还没有便签。')
    fireEvent.click(screen.getByRole('button', { name: '不删了' }))
    await screen.findByText('值班26543210')
  })
})

describe('templates', () => {
  const template: Template = {
    id: 't1',
    service: null,
    purpose: 'reply',
    outcome: 'yes',
    title: '来电了',
    text: '{单位}在{时间}送上电了。',
    smsText: '',
    isActive: true,
    sortKey: 0,
    placeholders: ['单位', '时间'],
    changedAt: 0,
    version: 2,
  }
  it('say what must be filled in, and are changed on the version that is shown', async () => {
    answering(({ method }) => ({ body: method === 'PUT' ? template : { templates: [template], mayManage: true } }))
    render(() => <Templates />)
    await screen.findByText('要填：单位、时间')
    fireEvent.click(screen.getByRole('button', { name: '改' }))
    const title = await screen.findByLabelText<HTMLInputElement>('名字')
    fireEvent.input(title, { target: { value: '送电了' } })
    fireEvent.submit(title.form as HTMLFormElement)
    await waitFor(() => expect(asked()).toContain('PUT /templates/t1'))
    const sent = server.calls.find(({ method }) => method === 'PUT')
    expect(sent?.headers['if-match']).toBe('"2"')
    expect(sent?.body).toMatchObject({ title: '送电了', purpose: 'reply', outcome: 'yes', serviceId: null })
  })
  it('cannot be changed by who only uses them', async () => {
    answering(() => ({ body: { templates: [template], mayManage: false } }))
    render(() => <Templates />)
    await screen.findByText('来电了')
    expect(screen.queryAllByRole('button')).toEqual([])
  })
})

describe('the words of an entry', () => {
  const dated = {
    isExpired: false,
    isReviewDue: false,
    reviewOn: '2026-09-30',
    validUntilOn: null,
    status: 'published',
  }
  it('say what its dates mean, in both languages', () => {
    const said = (over: Partial<Omit<typeof dated, 'validUntilOn'>> & { validUntilOn?: string }) =>
      [zh, en].map((words) => words.dates({ ...dated, ...over }, 2026)).map(({ tone, text }) => `${tone} ${text}`)
    expect(said({ isReviewDue: true })).toEqual(['attn 9月30日该复核，还没复核', 'attn review was due 30 Sep'])
    expect(said({ isExpired: true, isReviewDue: true, validUntilOn: '2025-12-31' })).toEqual([
      'late 2025年12月31日过期，不能照着答',
      'late expired 31 Dec 2025, not to be answered from',
    ])
    expect(said({ reviewOn: '2027-01-05' })).toEqual(['calm 2027年1月5日前复核', 'calm review by 5 Jan 2027'])
    expect(said({ status: 'proposed' })).toEqual(['hold 等发布', 'hold waits for publication'])
  })
  it('count what came back, as a share only from thirty on', () => {
    expect(zh.useLong(12, 1)).toBe('照它答过12次，1次又回来了（没满意，或者重开）。')
    expect(zh.useLong(40, 4)).toBe('照它答过40次，4次又回来了（10%，没满意或者重开）。')
    expect(plain(zh.sentence({ published: 7, stale: 0, expired: 0, proposed: 0 }))).toBe('7条在用，都没过复核日。')
  })
})
