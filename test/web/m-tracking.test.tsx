import { fireEvent, screen, within } from '@solidjs/testing-library'
import { describe, expect, test } from 'vitest'
import type { Tracking as TrackingValue } from '../../server/wire/merchant.ts'
import { loadTrackingWords } from '../../web/m/language.ts'
import { Tracking } from '../../web/m/Tracking.tsx'
import { type Asked, createNetwork, openPage, problem } from './m-page.tsx'
import { at, tracking, trackingAsked } from './m-site.ts'

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
    expect(answers.map(({ body }) => body)).toEqual([{ token: 'secret-of-the-link', answer: 'yes', text: '' }])
    expect(screen.queryByRole('button', { name: /^没好/ })).toBeNull()
    expect(screen.getByText('记下了')).toBeTruthy()
  })
  test('no asks for a sentence first', async () => {
    const { answers, words } = await answering({ state: 'dissatisfied', ownAnswer: { value: 'no', at: at('11:43') } })
    await tap(/^没好/)
    await tap('说没好')
    expect(screen.getByText(words.noNeedsText)).toBeTruthy()
    fireEvent.input(screen.getByLabelText(words.noTitle), { target: { value: '只来了一相' } })
    await tap('说没好')
    await headline('您说没好，轮到受理员重新派')
    expect(answers.map(({ body }) => body)).toEqual([{ token: 'secret-of-the-link', answer: 'no', text: '只来了一相' }])
  })
  test('a lost answer leaves the sentence in its box', async () => {
    const { network, words } = await answering({})
    network.replies['tracking/answer'] = () => 'lost'
    await tap(/^没好/)
    fireEvent.input(screen.getByLabelText(words.noTitle), { target: { value: '只来了一相' } })
    await tap('说没好')
    expect(await screen.findByText(words.unreachable)).toBeTruthy()
    expect((screen.getByLabelText(words.noTitle) as HTMLTextAreaElement).value).toBe('只来了一相')
  })
  test('an answer that is no longer needed is told, and the page shows how it stands', async () => {
    const { network, state, words } = await answering({})
    network.replies['tracking/answer'] = () => {
      state.now = trackingAsked({ canAnswer: false, state: 'closed' })
      return problem(409, 'not-allowed-now')
    }
    await tap(/^好了/)
    await headline('办结归档，没人说好没好')
    expect(screen.getByText(words.alreadyAnswered)).toBeTruthy()
  })
  test('who joined is asked for their own shop only', async () => {
    const { network } = follow(trackingAsked({ isJoined: true }))
    const words = await open(network)
    const bar = within(await screen.findByRole('form', { name: words.answerNav }))
    expect(bar.getAllByRole('button').map((one) => one.textContent)).toEqual([
      '没好受理员会看您这句',
      '好了记下您这一户',
    ])
  })
})
