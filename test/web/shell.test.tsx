import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Session } from '../../server/wire/people.ts'
import { enter, leave, live } from '../../web/lib/desk.ts'
import { pressKey, switchKeys, useKeys } from '../../web/lib/keys.ts'
import { useSnapshot } from '../../web/lib/snapshot.ts'
import { Live } from '../../web/shell/Live.tsx'
import SignIn from '../../web/start/SignIn.tsx'
import { Shot } from '../../web/ui/Shot.tsx'
import { problem, useServer } from './server.ts'

const SESSION: Session = {
  user: {
    id: 'u1',
    login: 'wangxl',
    name: '王秀兰',
    role: 'operator',
    agency: null,
    isDisabled: false,
    rights: [],
    hasSecondFactor: false,
  },
  district: { nameZh: '海河区', nameEn: 'Haihe District' },
  idleEndsAt: 0,
  endsAt: 0,
  isInsecure: false,
  mustSetUpSecondFactor: false,
}

class Source extends EventTarget {
  static latest: Source
  constructor() {
    super()
    Source.latest = this
  }
  close(): void {}
  send(name: string, data: unknown, lastEventId = ''): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }))
  }
}
beforeEach(() => vi.stubGlobal('EventSource', Source))
afterEach(() => {
  live.stop()
  cleanup()
})

describe('a page that shows a snapshot', () => {
  const server = useServer()
  const Page = () => {
    const shown = useSnapshot<{ text: string }>(
      () => '/thing',
      ({ kind, subjectId }) => kind === 'issue' && subjectId === 'i1',
    )
    return <Shot of={shown}>{(thing) => <p>{thing().text}</p>}</Shot>
  }

  it('says that it reads, then shows, and reads once more for a burst of touches', async () => {
    let reads = 0
    server.answer(() => {
      reads += 1
      return { body: { text: `第${reads}次` } }
    })
    enter(SESSION)
    render(() => <Page />)
    expect(screen.getByText('正在读。')).toBeTruthy()
    await waitFor(() => expect(screen.getByText('第1次')).toBeTruthy())
    for (const subjectId of ['i1', 'i1', 'other', 'i1'])
      Source.latest.send('issue', { at: 1, subjectId, siteId: null, body: {} }, '5')
    await waitFor(() => expect(screen.getByText('第2次')).toBeTruthy())
    expect(reads).toBe(2)
  })

  it('shows what happened, a number, and a way to read again', async () => {
    let isBroken = true
    server.answer(() => (isBroken ? { status: 500, body: problem(500, '系统出了错') } : { body: { text: '好了' } }))
    const Other = () => {
      const shown = useSnapshot<{ text: string }>(
        () => '/broken',
        () => false,
      )
      return <Shot of={shown}>{(thing) => <p>{thing().text}</p>}</Shot>
    }
    render(() => <Other />)
    await waitFor(() => expect(screen.getByText('系统出了错。')).toBeTruthy())
    expect(screen.getByText('编号7F3K-20C9')).toBeTruthy()
    isBroken = false
    fireEvent.click(screen.getByText('再读一次'))
    await waitFor(() => expect(screen.getByText('好了')).toBeTruthy())
  })
})

describe('the label of the stream', () => {
  it('gives the server’s clock while it is heard, and says since when it is not', () => {
    enter(SESSION)
    render(() => <Live />)
    expect(screen.getByText('正在连')).toBeTruthy()
    Source.latest.send('beat', { at: Date.UTC(2026, 9, 10, 2, 2, 19) })
    expect(screen.getByText('10:02:19')).toBeTruthy()
    Source.latest.dispatchEvent(new Event('error'))
    expect(screen.getByText(/^已断线\d+秒，停在10:02:19$/)).toBeTruthy()
  })
})

describe('signing in', () => {
  const server = useServer()

  it('says plainly that login or password is wrong, and lets in who is right', async () => {
    await leave()
    server.answer(({ body }) =>
      (body as { password: string })?.password === 'right'
        ? { body: SESSION }
        : { status: 401, body: problem(401, '登录名或口令不对') },
    )
    render(() => <SignIn />)
    const fill = (password: string) => {
      fireEvent.input(screen.getByLabelText('登录名'), { target: { value: 'wangxl' } })
      fireEvent.input(screen.getByLabelText('口令'), { target: { value: password } })
      fireEvent.submit(document.querySelector('form') as HTMLFormElement)
    }
    fill('wrong')
    await waitFor(() => expect(screen.getByText('登录名或口令不对。')).toBeTruthy())
    fill('right')
    await waitFor(() => expect(live.state.phase).toBe('opening'))
    expect(server.calls.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([
      { login: 'wangxl', password: 'wrong' },
      { login: 'wangxl', password: 'right' },
    ])
  })
})

describe('single keys', () => {
  const pressed: string[] = []
  const Page = () => {
    useKeys({ n: () => pressed.push('n'), '/': () => pressed.push('/') })
    return <input aria-label="字" />
  }
  const key = (target: Element, name: string, over: KeyboardEventInit = {}) =>
    fireEvent.keyDown(target, { key: name, bubbles: true, ...over })

  beforeEach(() => {
    pressed.length = 0
    document.addEventListener('keydown', pressKey)
  })
  afterEach(() => {
    document.removeEventListener('keydown', pressKey)
    switchKeys(true)
  })

  it('act outside fields, and only while the page that bound them is there', () => {
    const { unmount } = render(() => <Page />)
    key(document.body, 'n')
    key(screen.getByLabelText('字'), 'n')
    key(document.body, 'n', { ctrlKey: true })
    expect(pressed).toEqual(['n'])
    unmount()
    key(document.body, 'n')
    expect(pressed).toEqual(['n'])
  })

  it('can be switched off', () => {
    render(() => <Page />)
    switchKeys(false)
    key(document.body, '/')
    expect(pressed).toEqual([])
  })
})
