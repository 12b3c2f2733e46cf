import { describe, expect, it, vi } from 'vitest'
import { get, post, remove, UNREACHABLE, whenSignedOut } from '../../web/lib/api.ts'
import { errorAt } from '../../web/lib/problem-fields.ts'
import { said } from '../../web/ui/Problem.tsx'
import { zh } from '../../web/words/zh/index.ts'
import { problem, useServer } from './server.ts'

describe('a request of the desk', () => {
  const server = useServer()

  it('gives the value, and says which version it was decided on', async () => {
    server.answer(() => ({ body: { id: 'i1' } }))
    expect(await post('/issues/i1/reply', { text: '好了' }, 7)).toEqual({ ok: true, value: { id: 'i1' } })
    expect(server.calls[0]).toMatchObject({
      method: 'POST',
      path: '/issues/i1/reply',
      body: { text: '好了' },
      headers: { 'if-match': '"7"', 'content-type': 'application/json', 'accept-language': 'zh-CN' },
    })
  })

  it('gives the problem as a value, with its number', async () => {
    server.answer(() => ({ status: 409, body: problem(409, '这一步现在不能做', { allowed: ['signed'] }) }))
    const answer = await get('/issues/i1')
    expect(answer).toMatchObject({ ok: false, problem: { status: 409, instance: '7F3K-20C9' } })
    if (answer.ok) return
    expect(said(answer.problem, zh)).toEqual({ title: '这一步现在不能做。', todo: '请再看看。现在能走的：签收。' })
  })

  it('takes an empty answer for nothing, not for an error', async () => {
    server.answer(() => ({ status: 204 }))
    expect(await remove('/session')).toEqual({ ok: true, value: null })
  })

  it('does not throw when nobody answers, or answers nonsense', async () => {
    server.answer(() => ({ text: '<html>' }))
    const nonsense = await get('/overview')
    expect(nonsense).toMatchObject({ ok: false, problem: { status: 200 } })
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')))
    const silence = await get('/overview')
    expect(silence).toMatchObject({ ok: false, problem: { type: UNREACHABLE } })
    if (!silence.ok) expect(said(silence.problem, zh).title).toBe('连不上服务器。')
  })

  it('tells that nobody is signed in, except where that was the question', async () => {
    const out = vi.fn()
    whenSignedOut(out)
    server.answer(() => ({ status: 401, body: problem(401, '还没登录') }))
    await get('/session')
    expect(out).toHaveBeenCalledTimes(0)
    await get('/overview')
    expect(out).toHaveBeenCalledTimes(1)
    whenSignedOut(() => {})
  })

  it('finds what was refused about one field', () => {
    const refused = problem(422, '有几处没填对', { errors: [{ pointer: '/login', code: 'x', detail: '太短' }] })
    expect([errorAt(refused, '/login'), errorAt(refused, '/name'), errorAt(undefined, '/login')]).toEqual([
      '太短',
      undefined,
      undefined,
    ])
  })
})
