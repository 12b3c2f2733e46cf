import { MemoryRouter, Route } from '@solidjs/router'
import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { afterEach, describe, expect, it } from 'vitest'
import type { SearchHits } from '../../server/wire/search.ts'
import { chooseLanguage } from '../../web/lib/i18n.ts'
import { allIssuesPath, groupsOf } from '../../web/shell/find.ts'
import { Search } from '../../web/shell/Search.tsx'
import { piecesOf } from '../../web/ui/Marked.tsx'
import { useServer } from './server.ts'

const HITS: SearchHits = {
  issues: [
    {
      id: 'i1',
      number: 'MC-20261010-0037',
      title: { text: '南岸农贸市场停电', marks: [[6, 8]] },
      state: 'handling',
      site: null,
      receivedAt: 0,
      snippet: null,
    },
    {
      id: 'i2',
      number: 'MC-20261010-0036',
      title: { text: '冰柜化了', marks: [] },
      state: 'received',
      site: null,
      receivedAt: 0,
      snippet: { text: '…一早就<img src=x>停电…', marks: [[15, 17]] },
    },
  ],
  knowledge: [
    {
      id: 'K-0001',
      title: { text: '停电怎么报', marks: [[0, 2]] },
      snippet: null,
      agency: null,
      reviewOn: '2026-09-30',
      isReviewDue: true,
      isExpired: false,
    },
  ],
  sites: [{ id: 's1', nameZh: '停电街', nameEn: 'Outage Street', address: '南岸路' }],
  more: ['issues'],
}
const NOTHING: SearchHits = { issues: [], knowledge: [], sites: [], more: [] }

afterEach(() => {
  cleanup()
  chooseLanguage('zh-CN')
})

describe('the search field', () => {
  const server = useServer()
  const show = () => {
    const Page = () => <Search />
    const Arrived = (props: { name: string }) => (
      <>
        <Search />
        <p>到了{props.name}</p>
      </>
    )
    render(() => (
      <MemoryRouter>
        <Route path="/" component={Page} />
        <Route path="/issues" component={() => <Arrived name="诉求" />} />
        <Route path="/issues/:id" component={() => <Arrived name="这一件" />} />
        <Route path="/knowledge/:id" component={() => <Arrived name="这一条" />} />
      </MemoryRouter>
    ))
    return screen.getByRole<HTMLInputElement>('combobox', { name: '搜索' })
  }
  const type = (field: HTMLInputElement, text: string) => {
    field.focus()
    fireEvent.input(field, { target: { value: text } })
  }
  const options = () => screen.getAllByRole('option').map((one) => one.textContent)

  it('asks once for a burst of keys, and shows what was found kind by kind with its words marked', async () => {
    server.answer(() => ({ body: HITS }))
    const field = show()
    for (const text of ['停', '停电', '停电 ']) type(field, text)
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(4))
    expect(server.calls.map(({ path }) => path)).toEqual(['/search?q=%E5%81%9C%E7%94%B5&limit=5'])
    expect(options()).toEqual([
      '停电街南岸路',
      '南岸农贸市场停电MC-20261010-0037',
      '冰柜化了MC-20261010-0036…一早就<img src=x>停电…',
      '停电怎么报K-0001该复核了',
    ])
    expect([...document.querySelectorAll('mark')].map((one) => one.textContent)).toEqual(['停电', '停电', '停电'])
    expect(document.querySelector('.hits img')).toBeNull()
    expect(screen.getByRole('status').textContent).toBe('4个对得上')
  })

  it('is moved through by the arrows and opened by Enter', async () => {
    server.answer(() => ({ body: HITS }))
    const field = show()
    type(field, '停电')
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(4))
    fireEvent.keyDown(field, { key: 'ArrowDown' })
    expect(field.getAttribute('aria-activedescendant')).toBe('hit-1')
    expect(screen.getAllByRole('option')[1]?.getAttribute('aria-selected')).toBe('true')
    for (let n = 0; n < 9; n++) fireEvent.keyDown(field, { key: 'ArrowDown' })
    expect(field.getAttribute('aria-activedescendant')).toBe('hit-3')
    fireEvent.keyDown(field, { key: 'Enter' })
    await screen.findByText('到了这一条')
  })

  it('goes to the list of issues with the words when nothing was found', async () => {
    server.answer(() => ({ body: NOTHING }))
    const field = show()
    type(field, '没这事')
    await screen.findByText('没有找到“没这事”。换个说法，或者只写两三个字。')
    fireEvent.keyDown(field, { key: 'Enter' })
    await screen.findByText('到了诉求')
  })

  it('never shows the answer to words that are not there any more', async () => {
    server.answer(({ path }) => ({ body: path.includes('%E7%AA%97') ? NOTHING : HITS }))
    const field = show()
    type(field, '停电')
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(4))
    type(field, '')
    expect(screen.queryAllByRole('option')).toEqual([])
    type(field, '窗')
    expect(screen.queryAllByRole('option')).toEqual([])
    await screen.findByText(/没有找到“窗”/)
  })

  it('says that it could not ask', async () => {
    server.answer(() => ({ status: 500, text: '' }))
    type(show(), '停电')
    await screen.findByText('没连上，过会儿再按一下')
  })

  it('speaks English where the desk does', async () => {
    chooseLanguage('en')
    server.answer(() => ({ body: HITS }))
    render(() => (
      <MemoryRouter>
        <Route path="/" component={() => <Search />} />
      </MemoryRouter>
    ))
    type(screen.getByRole('combobox', { name: 'Search' }), '停电')
    await waitFor(() => expect(options()[0]).toBe('Outage Street南岸路'))
  })
})

describe('what is found', () => {
  it('has a place to go to, and leaves out kinds without hits', () => {
    const named = ({ nameZh }: { nameZh: string }) => nameZh
    expect(groupsOf(NOTHING, named)).toEqual([])
    expect(
      groupsOf(HITS, named).map(({ kind, hits, hasMore }) => [kind, hits.map(({ path }) => path), hasMore]),
    ).toEqual([
      ['sites', ['/sites/s1'], false],
      ['issues', ['/issues/i1', '/issues/i2'], true],
      ['knowledge', ['/knowledge/K-0001'], false],
    ])
    expect(allIssuesPath(' 停电&x ')).toBe('/issues?state=all&sort=received&q=%E5%81%9C%E7%94%B5%26x')
  })

  it('is cut at its marks, and a mark that does not fit is left out', () => {
    const marked = (marks: [number, number][]) =>
      piecesOf('停电了', marks).map(({ text, isMarked }) => (isMarked ? `[${text}]` : text))
    expect(marked([])).toEqual(['停电了'])
    expect(marked([[0, 2]])).toEqual(['[停电]', '了'])
    expect(
      marked([
        [0, 2],
        [1, 3],
        [2, 9],
      ]),
    ).toEqual(['[停电]', '了'])
    expect(marked([[2, 3]])).toEqual(['停电', '[了]'])
  })
})
