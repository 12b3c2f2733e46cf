import { fireEvent, screen, within } from '@solidjs/testing-library'
import { describe, expect, test } from 'vitest'
import type { Tracking as TrackingValue } from '../../server/wire/merchant.ts'
import { loadTrackingWords } from '../../web/m/language.ts'
import { Tracking } from '../../web/m/Tracking.tsx'
import { words as doing } from '../../web/m/words-doing-zh.ts'
import { type Asked, createNetwork, openPage, problem } from './m-page.tsx'
import { at, receipt, tracking, trackingAsked } from './m-site.ts'

/** A server that knows one link, and whose stream the test writes to. */
function follow(now: TrackingValue) {
  const state = { now }
  const begin = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    stream = controller
  }
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined
  const network = createNetwork({
    tracking: () => state.now,
    'tracking/stream': () => new Response(new ReadableStream({ start: begin })),
  })
  return {
    network,
    state,
    send: (event: string, data: object) =>
      stream?.enqueue(new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)),
  }
}
const open = (network: ReturnType<typeof follow>['network']) =>
  openPage(Tracking, network, loadTrackingWords, 'secret-of-the-link')
const headline = (name: string) => screen.findByRole('heading', { level: 1, name })
const tap = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }))

describe('following a report', () => {
  test('says whose turn it is, the four facts with what contradicts, and the steps', async () => {
    const { network } = follow(trackingAsked())
    await open(network)
    await headline('轮到您看一眼：摊位来电了吗？')
    const terms = screen.getAllByRole('term').map((term) => term.textContent?.trim())
    expect(terms).toEqual([
      '轮到谁',
      '还缺',
      '到几时',
      '有多准',
      '供电公司说 10:05',
      '单位认定 10:05',
      '单位10:05说好了，电表11:40才来电，差1小时35分',
      '您说',
      '电表看见 11:40',
    ])
    expect(screen.getByRole('img', { name: '电表看见的: 09:14停 · 10:05说好了 · 11:40来' })).toBeTruthy()
    expect(screen.getByText('更新于11:43:00')).toBeTruthy()
    expect(network.asked.every(({ body }) => body?.token === 'secret-of-the-link')).toBe(true)
    expect(network.asked.some(({ path }) => path.includes('secret'))).toBe(false)
  })
  test('changes by itself when something happened, and the clock follows the beat', async () => {
    const server = follow(tracking())
    await open(server.network)
    await headline('轮到供电公司，正在办')
    server.state.now = trackingAsked()
    server.send('issue', { at: at('11:43'), subjectId: 'i-46', siteId: null, body: {} })
    await headline('轮到您看一眼：摊位来电了吗？')
    server.send('beat', { at: at('11:43:08') })
    expect(await screen.findByText('更新于11:43:08')).toBeTruthy()
  })
  test('a link that opens nothing says what to do instead', async () => {
    const { network } = follow(tracking())
    network.replies.tracking = () => problem(404, 'link-unknown')
    const words = await open(network)
    expect(await screen.findByText(words.badLinkWhy)).toBeTruthy()
  })
  test('a server that does not answer says so, with its number, and can be asked again', async () => {
    const { network } = follow(tracking())
    network.replies['tracking/stream'] = () => problem(503, 'too-many-streams')
    network.replies.tracking = () => problem(503, 'unavailable')
    await open(network)
    expect(await screen.findByText(/req-7F3K/)).toBeTruthy()
    network.replies.tracking = () => tracking()
    await tap('再试一次')
    await headline('轮到供电公司，正在办')
  })
})

describe('answering', () => {
  const answering = async (after: Partial<TrackingValue>) => {
    const server = follow(trackingAsked())
    const answers: Asked[] = []
    server.network.replies['tracking/answer'] = (asked) => {
      answers.push(asked)
      server.state.now = trackingAsked({ canAnswer: false, ...after })
      return server.state.now
    }
    const words = await open(server.network)
    await headline('轮到您看一眼：摊位来电了吗？')
    return { ...server, answers, words }
  }

  test('yes takes one tap', async () => {
    const { answers } = await answering({ state: 'confirmed', ownAnswer: { value: 'yes', at: at('11:43') } })
    await tap(/^好了/)
    await headline('您说好了，谢谢您回话')
    expect(answers.map(({ body }) => body)).toEqual([
      { token: 'secret-of-the-link', answer: 'yes', reason: null, text: '' },
    ])
    expect(screen.queryByRole('button', { name: /^没好/ })).toBeNull()
    expect(screen.getByText('记下了')).toBeTruthy()
  })
  test('no asks for a sentence first', async () => {
    const { answers } = await answering({ state: 'dissatisfied', ownAnswer: { value: 'no', at: at('11:43') } })
    await tap(/^没好/)
    await tap('说没好')
    expect(screen.getByText(doing.noNeedsWhy)).toBeTruthy()
    fireEvent.input(screen.getByLabelText(doing.noMore), { target: { value: '只来了一相' } })
    await tap('说没好')
    await headline('您说没好，轮到受理员重新派')
    expect(answers.map(({ body }) => body)).toEqual([
      { token: 'secret-of-the-link', answer: 'no', reason: null, text: '只来了一相' },
    ])
  })
  test('a lost answer leaves the sentence in its box', async () => {
    const { network, words } = await answering({})
    network.replies['tracking/answer'] = () => 'lost'
    await tap(/^没好/)
    fireEvent.input(screen.getByLabelText(doing.noMore), { target: { value: '只来了一相' } })
    await tap('说没好')
    expect(await screen.findByText(words.unreachable)).toBeTruthy()
    expect((screen.getByLabelText(doing.noMore) as HTMLTextAreaElement).value).toBe('只来了一相')
  })
  test('an answer that is no longer needed is told, and the page shows how it stands', async () => {
    const { network, state } = await answering({})
    network.replies['tracking/answer'] = () => {
      state.now = trackingAsked({ canAnswer: false, state: 'closed' })
      return problem(409, 'not-allowed-now')
    }
    await tap(/^好了/)
    await headline('办结归档，没人说好没好')
    expect(screen.getByText(doing.alreadyAnswered)).toBeTruthy()
  })
  test('who joined is asked for their own shop only', async () => {
    const { network } = follow(trackingAsked({ isJoined: true }))
    await open(network)
    const bar = within(await screen.findByRole('form', { name: doing.answerNav }))
    expect(bar.getAllByRole('button').map((one) => one.textContent)).toEqual([
      '没好受理员会看您这句',
      '好了记下您这一户',
    ])
  })
})

describe('what can be done', () => {
  /** Opens the page and keeps what it was told to do. */
  const openAt = async (now: Partial<TrackingValue>, step: string, after: Partial<TrackingValue> = {}) => {
    const server = follow(tracking(now))
    server.network.replies[`tracking/${step}`] = () => {
      server.state.now = tracking({ ...now, ...after })
      return server.state.now
    }
    await open(server.network)
    const told = () => server.network.asked.filter(({ path }) => path === `tracking/${step}`).map(({ body }) => body)
    return { ...server, told }
  }

  test('a question is answered in its box', async () => {
    const question = { id: 'q1', text: '营业执照是哪年的', limitAt: at('09:58', '2026-10-13') }
    const { told } = await openAt({ state: 'waiting_reporter', question }, 'question', { question: null })
    expect(await screen.findByText('营业执照是哪年的')).toBeTruthy()
    await tap('回话')
    await tap('回话')
    expect(screen.getByText(doing.questionHint)).toBeTruthy()
    fireEvent.input(screen.getByLabelText('回话'), { target: { value: '2023年的' } })
    await tap('回话')
    await screen.findByText('记下了')
    expect(told()).toEqual([{ token: 'secret-of-the-link', questionId: 'q1', text: '2023年的' }])
    expect(screen.queryByText('营业执照是哪年的')).toBeNull()
  })
  test('“not solved” by a standard reason says what it leads to, and takes two taps', async () => {
    const asked = trackingAsked()
    const { told } = await openAt(asked, 'answer', { canAnswer: false, state: 'closed' })
    await tap(/^没好/)
    await tap('办是办了，太慢只记一笔，这事就办结')
    await tap('说没好')
    await screen.findByText('记下了')
    expect(told()).toMatchObject([{ answer: 'no', reason: 'too_slow', text: '' }])
  })
  test('a grade is one tap, best first', async () => {
    const { told } = await openAt({ state: 'confirmed', canGrade: true }, 'grade', { canGrade: false, grade: 4 })
    const group = await screen.findByRole('group', { name: doing.gradeTitle })
    expect(within(group).getAllByRole('button')[0]!.textContent).toBe('非常满意')
    await tap('满意')
    await screen.findByText('您打了：满意')
    expect(told()).toMatchObject([{ grade: 4 }])
  })
  test('an ended issue is taken up again by one tap, or makes a new one with its link', async () => {
    const { network } = await openAt({ state: 'confirmed', reopening: 'one_tap' }, 'none')
    network.replies['tracking/reopening'] = () => ({ tracking: tracking(), fresh: receipt() })
    await tap(doing.reopenTitle.one_tap)
    await tap('好了又坏')
    await tap('重新办')
    expect((await screen.findByRole('link', { name: doing.freshOpen })).getAttribute('href')).toBe(
      '/m/#k=secret-of-the-link',
    )
    const told = network.asked.find(({ path }) => path === 'tracking/reopening')
    expect(told?.body).toEqual({ token: 'secret-of-the-link', reason: 'came_back', text: '' })
  })
  test('leaving asks once more, and says what it means', async () => {
    const { told } = await openAt({ leaving: 'withdraw' }, 'withdrawal', { state: 'withdrawn', leaving: null })
    await tap('撤回这件')
    expect(screen.getByText(doing.leaveWhy.withdraw)).toBeTruthy()
    fireEvent.input(screen.getByLabelText(doing.leaveReason), { target: { value: '谈好了' } })
    expect(told()).toEqual([])
    await tap('就这么办')
    await headline('这事撤了，不再往下办')
    expect(told()).toMatchObject([{ reason: '谈好了' }])
  })
  test('why the date moved, what was told and who else helps are in words', async () => {
    await openAt(
      {
        pauses: [
          {
            kind: 'extension',
            fromAt: at('09:30'),
            untilAt: at('12:00'),
            endedAt: at('09:30'),
            dueBeforeAt: at('11:14'),
            dueAfterAt: at('12:00'),
            reason: '等配件',
          },
        ],
        messages: [
          { at: at('09:30'), code: 'extension', body: { untilAt: at('12:00'), reason: '等配件' } },
          { at: at('09:20'), code: 'merged', body: { number: 'MC-1' } },
          { at: at('09:10'), code: 'brand_new', body: {} },
        ],
        referrals: [
          {
            id: 'r',
            party: { id: 'b', nameZh: '海河银行', nameEn: 'Haihe Bank' },
            status: 'helped',
            sentAt: at('09:00'),
            limitAt: at('09:00', '2026-10-24'),
            outcome: '放了30万',
          },
        ],
        supervisionLevel: 2,
      },
      'none',
    )
    expect(await screen.findByText('批准延期，从11:14挪到12:00')).toBeTruthy()
    expect(screen.getByText('期限挪到12:00，因为等配件')).toBeTruthy()
    expect(screen.getByText('和MC-1是一件事，并过去一块儿办，您的编号照旧能查')).toBeTruthy()
    expect(screen.getByText('有了新进展')).toBeTruthy()
    expect(screen.getByText('放了30万')).toBeTruthy()
    expect(screen.getByText('已发书面催办，抄送上一级')).toBeTruthy()
  })
  test('the missed promise is said in one tap', async () => {
    const { told } = await openAt({ canSayMissed: true }, 'missed', { canSayMissed: false, isMissedSaid: true })
    await tap(doing.missed)
    await screen.findByText(doing.missedSaid)
    expect(told()).toHaveLength(1)
  })
})
